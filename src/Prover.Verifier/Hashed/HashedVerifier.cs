using Prover.Verifier.Arguments;
using Prover.Verifier.Circuits;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;
using Prover.Verifier.Transcripts;

namespace Prover.Verifier.Hashed;

/// <summary>
/// The verifier's half of the check that a witness tensor is the one of a digest (SPEC §5.10): rows of the commitment at drawn
/// positions become a linear claim on the witness, which was fixed before.
/// </summary>
internal static class HashedVerifier
{
    internal const string RootLabel = "hashed root", ValueLabel = "hashed value", BatchLabel = "hashed batch";

    /// <summary>Reads the messages of all hashed tensors and adds their claims.</summary>
    /// <exception cref="ProofRejectedException">A commitment is not the statement's, or a row not the commitment's.</exception>
    public static void Verify(ArgumentKey key, Statement statement, VerifierTranscript transcript, BatchedClaims claims)
    {
        for (int i = 0; i < key.Circuit.Hashed.Length; i++)
        {
            Verify(key, key.Circuit.Hashed[i], statement.HashedDigests[i], transcript, claims);
        }
    }

    private static void Verify(
        ArgumentKey key, HashedTensor tensor, Digest expected, VerifierTranscript transcript, BatchedClaims claims)
    {
        var shape = new HashedShape(tensor.Count);
        Digest[] root = transcript.ReceiveDigests(RootLabel, 1);
        KoalaBear5 value = transcript.Receive(ValueLabel);
        var commitment = new HashedDigest(shape, root[0]);
        Reject.If(
            commitment.Finish(value) != expected, RejectReason.HashedTensor, $"the commitment to {tensor.Name} is not that of the digest");
        transcript.CheckWork(OpenedRows.WorkLabel, key.Parameters.Profile.QueryWork);
        int[] drawn = transcript.ChallengeIndices(
            OpenedRows.PositionsLabel, shape.Queries(key.Parameters.Profile), shape.LogLength);
        int[] positions = OpenedRows.Distinct(drawn);
        uint[] rows = OpenedRows.Receive(transcript, shape.Tree, root, positions);
        KoalaBear5 factor = transcript.Challenge(BatchLabel);
        Layouts.Block[] blocks = key.Layout.TensorBlocks[tensor.Tensor];
        claims.Add(HashedForms.OfValue(tensor, blocks, commitment.Point, commitment.Factor), value);
        claims.Add(HashedForms.OfRows(tensor, blocks, positions, factor), HashedForms.ValueOfRows(shape, rows, factor));
    }
}
