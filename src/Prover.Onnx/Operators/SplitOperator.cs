using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Movement;

namespace Prover.Onnx.Operators;

/// <summary>Split: neighbouring slices of an axis, one per output.</summary>
internal sealed class SplitOperator : MovementOperator
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => ["Split"];

    /// <inheritdoc/>
    internal override IReadOnlyList<TensorMove> Moves(GraphNode node, int[] shape, LoweringContext context)
    {
        int axis = Axis(node.Attributes.Int("axis", 0), shape.Length);
        int count = node.Outputs.Count;
        int even = (shape[axis] + count - 1) / count; // the last part is smaller where the size does not divide
        int[] sizes = context.Integers(node, 1, "split")
            ?? [.. Enumerable.Range(0, count).Select(i => Math.Min(even, shape[axis] - (i * even)))];
        if (sizes.Length != count || sizes.Sum() != shape[axis] || Array.Exists(sizes, static size => size < 1))
        {
            throw new UnsupportedOperatorException($"parts of [{string.Join(", ", sizes)}] of an axis of {shape[axis]} elements");
        }

        KeepBatch(context, axis == 0 && count > 1, "cuts");
        var moves = new List<TensorMove>();
        int start = 0;
        foreach (int size in sizes)
        {
            moves.Add(TensorMove.Of(shape).Slice(axis, start, 1, size));
            start += size;
        }

        return moves;
    }
}
