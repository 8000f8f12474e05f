using Prover.Verifier;

namespace Prover.Soundness.Tests;

/// <summary>The assertion of all tests of refusals.</summary>
internal static class Refusal
{
    /// <summary>Demands that a proof was refused for this reason, with a sentence for people.</summary>
    public static void Expect(RejectReason expected, Verdict verdict)
    {
        Assert.False(verdict.IsValid, "the proof was accepted");
        Assert.True(verdict.Reason == expected, $"refused because of {verdict.Reason} ({verdict.Detail}) instead of {expected}");
        Assert.False(string.IsNullOrEmpty(verdict.Detail));
    }

    /// <summary>
    /// A proof under other challenges than it was made for: the first equation fails, or, where equations are hidden, whatever depends
    /// on the drawn positions.
    /// </summary>
    public static void ExpectOtherChallenges(bool hiding, Verdict verdict)
    {
        if (!hiding) Expect(RejectReason.FractionLayer, verdict);
        RejectReason[] possible =
        [
            RejectReason.FractionLayer, RejectReason.MerklePath, RejectReason.NonCanonicalElement, RejectReason.ProofTooShort,
            RejectReason.TrailingBytes,
        ];
        Assert.Contains(verdict.Reason!.Value, possible);
    }
}
