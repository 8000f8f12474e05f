using System.Numerics;
using Prover.Verifier.Layouts;

namespace Prover.Proving.Circuits;

/// <summary>
/// Searches integers A and B such that a function of two quantised values is exactly a non-decreasing step function of
/// A·left + B·right (design §3.3). What it returns is verified on every pair.
/// </summary>
internal static class LinearStepSearch
{
    /// <summary>The greatest factor that is tried.</summary>
    public const int GreatestFactor = 4096;

    /// <summary>The factors and the runs of the step function, or null.</summary>
    /// <param name="values">The stored result of each pair, [left, right] row-major.</param>
    /// <param name="left">Least stored value and number of values of the left operand.</param>
    /// <param name="right">The same of the right operand.</param>
    /// <param name="hint">The slopes to start from.</param>
    public static (int A, int B, StepRun[] Runs)? Find(
        int[] values, (int Low, int Count) left, (int Low, int Count) right, RescaleHint hint)
    {
        double a = Math.Abs(hint.Left), b = Math.Abs(hint.Right);
        if (!double.IsNormal(a) || !double.IsNormal(b)) return null;
        int least = values.Min();
        var lows = new long[values.Max() - least + 1];
        var highs = new long[lows.Length];
        int[] order = Scattered(left.Count);
        double unit = Math.Max(a, b);
        for (int scale = 1; scale <= GreatestFactor; scale++)
        {
            int factorA = (int)Math.Round(a / unit * scale), factorB = (int)Math.Round(b / unit * scale);
            if (factorA == 0 || factorB == 0 || BigInteger.GreatestCommonDivisor(factorA, factorB) != 1) continue;
            factorA *= Math.Sign(hint.Left);
            factorB *= Math.Sign(hint.Right);
            if (Separates(values, left, right, factorA, factorB, order, least, lows, highs))
            {
                return (factorA, factorB, Runs(least, lows, highs));
            }
        }
        return null;
    }

    /// <summary>
    /// Whether the sums of different results occupy disjoint ascending intervals; on success those are left in lows and highs.
    /// </summary>
    private static bool Separates(
        int[] values, (int Low, int Count) left, (int Low, int Count) right, int a, int b, int[] order, int least,
        long[] lows, long[] highs)
    {
        Array.Fill(lows, long.MaxValue);
        Array.Fill(highs, long.MinValue);
        foreach (int u in order)
        {
            ReadOnlySpan<int> row = values.AsSpan(u * right.Count, right.Count);
            long sum = ((long)a * (left.Low + u)) + ((long)b * right.Low);
            foreach (int value in row)
            {
                int index = value - least;
                if (sum < lows[index]) lows[index] = sum;
                if (sum > highs[index]) highs[index] = sum;
                sum += b;
            }
            long reached = long.MinValue;
            for (int index = 0; index < lows.Length; index++)
            {
                if (lows[index] == long.MaxValue) continue;
                if (lows[index] <= reached) return false;
                reached = highs[index];
            }
        }
        return true;
    }

    /// <summary>Runs that cover everything from the least to the greatest sum; sums that no pair has go to the result below.</summary>
    private static StepRun[] Runs(int least, long[] lows, long[] highs)
    {
        var runs = new List<StepRun>();
        for (int index = 0; index < lows.Length; index++)
        {
            if (lows[index] == long.MaxValue) continue;
            if (runs.Count > 0) runs[^1] = runs[^1] with { Last = (int)(lows[index] - 1) };
            runs.Add(new((int)lows[index], (int)highs[index], index + least));
        }
        return [.. runs];
    }

    /// <summary>0..count-1 with far ones early, so that wrong factors fail soon.</summary>
    private static int[] Scattered(int count)
    {
        int bits = AxisChunk.CeilingLog2(count);
        var order = new List<int>();
        for (int i = 0; i < 1 << bits; i++)
        {
            int reversed = 0;
            for (int bit = 0; bit < bits; bit++) reversed |= ((i >> bit) & 1) << (bits - 1 - bit);
            if (reversed < count) order.Add(reversed);
        }
        return [.. order];
    }
}
