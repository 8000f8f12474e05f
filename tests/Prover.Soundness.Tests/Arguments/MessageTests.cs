using System.Buffers.Binary;
using Prover.Soundness.Tests.Circuits;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Fields;
using Prover.Verifier.Transcripts;

namespace Prover.Soundness.Tests.Arguments;

/// <summary>Valid proofs whose messages were moved, dropped, repeated or written differently.</summary>
public class MessageTests
{
    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.ProofTooShort)]
    public void A_proof_truncated_at_any_message_is_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        foreach ((_, int start, int length) in subject.Sample(Find(subject)))
        {
            Refusal.Expect(RejectReason.ProofTooShort, subject.Verify(subject.Honest, subject.Proof[..start]));
            Refusal.Expect(RejectReason.ProofTooShort, subject.Verify(subject.Honest, subject.Proof[..(start + length - 1)]));
        }
    }

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.TrailingBytes)]
    public void Bytes_after_the_last_message_are_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        Refusal.Expect(RejectReason.TrailingBytes, subject.Verify(subject.Honest, [.. subject.Proof, 0]));
        Refusal.Expect(RejectReason.TrailingBytes, subject.Verify(subject.Honest, [.. subject.Proof, .. subject.Proof]));
    }

    [Theory]
    [InEveryVisibility]
    public void A_dropped_message_is_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        foreach ((_, int start, int length) in subject.Sample(Find(subject)))
        {
            AssertRefused(subject, [.. subject.Proof[..start], .. subject.Proof[(start + length)..]]);
        }
    }

    [Theory]
    [InEveryVisibility]
    public void A_repeated_message_is_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        foreach ((_, int start, int length) in subject.Sample(Find(subject)))
        {
            AssertRefused(subject, [.. subject.Proof[..(start + length)], .. subject.Proof[start..]]);
        }
    }

    [Theory]
    [InEveryVisibility]
    public void Swapped_neighbours_are_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        List<(string Label, int Start, int Length)> messages = Find(subject);
        foreach (int i in subject.Sample(Enumerable.Range(0, messages.Count - 1)))
        {
            (int start, int middle, int end) = (messages[i].Start, messages[i + 1].Start, messages[i + 1].Start + messages[i + 1].Length);
            byte[] proof = subject.Proof, swapped = [.. proof[..start], .. proof[middle..end], .. proof[start..middle], .. proof[end..]];
            if (!swapped.AsSpan().SequenceEqual(subject.Proof)) AssertRefused(subject, swapped);
        }
    }

    [Theory]
    [InEveryVisibility]
    public void Swapped_rounds_are_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        string[] labels = ["fraction message", "fraction children", "product message", "quadratic message", "fold message"];
        foreach (string label in labels)
        {
            (string Label, int Start, int Length)[] rounds = [.. Find(subject).Where(message => message.Label == label)];
            foreach (int i in subject.Sample(Enumerable.Range(0, Math.Max(rounds.Length - 1, 0))))
            {
                byte[] swapped = [.. subject.Proof];
                subject.Proof.AsSpan(rounds[i].Start, rounds[i].Length).CopyTo(swapped.AsSpan(rounds[i + 1].Start));
                subject.Proof.AsSpan(rounds[i + 1].Start, rounds[i].Length).CopyTo(swapped.AsSpan(rounds[i].Start));
                if (!swapped.AsSpan().SequenceEqual(subject.Proof)) AssertRefused(subject, swapped);
            }
        }
    }

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.NonCanonicalElement)]
    public void An_element_plus_p_is_refused_in_every_message(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        foreach ((string label, int start, int length) in Find(subject))
        {
            if (label is "witness cap" or "folded commitment" or "siblings" or "hashed root") continue; // digests
            for (int at = start; at < start + length; at += 4)
            {
                uint word = BinaryPrimitives.ReadUInt32LittleEndian(subject.Proof.AsSpan(at));
                if (word > uint.MaxValue - KoalaBear.Order) continue;
                byte[] altered = [.. subject.Proof];
                BinaryPrimitives.WriteUInt32LittleEndian(altered.AsSpan(at), word + KoalaBear.Order);
                Refusal.Expect(RejectReason.NonCanonicalElement, subject.Verify(subject.Honest, altered));
                if (at >= start + 16) break; // the first element of each message
            }
        }
    }

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.ProofOfWork)]
    public void A_nonce_off_by_one_is_refused(Visibility visibility)
    {
        var subject = new ArgumentCase(SmallestCircuit.In(visibility), SmallestCircuit.Solve(0, 1), profile: 128);
        (string Label, int Start, int Length)[] nonces =
            [.. Find(subject).Where(message => message.Label.EndsWith(" work", StringComparison.Ordinal))];
        Assert.Contains(nonces, nonce => nonce.Label == "lookup work");
        Assert.Contains(nonces, nonce => nonce.Label == "query work");
        foreach ((_, int start, int length) in nonces)
        {
            Assert.Equal(8, length);
            byte[] altered = [.. subject.Proof];
            altered[start]++;
            Refusal.Expect(
                RejectReason.ProofOfWork, subject.Verify(subject.Honest, altered, subject.Options with { MinimumSecurityBits = 128 }));
        }
    }

    /// <summary>Where each message of the honest proof lies.</summary>
    internal static List<(string Label, int Start, int Length)> Find(ArgumentCase subject) => Find(subject, subject.Honest, subject.Proof);

    /// <summary>Where each message of a valid proof lies.</summary>
    internal static List<(string Label, int Start, int Length)> Find(ArgumentCase subject, Statement statement, byte[] proof)
    {
        var messages = new List<(string Label, int Start, int Length)>();
        int position = 0;
        subject.Observe(statement, proof, (step, label, bytes) =>
        {
            if (step != TranscriptStep.Message || label == "statement") return;
            if (bytes.Length > 0) messages.Add((label, position, bytes.Length));
            position += bytes.Length;
        });
        Assert.Equal(proof.Length, position);
        return messages;
    }

    private static void AssertRefused(ArgumentCase subject, byte[] proof) =>
        Assert.NotNull(subject.Verify(subject.Honest, proof).Reason);
}
