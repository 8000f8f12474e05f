using Prover.Proving.Hiding;
using Prover.Proving.Kernels;
using Prover.Verifier.Fields;
using Prover.Verifier.Hiding;
using Prover.Verifier.Sumchecks;

namespace Prover.Proving.Sumchecks;

/// <summary>The mirror of <see cref="SumcheckVerifier"/>.</summary>
internal static class SumcheckProver
{
    /// <summary>Proves an inner product; both vectors, of 2^k elements, are folded in place to their values at the point.</summary>
    public static SumcheckClaim Prove(
        HiddenSender hidden, ExtensionVector a, ExtensionVector b, HiddenValue claim, IAlgebraKernels kernels)
    {
        var point = new List<KoalaBear5>();
        RoundEvaluations round = a.Length > 1 ? kernels.ProductRound(a, b) : default;
        while (a.Length > 1)
        {
            HiddenValue[] message = hidden.Send(SumcheckVerifier.MessageLabel, [round.AtZero, round.AtInfinity]);
            KoalaBear5 challenge = hidden.Transcript.Challenge(SumcheckVerifier.ChallengeLabel);
            point.Add(challenge);
            claim = ProductRound.Next(message[0], message[1], claim, challenge);
            if (a.Length > 2)
            {
                round = kernels.FoldProductRound(a, b, challenge);
            }
            else
            {
                kernels.Fold(a, challenge);
                kernels.Fold(b, challenge);
            }
            (a, b) = (a.Slice(0, a.Length / 2), b.Slice(0, b.Length / 2));
        }
        return new([.. point], claim);
    }
}
