namespace Prover.Proving.Witness;

/// <summary>
/// An operand of a contraction in the order of the kernels: neighbouring values of the inner index k as two 16-bit halves of one
/// 32-bit word, in panels of <see cref="Width"/> outer indices: word [panel][k / 2][outer index in panel].
/// </summary>
internal sealed class PairPacking
{
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

    /// <summary>Packs an operand; null when a value does not fit into 16 bits.</summary>
    /// <param name="values">The tensor.</param>
    /// <param name="plan">The read, with variables shared, inner, outer.</param>
    /// <param name="shared">The values of the shared variables.</param>
    /// <param name="innerSizes">The sizes of the inner variables.</param>
    /// <param name="count">The number of outer indices.</param>
    /// <param name="width">Outer indices of a panel.</param>
    public static PairPacking? Of(int[] values, ReadPlan plan, int[] shared, int[] innerSizes, int count, int width)
    {
        int depth = innerSizes.Aggregate(1, (product, size) => product * size);
        var packing = new PairPacking(width, count, (depth + 1) / 2);
        int[] even = new int[count], odd = new int[count], at = [.. shared, .. innerSizes.Select(_ => 0)];
        bool fits = true;
        for (int pair = 0; pair < packing.Pairs; pair++)
        {
            plan.Fill(values, at, even);
            Advance(at, shared.Length, innerSizes);
            if ((2 * pair) + 1 < depth)
            {
                plan.Fill(values, at, odd);
                Advance(at, shared.Length, innerSizes);
            }
            else
            {
                Array.Clear(odd);
            }
            fits &= packing.Store(pair, even, odd);
        }
        return fits ? packing : null;
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

    private static void Advance(int[] at, int first, int[] sizes)
    {
        for (int i = sizes.Length - 1; i >= 0 && ++at[first + i] == sizes[i]; i--) at[first + i] = 0;
    }
}
