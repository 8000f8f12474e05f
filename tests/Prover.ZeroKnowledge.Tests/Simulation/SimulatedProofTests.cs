using Prover.Proving.Commitments;
using Prover.Proving.Randomness;
using Prover.Soundness.Tests.Circuits;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Hashing;
using Prover.Verifier.Soundness;
using Prover.Verifier.Transcripts;
using Prover.ZeroKnowledge.Tests.Exact;
using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Simulation;

/// <summary>
/// Whole proofs have a simulator without a witness (SPEC §11.5), without what hashed tensors contain (§11.7) and without hidden weights,
/// for several proofs of one key and of the same commitments together (§11.8). Who does not program the oracle gains nothing by it.
/// </summary>
public class SimulatedProofTests
{
    private const int Proofs = VisibleCircuit.ModelProofs;
    private static readonly ProgrammedOracle[] Oracles = [.. Enumerable.Range(5, Proofs).Select(seed => new ProgrammedOracle(seed))];

    public static TheoryData<Visibility> Hiding => [.. Enum.GetValues<Visibility>().Where(visibility => visibility != Visibility.Open)];

    [Theory]
    [MemberData(nameof(Hiding))]
    public void Simulated_proofs_of_a_key_are_accepted(Visibility visibility)
    {
        ProofExperiment real = ProofExperiment.EveryRelationIn(visibility);
        AssertSimulates(real, real.StatementOf(EveryRelationWitness.Solve(1)).PublicValues);
    }

    [Theory]
    [InlineData(Visibility.Public)]
    [InlineData(Visibility.PrivateWeights)]
    public void A_simulated_proof_of_a_false_statement_is_accepted_too(Visibility visibility)
    {
        // No input makes the first output 1000: nothing of a witness can have gone into the proof.
        ProofExperiment real = ProofExperiment.EveryRelationIn(visibility);
        AssertSimulates(
            real, [real.StatementOf(EveryRelationWitness.Solve(1)).PublicValues[0], [1000, -1000]]);
    }

    [Theory]
    [InlineData(Visibility.Public)]
    [InlineData(Visibility.AuditedHashedAndPrivateWeights)]
    public void With_proofs_of_work_too(Visibility visibility)
    {
        var smallest = new ProofExperiment(SmallestCircuit.In(visibility), SmallestCircuit.Solve(2, 3), SecurityProfile.P128);
        AssertSimulates(smallest, smallest.StatementOf(SmallestCircuit.Solve(0, 1)).PublicValues);
    }

    [Theory]
    [MemberData(nameof(Hiding))]
    public void Simulated_and_true_proofs_have_the_same_shape(Visibility visibility)
    {
        ProofExperiment experiment = ProofExperiment.EveryRelationIn(visibility);
        ProofWitness witness = experiment.Witness(EveryRelationWitness.Solve(1));
        using var coins = new RandomStream(new byte[RandomStream.SeedBytes]);
        var simulator = new KeySimulator(experiment.Key, PublicModel(experiment), Oracles, coins) { Tables = experiment.Tables };
        var simulated = new TranscriptRecord();
        simulator.Simulate(0, simulator.StatementOf(experiment.StatementOf(witness).PublicValues), simulated.Note);
        uint[] random = ScriptedRandomness.Uniform(experiment.RandomLength, 1);
        TranscriptRecord real = experiment.Prove(witness, random, Oracles[0]).Record;
        Assert.Equal(
            real.Messages.Select(message => (message.Label, message.Bytes.Length)),
            simulated.Messages.Select(message => (message.Label, message.Bytes.Length)));
    }

    [Fact]
    public void Proofs_about_one_commitment_show_the_same_value_and_the_same_rows()
    {
        // What the simulator draws once is the same in true proofs: their commitments are made before any proof.
        ProofExperiment experiment = ProofExperiment.EveryRelationIn(Visibility.AuditedHashedAndPrivateWeights);
        ProofWitness first = experiment.Witness(EveryRelationWitness.Solve(1));
        TranscriptRecord[] proofs = [.. Enumerable.Range(1, 2).Select(seed =>
            experiment.Prove(first, ScriptedRandomness.Uniform(experiment.RandomLength, seed), Oracles[0]).Record)];
        Assert.Equal(proofs[0].Words("hashed value"), proofs[1].Words("hashed value"));
        for (int tree = 0; tree <= experiment.Circuit.Hashed.Length; tree++)
        {
            Assert.Equal(proofs[0].Words("rows", tree), proofs[1].Words("rows", tree));
        }
        Assert.NotEqual(
            proofs[0].Words("rows", experiment.Circuit.Hashed.Length + 1), proofs[1].Words("rows", experiment.Circuit.Hashed.Length + 1));
    }

    private static CommittedMatrix? PublicModel(ProofExperiment experiment) =>
        experiment.Circuit.ModelProofs == 0 ? experiment.Model : null;

    private static void AssertSimulates(ProofExperiment real, int[][] publicValues)
    {
        using var coins = new RandomStream(new byte[RandomStream.SeedBytes]);
        var simulator = new KeySimulator(real.Key, PublicModel(real), Oracles, coins) { Tables = real.Tables };
        Statement statement = simulator.StatementOf(publicValues);
        for (int number = 0; number < Proofs; number++)
        {
            byte[] proof = simulator.Simulate(number, statement);
            Assert.Null(Verify(statement, proof, Oracles[number].Program()));

            Assert.NotNull(Verify(statement, proof, null));
            Assert.NotNull(Verify(statement, proof, new ProgrammedOracle(99).Program()));
            foreach (Statement other in Others(statement)) Assert.NotNull(Verify(other, proof, Oracles[number].Program()));
            byte[] file = new ProofArtefact(Protocol.Version, statement, proof).Write();
            Assert.False(ProofVerifier.Prepare(simulator.Verification).Verify(file, new() { Tables = real.Tables }).IsValid);
        }

        RejectReason? Verify(Statement stated, byte[] proof, TranscriptObserver? observer) =>
            ProofExperiment.Verify(
                real.Key, simulator.Verification.CommitmentFor(real.Key.Parameters), stated, proof, observer, real.Tables);
    }

    /// <summary>Statements about another public value, and about another commitment.</summary>
    private static IEnumerable<Statement> Others(Statement statement)
    {
        for (int i = 0; i < statement.PublicValues.Length; i++)
        {
            int[][] values = CircuitSolver.Copy(statement.PublicValues);
            values[i][0] += values[i][0] > 0 ? -1 : 1;
            yield return statement with { PublicValues = values };
        }
        for (int i = 0; i < statement.HashedDigests.Length; i++)
        {
            Digest[] digests = [.. statement.HashedDigests];
            digests[i] = Blake3.Hash("another"u8);
            yield return statement with { HashedDigests = digests };
        }
    }
}
