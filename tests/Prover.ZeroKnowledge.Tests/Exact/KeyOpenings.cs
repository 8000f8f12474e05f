using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Soundness;
using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Exact;

/// <summary>
/// Several openings of one key by the product's prover, in each of which the mask column is chosen so that the vector after the blend is 0.
/// What is left are the words that tails must hide: an affine function of secrets and tails.
/// </summary>
internal sealed class KeyOpenings
{
    private static readonly SecurityProfile Short = new("short", 20, 0, 0, 0);
    private readonly OpeningExperiment[] proofs;

    /// <summary>Draws challenges.</summary>
    public KeyOpenings(JointShape shape, int count) =>
        proofs = [.. Enumerable.Range(31, count).Select(seed => new OpeningExperiment(shape, Short, seed))];

    /// <summary>Query rows of each column that a key's proofs are promised, however many more the code has: those are 0.</summary>
    public int QueryRows => proofs[0].Shape.ModelOpenings * proofs[0].Parameters.Codes[0].Queries;

    /// <summary>Words of <see cref="ModelTails"/> that are free: query rows and seal rows.</summary>
    public int FreeModelTails => proofs[0].Shape.ModelOpenings == 0 ? 0 : proofs[0].Shape.ModelColumns * (QueryRows + SealForm.TailRows);

    /// <summary>The tails of all columns, uniform in the query rows, in the seal rows or in neither.</summary>
    public uint[] ModelTails(int seed, bool hasQueryRows, bool hasSealRows)
    {
        int rows = proofs[0].Parameters.ModelTailRows, columns = proofs[0].Shape.ModelColumns;
        uint[] uniform = ScriptedRandomness.Uniform(rows * columns, seed), tails = new uint[rows * columns];
        for (int i = 0; i < tails.Length; i++)
        {
            bool isFree = (hasQueryRows && i % rows < QueryRows) || (hasSealRows && i % rows >= rows - SealForm.TailRows);
            if (isFree) tails[i] = uniform[i];
        }
        return tails;
    }

    public int WitnessTails => proofs[0].MaskStart;

    /// <summary>
    /// Secrets: another model, if it is hidden, and in each proof another witness with the claim that the first secrets have.
    /// </summary>
    public (uint[] Model, uint[][] Witnesses) Secrets(int seed, bool otherModel)
    {
        JointShape shape = proofs[0].Shape;
        uint[] first = proofs[0].Model;
        bool isOther = otherModel && shape.ModelOpenings > 0;
        uint[] model = isOther ? ScriptedRandomness.Uniform(shape.ModelColumns << shape.LogRows, seed) : first;
        return (model, [.. proofs.Select((proof, i) =>
        {
            uint[] start = ScriptedRandomness.Uniform(shape.WitnessColumns << shape.LogRows, 10 + i);
            uint[] other = seed == 0 ? start : ScriptedRandomness.Uniform(shape.WitnessColumns << shape.LogRows, (100 * seed) + i);
            return seed == 0 ? start : proof.Repaired(other, proof.Claim(start, first) - proof.Claim(other, model));
        })]);
    }

    /// <summary>Everything that the proofs show but digests and salts.</summary>
    public KoalaBear[] Reveal((uint[] Model, uint[][] Witnesses) secrets, uint[] modelTails, uint[][] witnessTails)
    {
        var words = new List<KoalaBear>();
        for (int i = 0; i < proofs.Length; i++)
        {
            OpeningExperiment proof = proofs[i];
            uint[] setup = new uint[proof.Shape.ModelOpenings > 0 ? proof.ModelRandomLength : 0];
            modelTails.CopyTo(setup, 0);
            uint[] random = new uint[proof.RandomLength];
            witnessTails[i].CopyTo(random, 0);
            Cancel(proof, secrets.Model, modelTails, secrets.Witnesses[i], witnessTails[i], random);
            Read(proof, proof.Prove(secrets.Witnesses[i], random, (secrets.Model, setup)), words);
        }
        return [.. words];
    }

    /// <summary>Sets the mask column to minus blend times the folded columns.</summary>
    private static void Cancel(
        OpeningExperiment proof, uint[] model, uint[] modelTails, uint[] witness, uint[] witnessTails, uint[] random)
    {
        JointShape shape = proof.Shape;
        var folded = new KoalaBear5[proof.Rows + proof.Tail];
        void Add(uint[] columns, int rows, int to, int first)
        {
            for (int i = 0; i < columns.Length; i++)
            {
                folded[to + (i % rows)] += proof.ColumnWeights[first + (i / rows)] * new KoalaBear(columns[i]);
            }
        }
        Add(model, proof.Rows, 0, shape.ModelStart);
        Add(modelTails, Math.Max(1, proof.Parameters.ModelTailRows), proof.Rows, shape.ModelStart);
        Add(witness, proof.Rows, 0, shape.WitnessStart);
        Add(witnessTails, proof.ColumnTail, proof.Rows, shape.WitnessStart);
        for (int i = 0; i < folded.Length; i++)
        {
            KoalaBear5 mask = -(proof.Blend * folded[i]);
            int start = i < proof.Rows ? proof.MaskStart + i : proof.MaskTailStart + i - proof.Rows;
            int plane = i < proof.Rows ? proof.Rows : proof.Tail;
            for (int d = 0; d < KoalaBear5.Degree; d++) random[start + (d * plane)] = mask[d].Representative;
        }
    }

    private static void Read(OpeningExperiment proof, TranscriptRecord record, List<KoalaBear> words)
    {
        int rows = 0;
        foreach ((string label, byte[] bytes) in record.Messages)
        {
            if (label is "model cap" or "witness cap" or OpenedRows.SiblingsLabel or OpeningVerifier.CommitmentLabel) continue;
            uint[] message = [.. Enumerable.Range(0, bytes.Length / 4).Select(i => BitConverter.ToUInt32(bytes, 4 * i))];
            if (label == OpenedRows.RowsLabel && rows < 2)
            {
                // Of the two first trees without the salts.
                int width = rows == 0 ? proof.Parameters.ModelTree.RowWords : proof.Parameters.WitnessTree.RowWords;
                int salts = rows == 0 ? proof.Parameters.ModelSaltWords : KoalaBear5.Degree;
                message = [.. message.Where((_, i) => i % width < width - salts)];
                rows++;
            }
            words.AddRange(message.Select(word => new KoalaBear(word)));
        }
    }
}
