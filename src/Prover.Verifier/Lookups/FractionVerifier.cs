using Prover.Verifier.Fields;
using Prover.Verifier.Hiding;
using Prover.Verifier.Transcripts;

namespace Prover.Verifier.Lookups;

/// <summary>
/// The sum of 2^k fractions by a tree of layered sumchecks (SPEC §5.7; Papini and Haboeck, ePrint 2023/1284). A node's children are
/// half a layer apart.
/// </summary>
internal static class FractionVerifier
{
    /// <summary>Checks that the fractions sum to 0 and reduces this to claims about the leaves.</summary>
    public static FractionClaim Verify(HiddenReceiver hidden, int logLeaves)
    {
        KoalaBear5[] root = hidden.Transcript.Receive(FractionLayer.RootLabel, 2);
        Reject.If(root[0] != KoalaBear5.Zero, RejectReason.LookupSum, "the fractions of all lookups do not sum to 0");
        Reject.If(root[1] == KoalaBear5.Zero, RejectReason.LookupDenominator, "a denominator of the lookups vanishes");
        var claim = new FractionClaim([], root[0], root[1]);
        for (int layer = 0; layer < logLeaves; layer++) claim = Descend(hidden, claim);
        return claim;
    }

    private static FractionClaim Descend(HiddenReceiver hidden, FractionClaim claim)
    {
        VerifierTranscript transcript = hidden.Transcript;
        KoalaBear5 blend = transcript.Challenge(FractionLayer.BlendLabel);
        HiddenValue remaining = claim.Numerator + (blend * claim.Denominator);
        var point = new KoalaBear5[claim.Point.Length + 1];
        for (int round = 0; round < claim.Point.Length; round++)
        {
            HiddenValue[] message = hidden.Receive(FractionLayer.MessageLabel, 2);
            KoalaBear5 challenge = transcript.Challenge(FractionLayer.ChallengeLabel);
            remaining = FractionLayer.Next(message[0], message[1], claim.Point[round], remaining, challenge);
            point[round + 1] = challenge;
        }
        HiddenValue[] children = hidden.Receive(FractionLayer.ChildrenLabel, 4);
        hidden.Require(
            FractionLayer.Gate(hidden.Ledger, children, blend) - remaining,
            RejectReason.FractionLayer,
            "a layer of the fraction tree is wrong");
        point[0] = transcript.Challenge(FractionLayer.MergeLabel);
        return new(point, FractionLayer.Merge(children[0], children[1], point[0]), FractionLayer.Merge(children[2], children[3], point[0]));
    }
}
