using Prover.Verifier.Fields;

namespace Prover.Verifier.Lookups;

/// <summary>The algebra of one layer of the fraction tree, which both sides call (SPEC §5.7).</summary>
internal static class FractionLayer
{
    internal const string RootLabel = "fraction root", BlendLabel = "fraction blend", MessageLabel = "fraction message",
        ChallengeLabel = "fraction challenge", ChildrenLabel = "fraction children", MergeLabel = "fraction merge";

    /// <summary>Numerator plus blend times denominator of the sum of two fractions.</summary>
    public static KoalaBear5 Gate(KoalaBear5 n0, KoalaBear5 n1, KoalaBear5 d0, KoalaBear5 d1, KoalaBear5 blend) =>
        (n0 * d1) + (d0 * (n1 + (blend * d1)));

    /// <summary>
    /// h(r) for h = a0 + a1 X + a2 X^2 with eq(z, 0) h(0) + eq(z, 1) h(1) = claim: the message holds a1 and a2, the claim gives a0
    /// without a division. The factor eq(z, r) of the round polynomial is left out on both sides (Gruen, ePrint 2024/108).
    /// </summary>
    public static KoalaBear5 Next(KoalaBear5 linear, KoalaBear5 quadratic, KoalaBear5 z, KoalaBear5 claim, KoalaBear5 challenge)
    {
        KoalaBear5 constant = claim - (z * (linear + quadratic));
        return constant + (challenge * (linear + (challenge * quadratic)));
    }

    /// <summary>The extension of left and right child at a new coordinate.</summary>
    public static KoalaBear5 Merge(KoalaBear5 left, KoalaBear5 right, KoalaBear5 coordinate) => left + (coordinate * (right - left));
}
