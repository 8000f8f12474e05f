using Prover.Proving.Randomness;
using Prover.Soundness.Tests.Circuits;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Soundness;
using Prover.ZeroKnowledge.Tests.Exact;
using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Simulation;

/// <summary>Whole proofs have a simulator without a witness (SPEC §11.5); who does not program the oracle gains nothing by it.</summary>
public class SimulatedProofTests
{
    private static readonly ProofExperiment Subject = ProofExperiment.EveryRelation;

    [Fact]
    public void A_simulated_proof_of_a_true_statement_is_accepted() =>
        AssertSimulates(Subject, Subject.StatementOf(EveryRelationWitness.Solve(1)));

    [Fact]
    public void A_simulated_proof_of_a_false_statement_is_accepted_too()
    {
        // No input makes the first output 1000: nothing of a witness can have gone into the proof.
        Statement honest = Subject.StatementOf(EveryRelationWitness.Solve(1));
        AssertSimulates(Subject, honest with { PublicValues = [honest.PublicValues[0], [1000, -1000]] });
    }

    [Fact]
    public void With_proofs_of_work_too()
    {
        var smallest = new ProofExperiment(SmallestCircuit.Build(), SmallestCircuit.Solve(2, 3), SecurityProfile.P128);
        AssertSimulates(smallest, smallest.StatementOf(SmallestCircuit.Solve(0, 1)));
    }

    [Fact]
    public void Simulated_and_true_proofs_have_the_same_shape()
    {
        int[][] values = EveryRelationWitness.Solve(1);
        Statement statement = Subject.StatementOf(values);
        var oracle = new ProgrammedOracle(5);
        var simulated = new TranscriptRecord();
        using var coins = new RandomStream(new byte[RandomStream.SeedBytes]);
        new ArgumentSimulator(Subject.Key, Subject.Model, ProofExperiment.Kernels).Simulate(statement, oracle, coins, simulated.Note);
        TranscriptRecord real = Subject.Prove(values, ScriptedRandomness.Uniform(Subject.RandomLength, 1), oracle).Record;
        Assert.Equal(
            real.Messages.Select(message => (message.Label, message.Bytes.Length)),
            simulated.Messages.Select(message => (message.Label, message.Bytes.Length)));
    }

    private static void AssertSimulates(ProofExperiment subject, Statement statement)
    {
        var oracle = new ProgrammedOracle(5);
        using var coins = new RandomStream(new byte[RandomStream.SeedBytes]);
        var simulator = new ArgumentSimulator(subject.Key, subject.Model, ProofExperiment.Kernels);
        byte[] proof = simulator.Simulate(statement, oracle, coins);
        Assert.Null(subject.Verify(statement, proof, oracle.Program()));

        Assert.NotNull(subject.Verify(statement, proof, null));
        Assert.NotNull(subject.Verify(statement, proof, new ProgrammedOracle(6).Program()));
        Statement other = statement with { PublicValues = [.. statement.PublicValues.Select(Shifted)] };
        Assert.NotNull(subject.Verify(other, proof, oracle.Program()));
        byte[] file = new ProofArtefact(Protocol.Version, statement, proof).Write();
        Assert.False(Verifier.ProofVerifier.Prepare(subject.Verification).Verify(file, new()).IsValid);
    }

    private static int[] Shifted(int[] values) => [.. values.Select((value, i) => i > 0 ? value : value > 0 ? value - 1 : value + 1)];
}
