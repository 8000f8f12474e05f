using Prover.Verifier.Fields;
using Prover.Verifier.Hiding;

namespace Prover.Verifier.Lookups;

/// <summary>The algebra of one layer of the fraction tree, which both sides call (SPEC §5.7).</summary>
internal static class FractionLayer
{
    internal const string RootLabel = "fraction root", BlendLabel = "fraction blend", MessageLabel = "fraction message",
        ChallengeLabel = "fraction challenge", ChildrenLabel = "fraction children", MergeLabel = "fraction merge";

    /// <summary>Numerator plus blend times denominator of the sum of two fractions.</summary>
    /// <param name="ledger">Notes the three products.</param>
    /// <param name="children">The message: numerators left and right, denominators left and right.</param>
    /// <param name="blend">The blend.</param>
    public static HiddenValue Gate(HiddenLedger ledger, HiddenValue[] children, KoalaBear5 blend) =>
        ledger.Product(children[0], children[3]) + ledger.Product(children[2], children[1])
            + (blend * ledger.Product(children[2], children[3]));

    /// <summary>
    /// h(r) for h = a0 + a1 X + a2 X^2 with eq(z, 0) h(0) + eq(z, 1) h(1) = claim: the message holds a1 and a2, the claim gives a0
    /// without a division. The factor eq(z, r) of the round polynomial is left out on both sides (Gruen, ePrint 2024/108).
    /// </summary>
    public static HiddenValue Next(HiddenValue linear, HiddenValue quadratic, KoalaBear5 z, HiddenValue claim, KoalaBear5 challenge)
    {
        HiddenValue constant = claim - (z * (linear + quadratic));
        return constant + (challenge * (linear + (challenge * quadratic)));
    }

    /// <summary>The extension of left and right child at a new coordinate.</summary>
    public static HiddenValue Merge(HiddenValue left, HiddenValue right, KoalaBear5 coordinate) => left + (coordinate * (right - left));
}
