using Prover.Proving.Kernels;
using Prover.Proving.Randomness;
using Prover.Proving.Transcripts;
using Prover.Verifier;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Refresh;
using Prover.ZeroKnowledge.Tests.Oracle;
using Prover.ZeroKnowledge.Tests.Simulation;

namespace Prover.ZeroKnowledge.Tests.Refresh;

/// <summary>
/// A refresh proof has a simulator: from two trees of uniform rows, without any weights, whoever programs the oracle makes a proof that the
/// verifier accepts, and nobody else does (SPEC §8.10).
/// </summary>
public class SimulatedRefreshTests
{
    [Fact]
    public void The_verifier_accepts_two_models_that_do_not_exist_if_the_oracle_is_programmed()
    {
        WhirParameters parameters = RefreshExperiment.Parameters.OfRefresh();
        JointShape shape = parameters.Shape;
        KernelSet kernels = RefreshExperiment.Kernels;
        var oracle = new ProgrammedOracle(7);
        using var coins = new RandomStream(new byte[RandomStream.SeedBytes]);
        int[] positions = OpeningSimulator.Positions(parameters, oracle, 0);
        PartialTree old = PartialTree.OfUniformRows(parameters.ModelTree, positions, coins);
        PartialTree renewed = PartialTree.OfUniformRows(parameters.ModelTree, positions, coins);
        ModelSeal[] seals = [.. new[] { old, renewed }.Select(
            tree => new ModelSeal(SealPoint.Draw(default, parameters, tree.Cap), coins.NextExtension()))];
        using var simulator = new OpeningSimulator(
            parameters, [new(old.Open, seals[0]), new(renewed.Open, seals[1])], oracle, 0, kernels, coins);

        var transcript = new ProverTranscript(RefreshArgument.Domain, oracle.Program())
        {
            Grind = (seed, bits) => kernels.Codes.Grind(seed, bits),
        };
        transcript.Absorb(RefreshArgument.StatementLabel, RefreshExperiment.Statement.Encode());
        transcript.SendDigests(RefreshArgument.WitnessCapLabel, simulator.Cap);
        KoalaBear5[] sample = transcript.Challenges(OutOfDomainClaim.PointLabel, shape.Variables);
        KoalaBear5 value = coins.NextExtension();
        transcript.Send(OutOfDomainClaim.ValueLabel, value);
        KoalaBear5[] point = transcript.Challenges(RefreshArgument.PointLabel, RefreshArgument.PointLength(shape));
        KoalaBear5 batch = transcript.Challenge(RefreshArgument.BatchLabel);
        using ExtensionVector covector = ExtensionVector.From(Covector(shape, sample, point, batch));
        simulator.Open(transcript, covector, value);
        byte[] proof = transcript.ToProof();

        ModelCommitment first = new(old.Cap, seals[0]), second = new(renewed.Cap, seals[1]);
        Assert.Null(RefreshExperiment.Verify(first, second, proof, oracle.Program()));
        Assert.NotNull(RefreshExperiment.Verify(first, second, proof, null));
        Assert.NotNull(RefreshExperiment.Verify(second, first, proof, oracle.Program()));
        Assert.NotNull(RefreshExperiment.Verify(first, second, proof, new ProgrammedOracle(8).Program()));
        foreach (int changed in (int[])[0, 1])
        {
            // A seal of another value, in the old key or in the new one.
            ModelCommitment[] both = [first, second];
            both[changed] = both[changed] with { Seal = seals[changed] with { Value = coins.NextExtension() } };
            Assert.Equal(RejectReason.OpeningConstraint, RefreshExperiment.Verify(both[0], both[1], proof, oracle.Program()));
        }
    }

    /// <summary>Entries as specified: eq(z, .), plus tau times the point's eq on old columns, minus it on new ones.</summary>
    private static KoalaBear5[] Covector(JointShape shape, KoalaBear5[] sample, KoalaBear5[] point, KoalaBear5 batch)
    {
        KoalaBear5[] entries = MultilinearExtension.EqualityTable(sample), weights = MultilinearExtension.EqualityTable(point);
        int length = shape.ModelColumns << shape.LogRows, half = entries.Length / 2;
        for (int i = 0; i < length; i++)
        {
            entries[i] += batch * weights[i];
            entries[half + i] -= batch * weights[i];
        }
        return entries;
    }
}
