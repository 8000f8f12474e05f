using System.Collections.Concurrent;
using Prover.Soundness.Tests.Arguments;
using Prover.Soundness.Tests.Circuits;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;

namespace Prover.Soundness.Tests.Artefacts;

/// <summary>
/// Bytes of a small proof and of its key, changed in turn: as they are, and under a checksum that fits again. Of proofs in every visibility
/// each message is changed at both ends, and all that is not a message in every byte.
/// </summary>
public class FlippedByteTests
{
    private const int SampleStride = 41, OpenStride = 5, HidingStride = 307, CapStride = 5;
    private static readonly ArgumentCase Subject = ArgumentCase.Smallest;
    private static readonly byte[] ProofFile =
        new ProofArtefact(Protocol.Version, Subject.StatementOf(Subject.Values), Subject.Prove(Subject.Values)).Write();

    private static readonly byte[] KeyFile = Subject.Verification.Write();
    private static readonly VerifierOptions Pinned = new() { ModelId = Subject.Verification.ModelId };

    [Fact]
    public void Unchanged_they_are_accepted() => Assert.True(ProofVerifier.Verify(KeyFile, ProofFile, Pinned).IsValid);

    [Fact]
    [Refuses(RejectReason.MalformedProof)]
    public void A_flipped_byte_of_the_proof_file_is_refused()
    {
        for (int position = 0; position < ProofFile.Length; position++)
        {
            Refusal.Expect(RejectReason.MalformedProof, Subject.Verifier.Verify(Flipped(ProofFile, position, Mask(position)), Pinned));
        }
    }

    [Fact]
    [Refuses(RejectReason.InvalidKey)]
    public void A_flipped_byte_of_the_key_file_is_refused()
    {
        for (int position = 0; position < KeyFile.Length; position++)
        {
            Refusal.Expect(
                RejectReason.InvalidKey, ProofVerifier.Verify(Flipped(KeyFile, position, Mask(position)), ProofFile, Pinned));
        }
    }

    [Theory]
    [InEveryVisibility]
    public void A_flipped_byte_of_the_proof_under_a_right_checksum_is_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.SmallestIn(visibility);
        byte[] file = new ProofArtefact(Protocol.Version, subject.Honest, subject.Proof).Write();
        Assert.True(subject.Verifier.Verify(file, subject.Options).IsValid);
        Sweep(ArtefactKind.Proof, file, Positions(subject, file), altered => subject.Verifier.Verify(altered, subject.Options));
    }

    [Fact]
    public void A_flipped_byte_of_the_key_under_a_right_checksum_is_refused()
    {
        // Digests of the cap are all alike; of the rest every byte.
        byte[] payload = ArtefactEnvelope.Unwrap(ArtefactKind.VerificationKey, KeyFile).ToArray();
        byte[] cap = [.. Subject.ModelCap.SelectMany(digest => digest.ToBytes())];
        int first = payload.AsSpan().IndexOf(cap);
        Assert.True(first > 0);
        IEnumerable<int> positions = Enumerable.Range(0, payload.Length)
            .Where(position => position < first || position >= first + cap.Length || position % CapStride == 0);
        Sweep(ArtefactKind.VerificationKey, KeyFile, positions, altered => ProofVerifier.Verify(altered, ProofFile, Pinned));
    }

    /// <summary>What precedes the messages, both ends of each message, and a sample that visits each byte of a word.</summary>
    private static SortedSet<int> Positions(ArgumentCase subject, byte[] file)
    {
        ReadOnlySpan<byte> payload = ArtefactEnvelope.Unwrap(ArtefactKind.Proof, file);
        int start = payload.IndexOf(subject.Proof), end = start + subject.Proof.Length;
        Assert.True(start > 0 && end == payload.Length);
        int stride = subject.Circuit.Hiding ? HidingStride : OpenStride;
        var positions = new SortedSet<int>(Enumerable.Range(0, start));
        foreach ((_, int first, int length) in MessageTests.Find(subject)) positions.UnionWith([start + first, start + first + length - 1]);
        for (int position = start; position < end; position += stride) positions.Add(position);
        return positions;
    }

    /// <summary>One pattern for every position, and several for a sample.</summary>
    private static void Sweep(ArtefactKind kind, byte[] file, IEnumerable<int> positions, Func<byte[], Verdict> verify)
    {
        byte[] payload = ArtefactEnvelope.Unwrap(kind, file).ToArray();
        var accepted = new ConcurrentBag<string>();
        Parallel.ForEach(positions, new ParallelOptions { MaxDegreeOfParallelism = 2 }, position =>
        {
            byte[] masks = position % SampleStride == 0 ? [1, 2, 4, 8, 16, 32, 64, 128, 255] : [Mask(position)];
            foreach (byte mask in masks)
            {
                Verdict verdict = verify(ArtefactEnvelope.Wrap(kind, Flipped(payload, position, mask)));
                if (verdict.IsValid) accepted.Add($"{position} ^ {mask}");
            }
        });
        Assert.True(accepted.IsEmpty, $"accepted with changed bytes {string.Join(", ", accepted.Take(10))}");
    }

    private static byte Mask(int position) => (byte)(1 << (position % 8));

    private static byte[] Flipped(byte[] bytes, int position, byte mask)
    {
        byte[] flipped = [.. bytes];
        flipped[position] ^= mask;
        return flipped;
    }
}
