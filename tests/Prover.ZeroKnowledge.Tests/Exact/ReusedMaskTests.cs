using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Soundness;
using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Exact;

/// <summary>
/// Two proofs under one mask column show the witness, whatever their tails are: whoever knows the first witness computes the second. The
/// product's prover draws a mask column for each proof.
/// </summary>
public class ReusedMaskTests
{
    private const int Unknowns = 3 * KoalaBear5.Degree;
    private static readonly OpeningExperiment First = Experiment(21), Second = Experiment(22);

    [Fact]
    public void With_a_reused_mask_column_the_second_proof_shows_the_witness()
    {
        uint[] witness = ScriptedRandomness.Uniform(First.Rows, 1), other = ScriptedRandomness.Uniform(First.Rows, 2);
        Assert.Equal(SecondProof(witness, 3, isReused: true), SecondProof(witness, 4, isReused: true));
        Assert.NotEqual(SecondProof(witness, 3, isReused: true), SecondProof(other, 3, isReused: true));
    }

    [Fact]
    public void With_a_mask_column_of_its_own_it_does_not()
    {
        uint[] witness = ScriptedRandomness.Uniform(First.Rows, 1);
        Assert.NotEqual(SecondProof(witness, 3, isReused: false), SecondProof(witness, 4, isReused: false));
    }

    /// <summary>
    /// Coefficient X^2 of a masked round is that of the claim plus the mask's, on which tails have no influence. If both proofs have the
    /// same mask and the first witness is known, the difference is a linear function of the second: three rounds give fifteen equations.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void From_two_proofs_with_one_mask_column_the_second_witness_is_computed(bool isReused)
    {
        JointShape shape = new(10, 3, 0, 0, 0, 8, true);
        OpeningExperiment first = new(shape, SecurityProfile.P100, 41), second = new(shape, SecurityProfile.P100, 42);
        uint[] known = ScriptedRandomness.Uniform(8 << 10, 1), secret = ScriptedRandomness.Uniform(8 << 10, 2);
        uint[] random = ScriptedRandomness.Uniform(first.RandomLength, 3), other = ScriptedRandomness.Uniform(first.RandomLength, 4);
        if (isReused) Array.Copy(random, first.MaskStart, other, first.MaskStart, first.SaltStart - first.MaskStart);
        KoalaBear5[] ofKnown = Quadratic(first.Prove(known, random)), ofSecret = Quadratic(second.Prove(secret, other));

        // The attacker knows the second witness but for some elements.
        int[] unknown = [.. Enumerable.Range(0, Unknowns).Select(i => (i * 541) + 7)];
        uint[] rest = [.. secret.Select((word, i) => unknown.Contains(i) ? 0 : word)];
        KoalaBear5[] left = [.. ofSecret.Zip(Unmasked(second, rest), (sent, own) => sent - own)];
        KoalaBear5[] mask = [.. ofKnown.Zip(Unmasked(first, known), (sent, own) => sent - own)];
        KoalaBear5[][] effects = [.. unknown.Select(at =>
        {
            uint[] unit = new uint[secret.Length];
            unit[at] = KoalaBear.One.Representative;
            return Unmasked(second, unit);
        })];
        KoalaBear[] computed = LinearSystem.Solve(
            [.. Enumerable.Range(0, Unknowns).Select(i => effects.Select(effect => effect[i / 5][i % 5]).ToArray())],
            [.. Enumerable.Range(0, Unknowns).Select(i => (left[i / 5] - mask[i / 5])[i % 5])]);
        Assert.Equal(isReused, computed.Select(value => value.Representative).SequenceEqual(unknown.Select(at => secret[at])));
    }

    [Fact]
    public void The_prover_draws_a_mask_column_for_every_proof()
    {
        // Under the same challenges the same rows are opened; the words of the mask column are those behind the columns'.
        ProofExperiment experiment = ProofExperiment.EveryRelation;
        int[][] values = TwoWitnesses.Shared.First;
        var oracle = new ProgrammedOracle(1);
        string[] first = Mask(null), second = Mask(null);
        Assert.Empty(first.Intersect(second));
        uint[] scripted = ScriptedRandomness.Uniform(experiment.RandomLength, 1);
        Assert.Equal(Mask(scripted), Mask(scripted));

        string[] Mask(uint[]? random)
        {
            int columns = experiment.Key.Layout.WitnessColumns;
            uint[] rows = experiment.Prove(values, random, oracle).Record.Words(OpenedRows.RowsLabel, 1);
            return [.. rows.Chunk(experiment.Key.Parameters.WitnessTree.RowWords)
                .Select(row => string.Join(' ', row[columns..(columns + KoalaBear5.Degree)]))];
        }
    }

    /// <summary>The coefficients of X^2 that the masked rounds sent.</summary>
    private static KoalaBear5[] Quadratic(TranscriptRecord record) =>
        [.. record.Elements(FoldingRounds.MessageLabel).Take(6).Where((_, i) => i % 2 == 1)];

    /// <summary>The coefficients of X^2 without a mask, a linear function of the witness.</summary>
    private static KoalaBear5[] Unmasked(OpeningExperiment experiment, uint[] witness)
    {
        KoalaBear5[] vector = [.. witness.Select(word => KoalaBear5.FromBase(new(word)))], form = experiment.Form;
        return [.. experiment.Folding.Select(challenge =>
        {
            KoalaBear5 sum = default;
            int half = vector.Length / 2;
            for (int i = 0; i < half; i++) sum += (vector[i + half] - vector[i]) * (form[i + half] - form[i]);
            (vector, form) = (Bind(vector, challenge), Bind(form, challenge));
            return experiment.Scale * sum;
        })];
    }

    private static KoalaBear5[] Bind(KoalaBear5[] entries, KoalaBear5 challenge)
    {
        int half = entries.Length / 2;
        return [.. Enumerable.Range(0, half).Select(i => entries[i] + (challenge * (entries[i + half] - entries[i])))];
    }

    /// <summary>
    /// What the second proof reveals of its folded vector's data rows. The mask column is the one that makes the first proof's folded
    /// vector 0 there: to whoever knows that vector, this is the only possible one.
    /// </summary>
    private static uint[] SecondProof(uint[] witness, int seed, bool isReused)
    {
        uint[] random = ScriptedRandomness.Uniform(Second.RandomLength, seed);
        KoalaBear5 factor = -(First.Blend * First.ColumnWeights[First.Shape.WitnessStart]);
        for (int plane = 0; plane < KoalaBear5.Degree && isReused; plane++)
        {
            for (int row = 0; row < First.Rows; row++)
            {
                random[First.MaskStart + (plane * First.Rows) + row] = (factor[plane] * new KoalaBear(witness[row])).Representative;
            }
        }
        if (isReused) Assert.All(DataWords(First, witness, random), word => Assert.Equal(0u, word));
        return DataWords(Second, witness, random);
    }

    private static uint[] DataWords(OpeningExperiment experiment, uint[] witness, uint[] random)
    {
        WhirCode code = experiment.Parameters.Codes[1];
        uint[] rows = experiment.Prove(witness, random).Words(OpenedRows.RowsLabel, 1);
        return [.. rows.Where((_, i) => i % code.Columns < code.Columns - (experiment.Tail >> code.LogRows))];
    }

    private static OpeningExperiment Experiment(int seed) =>
        new(new(10, 1, 0, 0, 1, 1, true), new SecurityProfile("toy", 1, 0, 0, 0), seed);
}
