namespace Prover.Verifier.Layouts;

/// <summary>A part of an axis that is stored padded to a power of two (SPEC §4.1).</summary>
/// <param name="Start">The first index.</param>
/// <param name="Bits">log2 of the padded size.</param>
/// <param name="Count">The number of indices in use, at most 2^<paramref name="Bits"/>.</param>
public readonly record struct AxisChunk(int Start, int Bits, int Count)
{
    /// <summary>
    /// Cuts an axis: the rest is padded if that wastes at most a quarter of the axis, else its largest power of two is split off.
    /// </summary>
    public static AxisChunk[] Cut(int size)
    {
        var chunks = new List<AxisChunk>();
        for (int start = 0; start < size;)
        {
            int rest = size - start;
            int bits = CeilingLog2(rest);
            if (4L * ((1L << bits) - rest) > size) bits = System.Numerics.BitOperations.Log2((uint)rest);
            chunks.Add(new(start, bits, Math.Min(1 << bits, rest)));
            start += 1 << bits;
        }
        return [.. chunks];
    }

    /// <summary>The least b with 2^b not below a positive size.</summary>
    public static int CeilingLog2(long size) => size <= 1 ? 0 : 64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)(size - 1));
}
