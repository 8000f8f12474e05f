using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Soundness;
using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Exact;

/// <summary>
/// Two witnesses of one claim give exactly the same distribution, on the product's own prover at real sizes: each transcript of one of them
/// is, byte for byte but for the digests of salted leaves, a transcript of the other under translated randomness.
/// </summary>
public class OpeningExplanationTests
{
    [Theory]
    [InlineData(10, 0, 0, 0, 0, 1)]
    [InlineData(10, 3, 4, 4, 0, 3)]
    [InlineData(11, 2, 0, 0, 1, 2)]
    [InlineData(12, 1, 1, 1, 0, 1)]
    public void Another_witness_of_the_claim_explains_all_that_is_revealed(
        int logRows, int logColumns, int modelStart, int model, int witnessStart, int witness)
    {
        var experiment = new OpeningExperiment(
            new(logRows, logColumns, modelStart, model, witnessStart, witness, true), SecurityProfile.P100, 3);
        uint[] first = ScriptedRandomness.Uniform(witness << logRows, 4), random = ScriptedRandomness.Uniform(experiment.RandomLength, 5);
        uint[] second = experiment.Neighbour(first, first.Length - 7, KoalaBear.One);
        Assert.Equal(experiment.Claim(first), experiment.Claim(second));

        TranscriptRecord left = experiment.Prove(first, random);
        TranscriptRecord right = experiment.Prove(second, OpeningExplanation.Of(experiment, first, second, random));
        Assert.Equal(left.Messages.Count, right.Messages.Count);
        int ofWitness = model == 0 ? 0 : 1, siblings = 0;
        for (int i = 0; i < left.Messages.Count; i++)
        {
            (string label, byte[] bytes) = left.Messages[i];
            bool salted = label == "witness cap" || (label == OpenedRows.SiblingsLabel && siblings++ == ofWitness);
            if (salted) Assert.NotEqual(bytes, right.Messages[i].Bytes);
            else Assert.True(bytes.AsSpan().SequenceEqual(right.Messages[i].Bytes), $"message {i}, {label}");
        }
    }

    [Fact]
    public void Without_translating_the_randomness_the_other_witness_shows()
    {
        var experiment = new OpeningExperiment(new(10, 1, 0, 0, 0, 1, true), SecurityProfile.P100, 3);
        uint[] first = ScriptedRandomness.Uniform(1 << 10, 4), random = ScriptedRandomness.Uniform(experiment.RandomLength, 5);
        uint[] second = experiment.Neighbour(first, 99, KoalaBear.One);
        TranscriptRecord left = experiment.Prove(first, random), right = experiment.Prove(second, random);
        foreach (string label in (string[])[FoldingRounds.MessageLabel, OpenedRows.RowsLabel, OpeningVerifier.ClearLabel])
        {
            Assert.NotEqual(left.Words(label), right.Words(label));
        }
    }
}
