using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;

namespace Prover.Onnx.Operators;

/// <summary>Slice with constant bounds.</summary>
internal sealed class SliceOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["Slice"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        NetworkValue value = context.Input(node, 0);
        int[] starts = context.Integers(node, 1, "starts") ?? [];
        int[] ends = context.Integers(node, 2, "ends") ?? [];
        int[] axes = context.Integers(node, 3, "axes") ?? [.. Enumerable.Range(0, starts.Length)];
        int[] steps = context.Integers(node, 4, "steps") ?? [.. Enumerable.Repeat(1, starts.Length)];
        if (ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length || steps.Contains(0))
        {
            throw new UnsupportedOperatorException("starts, ends, axes and steps do not belong together");
        }

        int[] shape = [.. value.Shape];
        var slices = new List<(int Axis, int Start, int Step, int Count)>();
        for (int i = 0; i < starts.Length; i++)
        {
            int axis = axes[i] < 0 ? axes[i] + shape.Length : axes[i];
            (int start, int count) = Bounds(starts[i], ends[i], steps[i], shape[axis]);
            if (count < 1)
            {
                throw new UnsupportedOperatorException($"an empty slice of axis {axis}");
            }

            if (context.Batch > 1 && axis == 0 && count != shape[0])
            {
                throw new UnsupportedOperatorException("it cuts the batch axis", "compile without --batch");
            }

            shape[axis] = count;
            slices.Add((axis, start, steps[i], count));
        }

        return Views.Apply(node, value, shape, x => slices.Aggregate(
            x, (cut, slice) => context.Builder.Slice(node.Name, cut, slice.Axis, slice.Start, slice.Step, slice.Count)));
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
