using System.Collections.Concurrent;
using Prover.Soundness.Tests.Arguments;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;

namespace Prover.Soundness.Tests.Artefacts;

/// <summary>Every byte of a small proof and of its key, changed in turn: as it is, and under a checksum that fits again.</summary>
public class FlippedByteTests
{
    private const int SampleStride = 41;
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

    [Fact]
    public void A_flipped_byte_of_the_proof_under_a_right_checksum_is_refused() =>
        Sweep(ArtefactKind.Proof, ProofFile, altered => Subject.Verifier.Verify(altered, Pinned));

    [Fact]
    public void A_flipped_byte_of_the_key_under_a_right_checksum_is_refused() =>
        Sweep(ArtefactKind.VerificationKey, KeyFile, altered => ProofVerifier.Verify(altered, ProofFile, Pinned));

    /// <summary>One pattern for every byte of the payload, and several for a sample that visits each byte of a word.</summary>
    private static void Sweep(ArtefactKind kind, byte[] file, Func<byte[], Verdict> verify)
    {
        byte[] payload = ArtefactEnvelope.Unwrap(kind, file).ToArray();
        var accepted = new ConcurrentBag<string>();
        Parallel.For(0, payload.Length, new ParallelOptions { MaxDegreeOfParallelism = 2 }, position =>
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
