using Prover.Proving.Commitments;
using Prover.Proving.Kernels;
using Prover.Proving.Transcripts;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Soundness;
using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Exact;

/// <summary>
/// The product's opening under fixed challenges, with chosen witness and chosen randomness. For fixed challenges every word that it
/// reveals, but for digests, is an affine function of both.
/// </summary>
internal sealed class OpeningExperiment
{
    private static readonly KernelSet Kernels = KernelSet.Fastest(1);

    /// <summary>Draws a claim, a model and challenges.</summary>
    public OpeningExperiment(JointShape shape, SecurityProfile profile, int seed)
    {
        Parameters = new(shape, profile);
        Oracle = new(seed);
        Model = ScriptedRandomness.Uniform(shape.ModelColumns << shape.LogRows, seed);
        uint[] words = ScriptedRandomness.Uniform(KoalaBear5.Degree << shape.Variables, seed + 1);
        Form = [.. words.Chunk(KoalaBear5.Degree).Select(Element)];
        ColumnWeights = MultilinearExtension.EqualityTable(Folding);
    }

    /// <summary>The opening of a whole proof.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="oracle">The challenges.</param>
    /// <param name="form">The covector of the claim.</param>
    /// <param name="queriesBefore">How often positions are drawn before.</param>
    public OpeningExperiment(WhirParameters parameters, ProgrammedOracle oracle, KoalaBear5[] form, int queriesBefore)
    {
        (Parameters, Oracle, Model, Form, QueriesBefore) = (parameters, oracle, [], form, queriesBefore);
        ColumnWeights = MultilinearExtension.EqualityTable(Folding);
    }

    public WhirParameters Parameters { get; }

    public JointShape Shape => Parameters.Shape;

    public ProgrammedOracle Oracle { get; }

    /// <summary>The model's columns, which are public.</summary>
    public uint[] Model { get; }

    /// <summary>How often positions are drawn before.</summary>
    public int QueriesBefore { get; }

    /// <summary>The covector of the public claim.</summary>
    public KoalaBear5[] Form { get; }

    /// <summary>Rows of data, rows of the mask column's tail.</summary>
    public int Rows => 1 << Shape.LogRows;

    public int Tail => Parameters.Codes[0].TailRows;

    /// <summary>Rows of the tail of the witness' columns: those of masks, and one per query.</summary>
    public int ColumnTail => FirstQueryRow + Parameters.Codes[0].Queries;

    /// <summary>The first tail row that carries no mask.</summary>
    public int FirstQueryRow => TailForm.MaskRows(Shape.LogColumns);

    /// <summary>Where the randomness of the mask column, its tail and the salts begins: the columns' tails come first.</summary>
    public int MaskStart => Shape.WitnessColumns * ColumnTail;

    public int MaskTailStart => MaskStart + (KoalaBear5.Degree * Rows);

    public int SaltStart => MaskTailStart + (KoalaBear5.Degree * Tail);

    public int RandomLength => SaltStart + (KoalaBear5.Degree << Parameters.Codes[0].LogLength);

    public KoalaBear5[] Folding => Oracle.Elements(FoldingRounds.ChallengeLabel, 0, Shape.LogColumns);

    public KoalaBear5 Scale => Oracle.Elements(OpeningVerifier.MaskLabel, 0, 1)[0];

    public KoalaBear5 Blend => Oracle.Elements(OpeningVerifier.BlendLabel, 0, 1)[0];

    /// <summary>The points of the opened rows.</summary>
    public KoalaBear[] Points
    {
        get
        {
            WhirCode code = Parameters.Codes[0];
            int[] drawn = Oracle.Indices(OpenedRows.PositionsLabel, QueriesBefore, code.Queries, code.LogLength);
            return CodeDomain.Points(code.LogLength, OpenedRows.Distinct(drawn));
        }
    }

    /// <summary>eq(folding challenges, column).</summary>
    public KoalaBear5[] ColumnWeights { get; }

    /// <summary>Where hidden models are sealed, whatever their trees are.</summary>
    public SealPoint SealPoint => FixedSeal.Of(Parameters);

    /// <summary>A column's value at the seal's point.</summary>
    /// <param name="data">The data.</param>
    /// <param name="tail">All rows of the tail, or none if it is 0 in the seal rows.</param>
    public KoalaBear5 SealValue(KoalaBear[] data, KoalaBear[] tail)
    {
        KoalaBear5[] ofRows = MultilinearExtension.EqualityTable(SealPoint.Rows), ofTail = SealForm.TailWeights(SealPoint);
        KoalaBear5 value = default;
        for (int i = 0; i < data.Length; i++) value += ofRows[i] * data[i];
        for (int j = 0; j < ofTail.Length && tail.Length > 0; j++) value += ofTail[j] * tail[tail.Length - ofTail.Length + j];
        return value;
    }

