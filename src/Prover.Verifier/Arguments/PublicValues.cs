using Prover.Verifier.Fields;

namespace Prover.Verifier.Arguments;

/// <summary>The value that a public tensor contributes to its linear claim (SPEC §5.5).</summary>
internal static class PublicValues
{
    /// <summary>Values that share one multiplication in E by Horner's rule; the others are products of integers, reduced once.</summary>
    private const int Block = 256;

    /// <summary>Values are cut in so many low bits and a signed high part, so that sums of a block's products fit 64 bits.</summary>
    private const int LowBits = 16;

    /// <summary>The sum of x^i·(value_i - zero point).</summary>
    public static KoalaBear5 Evaluate(ReadOnlySpan<int> values, int zeroPoint, KoalaBear5 x)
    {
        int size = Math.Min(Block, values.Length);
        long[][] powers = [.. Enumerable.Range(0, KoalaBear5.Degree).Select(_ => new long[size])];
        KoalaBear5 step = KoalaBear5.One, result = default;
        for (int i = 0; i < size; i++, step *= x)
        {
            for (int coefficient = 0; coefficient < powers.Length; coefficient++)
            {
                powers[coefficient][i] = step[coefficient].Representative;
            }
        }
        long[] low = new long[size], high = new long[size];
        for (int end = values.Length; end > 0;)
        {
            int start = (end - 1) / Block * Block;
            for (int i = start; i < end; i++)
            {
                long value = (long)values[i] - zeroPoint;
                low[i - start] = value & ((1 << LowBits) - 1);
                high[i - start] = value >> LowBits;
            }
            KoalaBear Of(int coefficient) => Sum(powers[coefficient], low, high, end - start);
            result = (result * step) + new KoalaBear5(Of(0), Of(1), Of(2), Of(3), Of(4));
            end = start;
        }
        return result;
    }

    /// <summary>The element whose representative is the sum of representatives times values, which are below 2^32 in magnitude.</summary>
    private static KoalaBear Sum(long[] representatives, long[] low, long[] high, int count)
    {
        // Each product is below 2^31 · 2^16 in magnitude.
        long lows = 0, highs = 0;
        for (int i = 0; i < count; i++)
        {
            lows += representatives[i] * low[i];
            highs += representatives[i] * high[i];
        }
        long sum = ((highs % KoalaBear.Order * (1L << LowBits)) + lows) % KoalaBear.Order;
        return new((uint)(sum < 0 ? sum + KoalaBear.Order : sum));
    }
}
