using Prover.Verifier.Layouts;

namespace Prover.Proving.Arguments;

/// <summary>Copies a row-major box of integers into the layout of one of its blocks (SPEC §4.1).</summary>
internal static class BlockGather
{
    /// <summary>Fills a block: values at their places, zeros in the padding.</summary>
    /// <param name="values">The whole box, row-major.</param>
    /// <param name="shape">The box' shape.</param>
    /// <param name="block">The block.</param>
    /// <param name="destination">Receives 2^Bits integers.</param>
    public static void Gather(ReadOnlySpan<int> values, int[] shape, Block block, Span<int> destination)
    {
        long[] strides = new long[shape.Length];
        long stride = 1, start = 0;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            start += stride * block.Chunks[axis].Start;
            stride *= shape[axis];
        }
        if (HasPadding(block)) destination.Clear();
        Copy(values, strides, block, 0, start, destination);
    }

    /// <summary>Fills a block: ones at the places of the box' elements, zeros in the padding.</summary>
    public static void GatherOnes(Block block, Span<int> destination)
    {
        if (!HasPadding(block))
        {
            destination.Fill(1);
            return;
        }
        destination.Clear();
        FillOnes(block, 0, destination);
    }

    /// <summary>Whether some element of a block belongs to no element of its box.</summary>
    public static bool HasPadding(Block block)
    {
        foreach (AxisChunk chunk in block.Chunks)
        {
            if (chunk.Count != 1 << chunk.Bits) return true;
        }
        return false;
    }

    /// <summary>Whether all of a block is padding.</summary>
    public static bool IsEmpty(Block block)
    {
        foreach (AxisChunk chunk in block.Chunks)
        {
            if (chunk.Count == 0) return true;
        }
        return false;
    }

    /// <summary>A block cut into blocks of at most 2^<paramref name="bits"/> elements, in order of addresses; some may be empty.</summary>
    public static IEnumerable<Block> Pieces(Block block, int bits)
    {
        if (block.Bits <= bits) return [block];
        int axis = block.Order.First(axis => block.Chunks[axis].Bits > 0);
        AxisChunk whole = block.Chunks[axis];
        int size = 1 << (whole.Bits - 1);
        var low = new AxisChunk(whole.Start, whole.Bits - 1, Math.Min(whole.Count, size));
        var high = new AxisChunk(whole.Start + size, whole.Bits - 1, whole.Count - low.Count);
        return Pieces(Half(low, 0), bits).Concat(Pieces(Half(high, 1L << (block.Bits - 1)), bits));

        Block Half(AxisChunk chunk, long offset)
        {
            AxisChunk[] chunks = [.. block.Chunks];
            chunks[axis] = chunk;
            return new(chunks, block.Order) { Offset = block.Offset + offset };
        }
    }

    private static void Copy(
        ReadOnlySpan<int> values, long[] strides, Block block, int depth, long position, Span<int> destination)
    {
        if (depth == block.Order.Length)
        {
            destination[0] = values[(int)position];
            return;
        }
        int axis = block.Order[depth];
        AxisChunk chunk = block.Chunks[axis];
        long stride = strides[axis];
        if (depth == block.Order.Length - 1)
        {
            if (stride == 1)
            {
                values.Slice((int)position, chunk.Count).CopyTo(destination);
                return;
            }
            for (int i = 0; i < chunk.Count; i++) destination[i] = values[(int)(position + (i * stride))];
            return;
        }
        int size = destination.Length >> chunk.Bits;
        for (int i = 0; i < chunk.Count; i++)
        {
            Copy(values, strides, block, depth + 1, position + (i * stride), destination.Slice(i * size, size));
        }
    }

    private static void FillOnes(Block block, int depth, Span<int> destination)
    {
        if (depth == block.Order.Length)
        {
            destination[0] = 1;
            return;
        }
        AxisChunk chunk = block.Chunks[block.Order[depth]];
        int size = destination.Length >> chunk.Bits;
        for (int i = 0; i < chunk.Count; i++) FillOnes(block, depth + 1, destination.Slice(i * size, size));
    }
}
