namespace Prover.Proving.Circuits;

/// <content>Elements at positions that the network computes (SPEC §10.9).</content>
public sealed partial class NetworkBuilder
{
    /// <summary>
    /// Bits [..., depth] that are 1 where the last axis equals the index: a lookup (index, position, bit) each. Negative indices
    /// count from the end.
    /// </summary>
    /// <param name="node">The name of the layer.</param>
    /// <param name="index">The indices; their integers are meant as they are, whatever the zero point.</param>
    /// <param name="depth">The number of positions.</param>
    public Activation OneHot(string node, Activation index, int depth)
    {
        Activation positions = Constant($"{node} positions", [depth], [.. Enumerable.Range(0, depth)], 0);
        Activation column = Reshape(node, index, [.. index.Shape, 1]);
        return Binary(node, column, positions, (v, position) => (v < 0 ? v + depth : v) == position ? 1 : 0, 0);
    }

    /// <summary>
    /// Rows of a constant table [V, D] at indices of any shape: [..., D]. A lookup (index, column, element) each.
    /// </summary>
    /// <param name="node">The name of the layer.</param>
    /// <param name="index">The indices, of which every legal value lies in [-V, V).</param>
    /// <param name="table">The quantised elements, row-major.</param>
    /// <param name="width">D.</param>
    /// <param name="zeroPoint">The zero point of the elements.</param>
    public Activation Embed(string node, Activation index, int[] table, int width, int zeroPoint)
    {
        int count = width < 1 ? 0 : table.Length / width;
        if (count < 1 || index.Low < -count || index.High >= count)
        {
            throw new InvalidNetworkException(node, $"an index can be {index.Low} or {index.High}, beyond the {count} rows");
        }
        Activation columns = Constant($"{node} columns", [width], [.. Enumerable.Range(0, width)], 0);
        Activation rows = Reshape(node, index, [.. index.Shape, 1]);
        return Binary(node, rows, columns, (v, d) => table[((v < 0 ? v + count : v) * width) + d], zeroPoint);
    }

    /// <summary>
    /// Elements of x [batch..., N, D] at positions index [batch..., K]: [batch..., K, D], the products of x with the bits of the
    /// positions. Batch axes of size 1 are broadcast.
    /// </summary>
    public Activation Select(string node, Activation x, Activation index)
    {
        int count = x.Shape[^2];
        if (index.Low < -count || index.High >= count)
        {
            throw new InvalidNetworkException(node, $"an index can be {index.Low} or {index.High}, beyond the {count} elements");
        }
        return CommitAs(MatMul(node, OneHot(node, index, count), x), x);
    }
}
