using Prover.Proving.Commitments;
using Prover.Proving.Transcripts;
using Prover.Verifier.Arguments;
using Prover.Verifier.Circuits;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashed;
using Prover.Verifier.Layouts;

namespace Prover.Proving.Hashed;

/// <summary>The mirror of <see cref="HashedVerifier"/>.</summary>
internal static class HashedProver
{
    /// <summary>Opens rows of the commitments of all hashed tensors and adds the claims.</summary>
    public static void Prove(
        ArgumentKey key, IReadOnlyList<HashedCommitment> commitments, ProverTranscript transcript, BatchedClaims claims)
    {
        for (int i = 0; i < key.Circuit.Hashed.Length; i++)
        {
            Prove(key, key.Circuit.Hashed[i], commitments[i], transcript, claims);
        }
    }

    private static void Prove(
        ArgumentKey key, HashedTensor tensor, HashedCommitment commitment, ProverTranscript transcript, BatchedClaims claims)
    {
        HashedShape shape = commitment.Shape;
        transcript.SendDigests(HashedVerifier.RootLabel, [commitment.Root]);
        transcript.Send(HashedVerifier.ValueLabel, commitment.Value);
        transcript.Work(OpenedRows.WorkLabel, key.Parameters.Profile.QueryWork);
        int[] drawn = transcript.ChallengeIndices(
            OpenedRows.PositionsLabel, shape.Queries(key.Parameters.Profile), shape.LogLength);
        int[] positions = OpenedRows.Distinct(drawn);
        MerkleOpening opened = commitment.Open(positions);
        transcript.SendBase(OpenedRows.RowsLabel, opened.Rows.Span);
        transcript.SendDigests(OpenedRows.SiblingsLabel, opened.Siblings.Span);
        KoalaBear5 factor = transcript.Challenge(HashedVerifier.BatchLabel);
        Block[] blocks = key.Layout.TensorBlocks[tensor.Tensor];
        var digest = new HashedDigest(shape, commitment.Root);
        claims.Add(HashedForms.OfValue(tensor, blocks, digest.Point, digest.Factor), commitment.Value);
        claims.Add(
            HashedForms.OfRows(tensor, blocks, positions, factor), HashedForms.ValueOfRows(shape, opened.Rows.Span, factor));
    }
}
