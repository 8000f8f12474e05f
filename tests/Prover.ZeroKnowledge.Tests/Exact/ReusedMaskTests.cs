using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Soundness;
using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Exact;

/// <summary>Two proofs of one witness under one mask column show the witness, whatever their tails are.</summary>
public class ReusedMaskTests
{
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
