using Prover.Verifier.Arguments;
using Prover.Verifier.Commitments;
using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Exact;

/// <summary>
/// A whole proof fits every witness of its statement: for the same challenges there is randomness with which the product's prover, given
/// another input, writes the same bytes, but for digests of salted leaves.
/// </summary>
public class ProofExplanationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Another_input_with_the_same_outputs_explains_all_that_is_revealed(int seed)
    {
        ProofExperiment experiment = ProofExperiment.EveryRelation;
        (int[][] first, int[][] second) = TwoWitnesses.Shared;
        Assert.Equal(experiment.StatementOf(first).Encode(), experiment.StatementOf(second).Encode());
        var oracle = new ProgrammedOracle(seed);
        uint[] random = ScriptedRandomness.Uniform(experiment.RandomLength, seed);
        (byte[] proof, TranscriptRecord left) = experiment.Prove(first, random, oracle);
        Assert.Null(experiment.Verify(experiment.StatementOf(first), proof, oracle.Program()));

        uint[] other = new ProofExplanation(experiment, oracle, proof, left).Randomness(second, first, random);
        (byte[] proofOfOther, TranscriptRecord right) = experiment.Prove(second, other, oracle);
        Assert.Null(experiment.Verify(experiment.StatementOf(second), proofOfOther, oracle.Program()));
        Assert.Equal(left.Messages.Count, right.Messages.Count);
        const int OfWitness = 1; // the model's rows come first
        int siblings = 0;
        for (int i = 0; i < left.Messages.Count; i++)
        {
            (string label, byte[] bytes) = left.Messages[i];
            bool salted = label == ArgumentVerifier.WitnessCapLabel || (label == OpenedRows.SiblingsLabel && siblings++ == OfWitness);
            if (salted) Assert.NotEqual(bytes, right.Messages[i].Bytes);
            else Assert.True(bytes.AsSpan().SequenceEqual(right.Messages[i].Bytes), $"message {i}, {label}");
        }
    }

    [Fact]
    public void The_truth_explains_itself_by_the_randomness_that_was_used()
    {
        ProofExperiment experiment = ProofExperiment.EveryRelation;
        int[][] truth = TwoWitnesses.Shared.First;
        var oracle = new ProgrammedOracle(3);
        uint[] random = ScriptedRandomness.Uniform(experiment.RandomLength, 3);
        (byte[] proof, TranscriptRecord record) = experiment.Prove(truth, random, oracle);
        var explanation = new ProofExplanation(experiment, oracle, proof, record);
        uint[] again = explanation.Randomness(truth, truth, random);
        Assert.Equal(explanation.TruePads(random), explanation.TruePads(again));
        int pads = 5 * experiment.Key.Layout.Pads.Count;
        Assert.Equal(random[pads..], again[pads..]);
    }
}
