using Prover.Verifier.Fields;

namespace Prover.Verifier.Arguments;

/// <summary>The value that a public tensor contributes to its linear claim (SPEC §5.5).</summary>
internal static class PublicValues
{
    /// <summary>The sum of x^i·(value_i - zero point) by Horner's rule.</summary>
    public static KoalaBear5 Evaluate(ReadOnlySpan<int> values, int zeroPoint, KoalaBear5 x)
    {
        KoalaBear5 result = default;
        for (int i = values.Length - 1; i >= 0; i--)
        {
            result = (result * x) + KoalaBear5.FromBase(KoalaBear.FromInteger((long)values[i] - zeroPoint));
        }
        return result;
    }
}