    /// <summary>The weight of the seal's claim beside the public one.</summary>
    public KoalaBear5 SealWeight => Oracle.Elements(OpeningVerifier.SealLabel, 0, 1)[0];

    /// <summary>Words that the setup of a hidden model draws: the columns' tails, then the salts.</summary>
    public int ModelRandomLength => (Shape.ModelColumns * Parameters.ModelTailRows)
        + (Parameters.ModelSaltWords << Parameters.Codes[0].LogLength);

    /// <summary>Runs the product's prover.</summary>
    /// <param name="witness">The witness' columns, end to end.</param>
    /// <param name="random">Everything that it will draw.</param>
    /// <param name="hidden">Another model and what its setup draws; null for this experiment's, which is public.</param>
    public TranscriptRecord Prove(uint[] witness, uint[] random, (uint[] Columns, uint[] Random)? hidden = null)
    {
        var record = new TranscriptRecord();
        var transcript = new ProverTranscript("exact opening", Oracle.Program(record.Note)) { Grind = (seed, bits) => 0 };
        using var setup = new ScriptedRandomness(hidden?.Random ?? []);
        using CommittedMatrix? model = Model.Length == 0
            ? null : CommittedMatrix.OfModel(Kernels.Codes, Parameters, FieldBuffer.From(hidden?.Columns ?? Model), setup);
        if (Shape.ModelOpenings > 0) model!.SealAt(SealPoint, Kernels.Algebra);
        Assert.Equal(hidden?.Random.Length ?? 0, setup.Position);
        if (model is not null) transcript.SendDigests("model cap", model.Tree.Cap.Span);
        if (model?.Seal is { } seal) transcript.Send("model seal", seal.Value);
        using var script = new ScriptedRandomness(random);
        using var committed = new CommittedMatrix(Kernels.Codes, Parameters, FieldBuffer.From(witness), script);
        Assert.Equal(random.Length, script.Position);
        transcript.SendDigests("witness cap", committed.Tree.Cap.Span);
        var prover = new OpeningProver(
            Parameters, model is null ? [] : [model], committed, Kernels.Codes, Kernels.Algebra, transcript);
        prover.Open(ExtensionVector.From(Form), Claim(witness, hidden?.Columns));
        return record;
    }

    /// <summary>The public claim on model and witness.</summary>
    public KoalaBear5 Claim(uint[] witness, uint[]? model = null)
    {
        KoalaBear5 total = default;
        model ??= Model;
        for (int i = 0; i < model.Length; i++) total += Form[(Shape.ModelStart << Shape.LogRows) + i] * new KoalaBear(model[i]);
        for (int i = 0; i < witness.Length; i++) total += Form[(Shape.WitnessStart << Shape.LogRows) + i] * new KoalaBear(witness[i]);
        return total;
    }

    /// <summary>A witness that differs from another in one chosen element, and in five that keep the claim.</summary>
    public uint[] Neighbour(uint[] witness, int position, KoalaBear change)
    {
        uint[] other = [.. witness];
        other[position] = (new KoalaBear(other[position]) + change).Representative;
        return Repaired(other, Claim(witness) - Claim(other), position);
    }

    /// <summary>A witness that differs from another in five elements, none at the given position, such that the claim changes.</summary>
    public uint[] Repaired(uint[] witness, KoalaBear5 change, int position = -1)
    {
        int start = Shape.WitnessStart << Shape.LogRows;
        int[] repair = [.. Enumerable.Range(0, witness.Length).Where(i => i != position).Take(KoalaBear5.Degree)];
        KoalaBear[] solution = LinearSystem.Solve(
            [.. Enumerable.Range(0, KoalaBear5.Degree).Select(d => repair.Select(i => Form[start + i][d]).ToArray())],
            [.. Enumerable.Range(0, KoalaBear5.Degree).Select(d => change[d])]);
        uint[] other = [.. witness];
        for (int i = 0; i < repair.Length; i++) other[repair[i]] = (new KoalaBear(other[repair[i]]) + solution[i]).Representative;
        return other;
    }

    public static KoalaBear5 Element(uint[] words) => new(new(words[0]), new(words[1]), new(words[2]), new(words[3]), new(words[4]));
}
