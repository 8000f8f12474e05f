using Prover.Proving.Commitments;
using Prover.Proving.Randomness;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Commitments;
using Prover.Verifier.Hashing;
using Prover.Verifier.Transcripts;
using Prover.ZeroKnowledge.Tests.Exact;
using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Simulation;

/// <summary>
/// A key and its proofs without a witness, without what hashed tensors contain and, if weights are hidden, without weights: the commitments
/// that all proofs share are drawn once, for the positions that any of them opens (SPEC §11.7, §11.8).
/// </summary>
internal sealed class KeySimulator
{
    private readonly ArgumentKey key;
    private readonly ProgrammedOracle[] oracles;
    private readonly RandomStream coins;
    private readonly HashedSimulator[] hashed;
    private readonly SimulatedModel model;

    /// <summary>Draws what the proofs share.</summary>
    /// <param name="key">The circuit.</param>
    /// <param name="publicModel">The model if it is public, else null.</param>
    /// <param name="oracles">The programmed oracle of each proof.</param>
    /// <param name="coins">The simulator's randomness.</param>
    public KeySimulator(ArgumentKey key, CommittedMatrix? publicModel, ProgrammedOracle[] oracles, RandomStream coins)
    {
        Assert.Equal(publicModel is null, key.Circuit.ModelProofs > 0);
        (this.key, this.oracles, this.coins) = (key, oracles, coins);
        hashed = [.. key.Circuit.Hashed.Select(
            (tensor, number) => new HashedSimulator(tensor.Count, number, key.Parameters.Profile, oracles, coins))];
        Digest[] cap;
        if (publicModel is not null)
        {
            (model, cap) = (new(positions => publicModel.Tree.Open(positions)), publicModel.Tree.Cap.ToArray());
        }
        else
        {
            var tree = PartialTree.OfUniformRows(
                key.Parameters.ModelTree,
                oracles.SelectMany(oracle => OpeningSimulator.Positions(key.Parameters, oracle, hashed.Length)), coins);
            cap = tree.Cap;
            // The seal's value is uniform, whatever the model is.
            SealPoint point = SealPoint.Draw(CircuitDigest.Of(key.Circuit), key.Parameters, cap);
            model = new(tree.Open, new(point, coins.NextExtension()));
        }
        Verification = new(key.Parameters.Profile.Bits, key.Circuit, cap, null, model.Seal?.Value);
    }

    /// <summary>The values of the fixed tensors if proofs are audits.</summary>
    public FixedTables? Tables { get; init; }

    /// <summary>The verification key.</summary>
    public VerificationKey Verification { get; }

    /// <summary>A statement about public values and the simulated commitments, true or not.</summary>
    public Statement StatementOf(int[][] publicValues) => new(
        Verification.Profile, Verification.CircuitDigest, Verification.ModelId, publicValues, [7, 7])
    {
        Hiding = true,
        IsAudit = Tables is not null,
        HashedDigests = [.. hashed.Select(tensor => tensor.Digest)],
    };

    /// <summary>One of the proofs.</summary>
    public byte[] Simulate(int number, Statement statement, TranscriptObserver? observer = null) =>
        new ArgumentSimulator(key, model, hashed, ProofExperiment.Kernels) { Tables = Tables }
            .Simulate(statement, oracles[number], coins, observer);
}
