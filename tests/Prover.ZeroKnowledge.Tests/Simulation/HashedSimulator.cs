using Prover.Proving.Randomness;
using Prover.Proving.Transcripts;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashed;
using Prover.Verifier.Hashing;
using Prover.Verifier.Soundness;
using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Simulation;

/// <summary>
/// A commitment to a hashed tensor that does not exist (SPEC §5.10, Hiding): rows and value are uniform, and the same in all proofs that
/// use the commitment.
/// </summary>
internal sealed class HashedSimulator
{
    private readonly HashedShape shape;
    private readonly SecurityProfile profile;
    private readonly PartialTree tree;
    private readonly KoalaBear5 value;

    /// <summary>Draws all that proofs will show.</summary>
    /// <param name="count">The number of integers.</param>
    /// <param name="number">The tensor's number among the circuit's hashed ones.</param>
    /// <param name="profile">The security profile.</param>
    /// <param name="oracles">The programmed oracle of each proof.</param>
    /// <param name="coins">The simulator's randomness.</param>
    public HashedSimulator(int count, int number, SecurityProfile profile, ProgrammedOracle[] oracles, RandomStream coins)
    {
        (shape, this.profile) = (new(count), profile);
        int queries = shape.Queries(profile), logLength = shape.LogLength;
        tree = PartialTree.OfUniformRows(
            shape.Tree, oracles.SelectMany(oracle => oracle.Indices(OpenedRows.PositionsLabel, number, queries, logLength)), coins);
        value = coins.NextExtension();
        Digest = new HashedDigest(shape, tree.Cap[0]).Finish(value);
    }

    /// <summary>What the statement contains.</summary>
    public Digest Digest { get; }

    /// <summary>Sends what a prover sends about the commitment.</summary>
    public void Send(ProverTranscript transcript)
    {
        transcript.SendDigests(HashedVerifier.RootLabel, tree.Cap);
        transcript.Send(HashedVerifier.ValueLabel, value);
        transcript.Work(OpenedRows.WorkLabel, profile.QueryWork);
        int[] drawn = transcript.ChallengeIndices(OpenedRows.PositionsLabel, shape.Queries(profile), shape.LogLength);
        Proving.Commitments.MerkleOpening opened = tree.Open(OpenedRows.Distinct(drawn));
        transcript.SendBase(OpenedRows.RowsLabel, opened.Rows.Span);
        transcript.SendDigests(OpenedRows.SiblingsLabel, opened.Siblings.Span);
        transcript.Challenge(HashedVerifier.BatchLabel);
    }
}
