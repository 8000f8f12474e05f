using Prover.Verifier;
using Prover.Verifier.Artefacts;

namespace Prover.Soundness.Tests.Refresh;

/// <summary>Refresh proofs that are changed after they were made are refused, and nothing is thrown.</summary>
public class MutatedRefreshTests
{
    private static readonly RefreshArtefact Proof = RefreshCase.Honest;
    private static readonly VerificationKey Old = RefreshCase.Old.Verification, New = RefreshCase.New.Verification;

    [Fact]
    public void It_is_written_and_read()
    {
        RefreshArtefact read = RefreshArtefact.Read(Proof.Write());
        Assert.Equal(Proof.Statement, read.Statement);
        Assert.Equal(Proof.Messages, read.Messages);
        Assert.True(RefreshCase.Verify(Old, New, Proof).IsValid);
    }

    [Fact]
    public void A_flipped_bit_of_the_messages_is_refused()
    {
        // A prime stride visits every message and every byte of a word.
        for (int position = 0; position < Proof.Messages.Length; position += 499)
        {
            byte[] messages = [.. Proof.Messages];
            messages[position] ^= (byte)(1 << (position % 8));
            Assert.False(RefreshCase.Verify(Old, New, Proof with { Messages = messages }).IsValid);
        }
    }

    [Fact]
    [Refuses(RejectReason.MalformedProof)]
    public void A_changed_byte_of_the_file_is_refused()
    {
        byte[] file = Proof.Write();
        for (int position = 0; position < file.Length; position += position < 200 ? 1 : 4999)
        {
            byte[] changed = [.. file];
            changed[position] ^= (byte)(1 << (position % 8));
            Refusal.Expect(RejectReason.MalformedProof, RefreshVerifier.Verify(Old, New, changed, new()));
        }
    }

    [Fact]
    public void A_changed_byte_under_a_right_checksum_is_refused()
    {
        byte[] payload = ArtefactEnvelope.Unwrap(ArtefactKind.Refresh, Proof.Write()).ToArray();
        int head = payload.Length - Proof.Messages.Length;
        for (int position = 0; position < head; position++)
        {
            foreach (byte mask in (byte[])[1, 0x80, 0xFF])
            {
                byte[] changed = [.. payload];
                changed[position] ^= mask;
                byte[] file = ArtefactEnvelope.Wrap(ArtefactKind.Refresh, changed);
                Assert.False(RefreshVerifier.Verify(Old, New, file, new()).IsValid, $"byte {position}, {mask}");
            }
        }
    }

    [Fact]
    [Refuses(RejectReason.ProofTooShort)]
    [Refuses(RejectReason.TrailingBytes)]
    public void Messages_of_another_length_are_refused()
    {
        byte[] messages = Proof.Messages;
        Refusal.Expect(RejectReason.ProofTooShort, RefreshCase.Verify(Old, New, Proof with { Messages = [] }));
        Refusal.Expect(RejectReason.ProofTooShort, RefreshCase.Verify(Old, New, Proof with { Messages = messages[..^1] }));
        Refusal.Expect(RejectReason.TrailingBytes, RefreshCase.Verify(Old, New, Proof with { Messages = [.. messages, 0] }));
    }

    [Fact]
    public void Another_version_of_the_protocol_is_refused() =>
        Assert.False(RefreshCase.Verify(Old, New, Proof with { ProtocolVersion = 1 }).IsValid);

    [Fact]
    [Refuses(RejectReason.InvalidKey)]
    [Refuses(RejectReason.MalformedProof)]
    public void Files_of_other_kinds_are_refused()
    {
        byte[] file = Proof.Write();
        Refusal.Expect(RejectReason.InvalidKey, RefreshVerifier.Verify(file, New.Write(), file, new()));
        Refusal.Expect(RejectReason.InvalidKey, RefreshVerifier.Verify(Old.Write(), [], file, new()));
        Refusal.Expect(RejectReason.MalformedProof, RefreshVerifier.Verify(Old, New, Old.Write(), new()));
        Refusal.Expect(RejectReason.MalformedProof, ProofVerifier.Prepare(New).Verify(file, new()));
    }

    [Fact]
    [Refuses(RejectReason.InvalidKey)]
    public void A_key_with_a_cap_of_another_length_is_refused()
    {
        var small = new VerificationKey(New.Profile, New.Circuit, [.. New.ModelCap.Take(2)], New.Interface, New.Seal);
        Refusal.Expect(RejectReason.InvalidKey, RefreshCase.Verify(Old, small, Proof));
        Refusal.Expect(RejectReason.InvalidKey, RefreshCase.Verify(small, New, Proof));
    }
}
