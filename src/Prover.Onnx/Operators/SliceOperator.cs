using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Movement;

namespace Prover.Onnx.Operators;

/// <summary>Slice with constant bounds.</summary>
internal sealed class SliceOperator : MovementOperator
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => ["Slice"];

    /// <inheritdoc/>
    internal override IReadOnlyList<TensorMove> Moves(GraphNode node, int[] shape, LoweringContext context)
    {
        int[] starts = context.Integers(node, 1, "starts") ?? [];
        int[] ends = context.Integers(node, 2, "ends") ?? [];
        int[] axes = context.Integers(node, 3, "axes") ?? [.. Enumerable.Range(0, starts.Length)];
        int[] steps = context.Integers(node, 4, "steps") ?? [.. Enumerable.Repeat(1, starts.Length)];
        if (ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length || steps.Contains(0))
        {
            throw new UnsupportedOperatorException("starts, ends, axes and steps do not belong together");
        }

        var move = TensorMove.Of(shape);
        bool isConstant = context.Input(node, 0) is ConstantValue;
        for (int i = 0; i < starts.Length; i++)
        {
            int axis = Axis(axes[i], shape.Length);
            (int start, int count) = Bounds(starts[i], ends[i], steps[i], shape[axis]);
            if (count < 1 && !isConstant)
            {
                throw new UnsupportedOperatorException($"an empty slice of axis {axis}");
            }

            KeepBatch(context, !isConstant && axis == 0 && count != shape[0], "cuts");
            move = move.Slice(axis, start, steps[i], count);
        }

        return [move];
    }

    private static (int Start, int Count) Bounds(int start, int end, int step, int size)
    {
        long from = start < 0 ? (long)start + size : start;
        long to = end < 0 ? (long)end + size : end;
        from = step > 0 ? Math.Clamp(from, 0, size) : Math.Clamp(from, 0, size - 1);
        to = step > 0 ? Math.Clamp(to, 0, size) : Math.Clamp(to, -1, size - 1);
        long span = step > 0 ? to - from : from - to;
        long stride = Math.Abs((long)step);
        return ((int)from, span <= 0 ? 0 : (int)((span + stride - 1) / stride));
    }
}
