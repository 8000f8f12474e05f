namespace Prover.Verifier.Layouts;

/// <summary>
/// An aligned power-of-two block that stores one product of axis chunks of a box (SPEC §4.1). Inside the block the axes are
/// nested in <see cref="Order"/>, outermost first.
/// </summary>
public sealed class Block
{
    internal Block(AxisChunk[] chunks, int[] order)
    {
        Chunks = chunks;
        Order = order;
        Coordinates = new (int, int)[chunks.Length];
        foreach (int axis in order)
        {
            Coordinates[axis] = (Bits, chunks[axis].Bits);
            Bits += chunks[axis].Bits;
        }
    }

    /// <summary>One chunk per axis, in the box's own order of axes.</summary>
    public AxisChunk[] Chunks { get; }

    /// <summary>The axes from outermost to innermost: axes that are cut come first, so that their blocks share inner points.</summary>
    public int[] Order { get; }

    /// <summary>log2 of the block's size.</summary>
    public int Bits { get; }

    /// <summary>The address of the block's first element, a multiple of its size.</summary>
    public long Offset { get; internal set; }

    /// <summary>
    /// For each axis, the parts of a point that address it: (first coordinate, count) within the block's own coordinates.
    /// </summary>
    public (int Start, int Count)[] Coordinates { get; }

    /// <summary>The blocks of a box, all not yet placed.</summary>
    public static Block[] OfBox(int[] shape)
    {
        AxisChunk[][] cuts = [.. shape.Select(AxisChunk.Cut)];
        int[] order = [.. Enumerable.Range(0, shape.Length).OrderBy(axis => cuts[axis].Length > 1 ? 0 : 1)];
        var blocks = new List<Block>();
        int[] at = new int[shape.Length];
        while (true)
        {
            blocks.Add(new([.. at.Select((part, axis) => cuts[axis][part])], order));
            int axisToAdvance = shape.Length - 1;
            while (axisToAdvance >= 0 && ++at[axisToAdvance] == cuts[axisToAdvance].Length) at[axisToAdvance--] = 0;
            if (axisToAdvance < 0) return [.. blocks];
        }
    }

    /// <summary>Lays blocks end to end, largest first and otherwise in the given order; returns the end address.</summary>
    public static long Place(IEnumerable<Block> blocks, long start)
    {
        long end = start;
        foreach (Block block in blocks.OrderByDescending(block => block.Bits))
        {
            block.Offset = end;
            end += 1L << block.Bits;
        }
        return end;
    }

    /// <summary>The same downwards from an end that is a multiple of every block's size.</summary>
    public static void PlaceDown(IEnumerable<Block> blocks, long end)
    {
        foreach (Block block in blocks.OrderByDescending(block => block.Bits))
        {
            end -= 1L << block.Bits;
            block.Offset = end;
        }
    }
}
