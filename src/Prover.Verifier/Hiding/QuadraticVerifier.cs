using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Transcripts;

namespace Prover.Verifier.Hiding;

/// <summary>
/// The check after the last hidden message (SPEC §11.4): equations become one, and a masked sumcheck shows that every product pad is
/// the product of its factors' pads. Without pads nothing happens.
/// </summary>
internal static class QuadraticVerifier
{
    /// <summary>The values on the pads that must be 0, none without pads.</summary>
    public static HiddenValue[] Verify(HiddenReceiver hidden)
    {
        PadPlan plan = hidden.Ledger.Plan;
        if (!plan.IsHiding) return [];
        VerifierTranscript transcript = hidden.Transcript;
        HiddenValue equations = hidden.Ledger.CombineEquations(transcript.Challenge(QuadraticRound.EquationsLabel));
        KoalaBear5[] zeros = transcript.Challenges(QuadraticRound.PointLabel, plan.Variables);
        KoalaBear5 claim = transcript.Receive(QuadraticRound.MaskLabel);
        KoalaBear5 scale = transcript.Challenge(QuadraticRound.ScaleLabel);
        var point = new KoalaBear5[plan.Variables];
        for (int round = 0; round < point.Length; round++)
        {
            KoalaBear5[] message = transcript.Receive(QuadraticRound.MessageLabel, 3);
            point[round] = transcript.Challenge(QuadraticRound.ChallengeLabel);
            claim = QuadraticRound.Next(message, claim, point[round]);
        }
        KoalaBear5[] values = transcript.Receive(QuadraticRound.ValuesLabel, 3);
        KoalaBear5 difference = (values[0] * values[1]) - values[2];
        KoalaBear5 mask = claim - (scale * MultilinearExtension.Equality(zeros, point) * difference);
        return [equations, .. QuadraticRound.Claims(plan, point, values, mask)];
    }
}
