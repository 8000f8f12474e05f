using Prover.Verifier.Fields;

namespace Prover.Verifier.Arguments;

/// <summary>The value that a public tensor contributes to its linear claim (SPEC §5.5).</summary>
internal static class PublicValues
{
    /// <summary>Values that share one multiplication in E by Horner's rule; the others multiply in F.</summary>
    private const int Block = 256;

    /// <summary>The sum of x^i·(value_i - zero point).</summary>
    public static KoalaBear5 Evaluate(ReadOnlySpan<int> values, int zeroPoint, KoalaBear5 x)
    {
        var powers = new KoalaBear5[Math.Min(Block, values.Length)];
        KoalaBear5 step = KoalaBear5.One, result = default;
        for (int i = 0; i < powers.Length; i++, step *= x) powers[i] = step;
        for (int end = values.Length; end > 0;)
        {
            int start = (end - 1) / Block * Block;
            result *= step;
            for (int i = start; i < end; i++) result += powers[i - start] * KoalaBear.FromInteger((long)values[i] - zeroPoint);
            end = start;
        }
        return result;
    }
}
