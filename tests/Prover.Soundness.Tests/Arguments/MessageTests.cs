using System.Buffers.Binary;
using Prover.Soundness.Tests.Circuits;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Fields;
using Prover.Verifier.Transcripts;

namespace Prover.Soundness.Tests.Arguments;

/// <summary>Valid proofs whose messages were moved, dropped, repeated or written differently.</summary>
public abstract class MessageTests(bool hiding)
{
    private ArgumentCase Subject { get; } = hiding ? ArgumentCase.EveryRelationHiding : ArgumentCase.EveryRelation;

    private static readonly Dictionary<bool, byte[]> Proofs = new()
    {
        [false] = ArgumentCase.EveryRelation.Prove(ArgumentCase.EveryRelation.Values),
        [true] = ArgumentCase.EveryRelationHiding.Prove(ArgumentCase.EveryRelationHiding.Values),
    };

    private Statement Statement => Subject.StatementOf(Subject.Values);

    private byte[] Proof => Proofs[hiding];

    private List<(string Label, int Start, int Length)> Messages => Find(Subject, Statement, Proof);

    public sealed class Open() : MessageTests(false);

    public sealed class Hidden() : MessageTests(true);

    [Fact]
    [Refuses(RejectReason.ProofTooShort)]
    public void A_proof_truncated_at_any_message_is_refused()
    {
        foreach ((_, int start, int length) in Messages)
        {
            Refusal.Expect(RejectReason.ProofTooShort, Subject.Verify(Statement, Proof[..start]));
            Refusal.Expect(RejectReason.ProofTooShort, Subject.Verify(Statement, Proof[..(start + length - 1)]));
        }
    }

    [Fact]
    [Refuses(RejectReason.TrailingBytes)]
    public void Bytes_after_the_last_message_are_refused()
    {
        Refusal.Expect(RejectReason.TrailingBytes, Subject.Verify(Statement, [.. Proof, 0]));
        Refusal.Expect(RejectReason.TrailingBytes, Subject.Verify(Statement, [.. Proof, .. Proof]));
    }

    [Fact]
    public void A_dropped_message_is_refused()
    {
        foreach ((_, int start, int length) in Messages) AssertRefused([.. Proof[..start], .. Proof[(start + length)..]]);
    }

    [Fact]
    public void A_repeated_message_is_refused()
    {
        foreach ((_, int start, int length) in Messages) AssertRefused([.. Proof[..(start + length)], .. Proof[start..]]);
    }

    [Fact]
    public void Swapped_neighbours_are_refused()
    {
        List<(string Label, int Start, int Length)> messages = Messages;
        for (int i = 0; i + 1 < messages.Count; i++)
        {
            (int start, int middle, int end) = (messages[i].Start, messages[i + 1].Start, messages[i + 1].Start + messages[i + 1].Length);
            byte[] swapped = [.. Proof[..start], .. Proof[middle..end], .. Proof[start..middle], .. Proof[end..]];
            if (!swapped.AsSpan().SequenceEqual(Proof)) AssertRefused(swapped);
        }
    }

    [Fact]
    public void Swapped_rounds_are_refused()
    {
        string[] labels = ["fraction message", "fraction children", "product message", "quadratic message", "fold message"];
        foreach (string label in labels)
        {
            (string Label, int Start, int Length)[] rounds = [.. Messages.Where(message => message.Label == label)];
            for (int i = 0; i + 1 < rounds.Length; i++)
            {
                byte[] swapped = [.. Proof];
                Proof.AsSpan(rounds[i].Start, rounds[i].Length).CopyTo(swapped.AsSpan(rounds[i + 1].Start));
                Proof.AsSpan(rounds[i + 1].Start, rounds[i].Length).CopyTo(swapped.AsSpan(rounds[i].Start));
                if (!swapped.AsSpan().SequenceEqual(Proof)) AssertRefused(swapped);
            }
        }
    }

    [Fact]
    [Refuses(RejectReason.NonCanonicalElement)]
    public void An_element_plus_p_is_refused_in_every_message()
    {
        foreach ((string label, int start, int length) in Messages)
        {
            if (label is "witness cap" or "folded commitment" or "siblings") continue; // digests
            for (int at = start; at < start + length; at += 4)
            {
                uint word = BinaryPrimitives.ReadUInt32LittleEndian(Proof.AsSpan(at));
                if (word > uint.MaxValue - KoalaBear.Order) continue;
                byte[] altered = [.. Proof];
                BinaryPrimitives.WriteUInt32LittleEndian(altered.AsSpan(at), word + KoalaBear.Order);
                Refusal.Expect(RejectReason.NonCanonicalElement, Subject.Verify(Statement, altered));
                if (at >= start + 16) break; // the first element of each message
            }
        }
    }

    [Fact]
    [Refuses(RejectReason.ProofOfWork)]
    public void A_nonce_off_by_one_is_refused()
    {
        var subject = new ArgumentCase(SmallestCircuit.Build() with { Hiding = hiding }, SmallestCircuit.Solve(0, 1), profile: 128);
        Statement statement = subject.StatementOf(subject.Values);
        byte[] proof = subject.Prove(subject.Values);
        (string Label, int Start, int Length)[] nonces =
            [.. Find(subject, statement, proof).Where(message => message.Label.EndsWith(" work", StringComparison.Ordinal))];
        Assert.Contains(nonces, nonce => nonce.Label == "lookup work");
        Assert.Contains(nonces, nonce => nonce.Label == "query work");
        foreach ((_, int start, int length) in nonces)
        {
            Assert.Equal(8, length);
            byte[] altered = [.. proof];
            altered[start]++;
            Refusal.Expect(RejectReason.ProofOfWork, subject.Verify(statement, altered, new() { MinimumSecurityBits = 128 }));
        }
    }

    /// <summary>Where each message of a valid proof lies.</summary>
    internal static List<(string Label, int Start, int Length)> Find(ArgumentCase subject, Statement statement, byte[] proof)
    {
        var messages = new List<(string Label, int Start, int Length)>();
        int position = 0;
        ArgumentVerifier.Verify(subject.Key, subject.ModelCap, statement, proof, (step, label, bytes) =>
        {
            if (step != TranscriptStep.Message || label == "statement") return;
            if (bytes.Length > 0) messages.Add((label, position, bytes.Length));
            position += bytes.Length;
        });
        Assert.Equal(proof.Length, position);
        return messages;
    }

    private void AssertRefused(byte[] proof) => Assert.NotNull(Subject.Verify(Statement, proof).Reason);
}
