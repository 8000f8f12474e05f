using Prover.Proving.Commitments;
using Prover.Proving.Kernels;
using Prover.Proving.Refresh;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Refresh;
using Prover.Verifier.Soundness;
using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Refresh;

/// <summary>
/// Refresh proofs by the product's prover under fixed challenges, in which the mask column is chosen so that the vector after the blend is
/// 0. What is left is an affine function of weights, tails and the uniform column (SPEC §8.10).
/// </summary>
internal sealed class RevealedRefresh
{
    public const int Rows = 1 << LogRows;
    private const int LogRows = 10, Old = 0, New = 2, Witness = 1;

    private readonly ProgrammedOracle oracle;

    /// <summary>A refresh proof under challenges of its own.</summary>
    /// <param name="uses">How often the keys may be used.</param>
    /// <param name="seed">Seeds the challenges.</param>
    public RevealedRefresh(int uses = 1, int seed = 31)
    {
        Model = new(new(LogRows, 1, 0, 1, 1, 1, true) { ModelOpenings = uses }, new SecurityProfile("short", 20, 0, 0, 0));
        Parameters = Model.OfRefresh();
        oracle = new(seed);
    }

    private WhirParameters Model { get; }

    private WhirParameters Parameters { get; }

    /// <summary>
    /// The tail of a model's column: uniform in the rows that a key's proofs are promised and in the seal rows, 0 in those that the code
    /// has besides, or 0 everywhere.
    /// </summary>
    public uint[] ModelTail(int? seed)
    {
        if (seed is not { } number) return new uint[Model.ModelTailRows];
        uint[] tail = ScriptedRandomness.Uniform(Model.ModelTailRows, number);
        int promised = Model.Shape.ModelOpenings * Model.Codes[0].Queries;
        tail.AsSpan(promised, tail.Length - promised - SealForm.TailRows).Clear();
        return tail;
    }

    /// <summary>Uniform coefficients of the witness' column.</summary>
    public int WitnessTails => TailForm.MaskRows(Parameters.Shape.LogColumns) + Parameters.Codes[0].Queries;

    /// <summary>Everything that a proof and both keys show but digests and salts.</summary>
    public KoalaBear[] Reveal(uint[] weights, uint[] oldTail, uint[] newTail, uint[] column, uint[] witnessTail)
    {
        int tail = Parameters.Codes[0].TailRows, length = 1 << Parameters.Codes[0].LogLength, mask = Rows + WitnessTails;
        uint[] random = new uint[mask + (KoalaBear5.Degree * (Rows + tail + length))];
        column.CopyTo(random, 0);
        witnessTail.CopyTo(random, Rows);
        KoalaBear5[] folded = Fold((Old, weights, oldTail), (New, weights, newTail), (Witness, column, witnessTail));
        KoalaBear5 blend = oracle.Elements(OpeningVerifier.BlendLabel, 0, 1)[0];
        for (int i = 0; i < folded.Length; i++)
        {
            KoalaBear5 cancelling = -(blend * folded[i]);
            int start = i < Rows ? mask + i : mask + (KoalaBear5.Degree * Rows) + i - Rows, plane = i < Rows ? Rows : tail;
            for (int d = 0; d < KoalaBear5.Degree; d++) random[start + (d * plane)] = cancelling[d].Representative;
        }
        var record = new TranscriptRecord();
        using CommittedMatrix old = Commit(weights, oldTail), renewed = Commit(weights, newTail);
        using var script = new ScriptedRandomness(random);
        RefreshProver.Prove(
            Parameters, RefreshExperiment.Statement, old, renewed, script, RefreshExperiment.Kernels,
            observer: oracle.Program(record.Note));
        Assert.Equal(random.Length, script.Position);
        return [.. Words(record), .. Elements(old.Seal!.Value), .. Elements(renewed.Seal!.Value)];
    }

    private static IEnumerable<KoalaBear> Elements(KoalaBear5 value) => Enumerable.Range(0, KoalaBear5.Degree).Select(d => value[d]);

    /// <summary>The columns' combination by the folding challenges, tails behind data.</summary>
    private KoalaBear5[] Fold(params (int Place, uint[] Data, uint[] Tail)[] columns)
    {
        KoalaBear5[] weights = MultilinearExtension.EqualityTable(
            oracle.Elements(FoldingRounds.ChallengeLabel, 0, Parameters.Shape.LogColumns));
        var folded = new KoalaBear5[Rows + Parameters.Codes[0].TailRows];
        foreach ((int place, uint[] data, uint[] tail) in columns)
        {
            for (int i = 0; i < Rows; i++) folded[i] += weights[place] * new KoalaBear(data[i]);
            for (int i = 0; i < tail.Length; i++) folded[Rows + i] += weights[place] * new KoalaBear(tail[i]);
        }
        return folded;
    }

    private CommittedMatrix Commit(uint[] weights, uint[] tail)
    {
        uint[] setup = new uint[tail.Length + (Model.ModelSaltWords << Model.Codes[0].LogLength)];
        tail.CopyTo(setup, 0);
        using var script = new ScriptedRandomness(setup);
        var model = CommittedMatrix.OfModel(RefreshExperiment.Kernels.Codes, Model, FieldBuffer.From(weights), script);
        model.SealAt(FixedSeal.Of(Model), RefreshExperiment.Kernels.Algebra);
        return model;
    }

    private KoalaBear[] Words(TranscriptRecord record)
    {
        var words = new List<KoalaBear>();
        int trees = 0;
        foreach ((string label, byte[] bytes) in record.Messages)
        {
            if (label is RefreshArgument.StatementLabel or RefreshArgument.WitnessCapLabel or OpenedRows.SiblingsLabel
                or OpeningVerifier.CommitmentLabel) continue;
            IEnumerable<KoalaBear> message = bytes.Chunk(sizeof(uint)).Select(word => new KoalaBear(BitConverter.ToUInt32(word)));
            if (label == OpenedRows.RowsLabel && trees < 3)
            {
                // Without the salts, which end each row.
                int width = trees++ < 2 ? Model.ModelTree.RowWords : Parameters.WitnessTree.RowWords;
                message = message.Where((_, i) => i % width < width - KoalaBear5.Degree);
            }
            words.AddRange(message);
        }
        return [.. words];
    }
}
