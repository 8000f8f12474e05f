using Prover.Verifier.Fields;
using Prover.Verifier.Hiding;

namespace Prover.Verifier.Sumchecks;

/// <summary>The algebra of one round of a product sumcheck, which both sides call (SPEC §5.8).</summary>
internal static class ProductRound
{
    /// <summary>
    /// h(r) for the polynomial h of degree 2 with given h(0), coefficient of X^2, and h(0) + h(1) = claim. That the message cannot
    /// state h(1) is the round's check.
    /// </summary>
    public static HiddenValue Next(HiddenValue atZero, HiddenValue atInfinity, HiddenValue claim, KoalaBear5 challenge)
    {
        HiddenValue linear = claim - atZero - atZero - atInfinity;
        return atZero + (challenge * (linear + (challenge * atInfinity)));
    }
}
