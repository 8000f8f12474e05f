using Prover.Verifier.Fields;
using Prover.Verifier.Hiding;

namespace Prover.Verifier.Sumchecks;

/// <summary>The sumcheck for an inner product of two vectors of 2^rounds elements (SPEC §5.8).</summary>
internal static class SumcheckVerifier
{
    internal const string MessageLabel = "product message", ChallengeLabel = "product challenge";

    /// <summary>Reduces a claimed inner product to the product of both extensions at a point, which the caller must check.</summary>
    public static SumcheckClaim Verify(HiddenReceiver hidden, HiddenValue claim, int rounds)
    {
        var point = new KoalaBear5[rounds];
        for (int round = 0; round < rounds; round++)
        {
            HiddenValue[] message = hidden.Receive(MessageLabel, 2);
            point[round] = hidden.Transcript.Challenge(ChallengeLabel);
            claim = ProductRound.Next(message[0], message[1], claim, point[round]);
        }
        return new(point, claim);
    }
}
