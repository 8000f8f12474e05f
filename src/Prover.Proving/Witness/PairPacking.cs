using Prover.Proving.Kernels;

namespace Prover.Proving.Witness;

/// <summary>
/// An operand of a contraction in the order of the kernels: neighbouring values of the inner index k as two 16-bit halves of one
/// 32-bit word, in panels of <see cref="Width"/> outer indices: word [panel][k / 2][outer index in panel].
/// </summary>
internal sealed class PairPacking
{
    /// <summary>Elements below which packing is not worth a second thread.</summary>
    private const int Grain = 1 << 14;

    private PairPacking(int width, int count, int pairs)
    {
        Width = width;
        Count = count;
        Pairs = pairs;
        Panels = (count + width - 1) / width;
        Words = new int[(long)Panels * pairs * width];
    }

    /// <summary>Outer indices of a panel.</summary>
    public int Width { get; }

    /// <summary>Outer indices in use.</summary>
    public int Count { get; }

    /// <summary>Half the number of inner indices, rounded up.</summary>
    public int Pairs { get; }

    /// <summary>The number of panels; the last may be padded with 0.</summary>
    public int Panels { get; }

    /// <summary>The packed values.</summary>
    public int[] Words { get; }

    /// <summary>The words of one panel.</summary>
    public ReadOnlySpan<int> Panel(int panel) => Words.AsSpan(panel * Pairs * Width, Pairs * Width);

    /// <summary>
    /// Packs an operand that is read along its outer indices (images: neighbouring positions are neighbours in memory); null when a
    /// value does not fit into 16 bits.
    /// </summary>
    /// <param name="values">The tensor.</param>
    /// <param name="plan">The read, with variables shared, inner, outer.</param>
    /// <param name="shared">The values of the shared variables.</param>
    /// <param name="innerSizes">The sizes of the inner variables.</param>
    /// <param name="count">The number of outer indices.</param>
    /// <param name="width">Outer indices of a panel.</param>
    /// <param name="threads">The greatest number of threads.</param>
    public static PairPacking? AlongOuter(
        int[] values, ReadPlan plan, int[] shared, int[] innerSizes, int count, int width, int threads)
    {
        int depth = innerSizes.Aggregate(1, (product, size) => product * size);
        var packing = new PairPacking(width, count, (depth + 1) / 2);
        int misfits = 0;
        ThreadedLoop.RunRanges(threads, packing.Pairs, 4 + (Grain / count), (from, to) =>
        {
            int[] even = new int[count], odd = new int[count];
            for (int pair = (int)from; pair < to; pair++)
            {
                plan.Fill(values, At(shared, innerSizes, 2 * pair), even);
                if ((2 * pair) + 1 < depth)
                {
                    plan.Fill(values, At(shared, innerSizes, (2 * pair) + 1), odd);
                }
                else
                {
                    Array.Clear(odd);
                }
                if (!packing.Store(pair, even, odd)) Interlocked.Increment(ref misfits);
            }
        });
        return misfits == 0 ? packing : null;
    }

    /// <summary>
    /// Packs an operand that is read along its inner indices (weights); null when a value does not fit into 16 bits.
    /// </summary>
    /// <param name="values">The tensor.</param>
    /// <param name="plan">The read, with variables shared, outer, inner.</param>
    /// <param name="shared">The values of the shared variables.</param>
    /// <param name="innerSizes">The sizes of the inner variables.</param>
    /// <param name="outerSizes">The sizes of the outer variables.</param>
    /// <param name="width">Outer indices of a panel.</param>
    /// <param name="threads">The greatest number of threads.</param>
    public static PairPacking? AlongInner(
        int[] values, ReadPlan plan, int[] shared, int[] innerSizes, int[] outerSizes, int width, int threads)
    {
        int depth = innerSizes.Aggregate(1, (product, size) => product * size);
        int count = outerSizes.Aggregate(1, (product, size) => product * size);
        var packing = new PairPacking(width, count, (depth + 1) / 2);
        int misfits = 0;
        ThreadedLoop.RunRanges(threads, count, width * (1 + (Grain / (width * depth))), (from, to) =>
        {
            // An odd depth leaves the last value 0.
            var line = new int[2 * packing.Pairs];
            for (int outer = (int)from; outer < to; outer++)
            {
                plan.Fill(values, At(shared, outerSizes, outer), line.AsSpan(0, depth));
                if (!packing.Store(outer, line)) Interlocked.Increment(ref misfits);
            }
        });
        return misfits == 0 ? packing : null;
    }

    private bool Store(int pair, int[] even, int[] odd)
    {
        int excess = 0;
        for (int panel = 0; panel < Panels; panel++)
        {
            int start = panel * Width, size = Math.Min(Width, Count - start);
            Span<int> target = Words.AsSpan(((panel * Pairs) + pair) * Width, size);
            ReadOnlySpan<int> low = even.AsSpan(start, size), high = odd.AsSpan(start, size);
            for (int i = 0; i < target.Length; i++)
            {
                int a = low[i], b = high[i];
                excess |= ((a + 32768) | (b + 32768)) >> 16;
                target[i] = (a & 0xFFFF) | (b << 16);
            }
        }
        return excess == 0;
    }

    /// <summary>Stores all inner values of one outer index.</summary>
    private bool Store(int outer, int[] line)
    {
        int excess = 0, target = (outer / Width * Pairs * Width) + (outer % Width);
        for (int i = 0; i < line.Length; i += 2, target += Width)
        {
            int a = line[i], b = line[i + 1];
            excess |= ((a + 32768) | (b + 32768)) >> 16;
            Words[target] = (a & 0xFFFF) | (b << 16);
        }
        return excess == 0;
    }

    /// <summary>The shared values, then the coordinates of an index.</summary>
    private static int[] At(int[] shared, int[] sizes, int index)
    {
        int[] at = [.. shared, .. sizes];
        for (int i = sizes.Length - 1; i >= 0; index /= sizes[i--]) at[shared.Length + i] = index % sizes[i];
        return at;
    }
}
