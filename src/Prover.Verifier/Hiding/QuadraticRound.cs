using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;

namespace Prover.Verifier.Hiding;

/// <summary>The algebra of the check that product pads are products (SPEC §11.4), which both sides call.</summary>
internal static class QuadraticRound
{
    internal const string EquationsLabel = "equations", PointLabel = "quadratic point", MaskLabel = "quadratic mask",
        ScaleLabel = "quadratic scale", MessageLabel = "quadratic message", ChallengeLabel = "quadratic challenge",
        ValuesLabel = "quadratic values";

    /// <summary>h(r) for the polynomial h of degree 3 with h(0), coefficients of X^2 and X^3, and h(0) + h(1) = claim.</summary>
    public static KoalaBear5 Next(ReadOnlySpan<KoalaBear5> message, KoalaBear5 claim, KoalaBear5 challenge)
    {
        KoalaBear5 linear = claim - message[0] - message[0] - message[1] - message[2];
        return message[0] + (challenge * (linear + (challenge * (message[1] + (challenge * message[2])))));
    }

    /// <summary>
    /// The claims that are left, each a value that must be 0: the extensions of left factors, right factors and products at the
    /// point, and the mask's value there.
    /// </summary>
    public static HiddenValue[] Claims(PadPlan plan, KoalaBear5[] point, KoalaBear5[] values, KoalaBear5 mask)
    {
        KoalaBear5[] left = new KoalaBear5[plan.Count], right = new KoalaBear5[plan.Count];
        KoalaBear5[] product = new KoalaBear5[plan.Count], rest = new KoalaBear5[plan.Count];
        KoalaBear5[] weights = MultilinearExtension.EqualityTable(point);
        for (int i = 0; i < plan.TripleCount; i++)
        {
            KoalaBear5 weight = weights[i];
            (int a, int b, int z) = plan.Triple(i);
            left[a] -= weight;
            right[b] -= weight;
            product[z] -= weight;
        }
        rest[plan.FirstMask] = -KoalaBear5.One;
        for (int i = 0; i < point.Length; i++)
        {
            KoalaBear5 power = -KoalaBear5.One;
            for (int k = 0; k < 3; k++)
            {
                power *= point[i];
                rest[plan.FirstMask + 1 + (3 * i) + k] = power;
            }
        }
        return
        [
            HiddenValue.Of(values[0], left), HiddenValue.Of(values[1], right), HiddenValue.Of(values[2], product),
            HiddenValue.Of(mask, rest),
        ];
    }
}
