using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Movement;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Operators;

/// <summary>Reshape, Flatten, Squeeze, Unsqueeze and Identity: the same elements in the same order.</summary>
internal sealed class ReshapeOperator : MovementOperator
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => ["Reshape", "Flatten", "Squeeze", "Unsqueeze", "Identity", "Dropout"];

    /// <inheritdoc/>
    internal override IReadOnlyList<TensorMove> Moves(GraphNode node, int[] shape, LoweringContext context)
    {
        int[] target = node.Operator switch
        {
            "Reshape" => Reshape(node, shape, context),
            "Flatten" => Flatten(shape, node.Attributes.Int("axis", 1)),
            "Squeeze" => Squeeze(shape, context.Integers(node, 1, "axes")),
            "Unsqueeze" => Unsqueeze(shape, context.Integers(node, 1, "axes") ?? []),
            _ => shape,
        };
        return DenseTensor.ElementCount(target) == DenseTensor.ElementCount(shape)
            ? [TensorMove.Of(shape).Reshape(target)]
            : throw new UnsupportedOperatorException(
                $"[{string.Join(", ", shape)}] does not fit the shape [{string.Join(", ", target)}]");
    }

    private static int[] Reshape(GraphNode node, int[] from, LoweringContext context)
    {
        int[] shape = [.. context.Integers(node, 1, "shape") ?? throw new UnsupportedOperatorException("no target shape")];
        bool zeroIsZero = node.Attributes.Int("allowzero", 0) != 0;
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] = shape[i] == 0 && !zeroIsZero && i < from.Length ? from[i] : shape[i];
        }

        // A model written for one batch size names it here; a proof of several batches scales it.
        int free = Array.IndexOf(shape, -1);
        if (context.Batch > 1 && free != 0 && shape.Length > 0 && from.Length > 0 && shape[0] * context.Batch == from[0])
        {
            shape[0] = from[0];
        }

        if (free >= 0)
        {
            long rest = shape.Where((_, i) => i != free).Aggregate(1L, static (product, size) => product * size);
            shape[free] = rest > 0 && DenseTensor.ElementCount(from) % rest == 0
                ? (int)(DenseTensor.ElementCount(from) / rest)
                : throw new UnsupportedOperatorException($"no length of axis {free} makes [{string.Join(", ", from)}] fit");
        }

        return shape;
    }

    private static int[] Flatten(int[] from, int axis)
    {
        int split = axis < 0 ? axis + from.Length : axis;
        return split < 0 || split > from.Length
            ? throw new UnsupportedOperatorException($"axis {axis} of a value with {from.Length} axes")
            : [DenseTensor.ElementCount(from.AsSpan(0, split)), DenseTensor.ElementCount(from.AsSpan(split))];
    }

    private static int[] Squeeze(int[] from, int[]? axes)
    {
        var removed = new HashSet<int>(axes?.Select(axis => axis < 0 ? axis + from.Length : axis)
            ?? Enumerable.Range(0, from.Length).Where(axis => from[axis] == 1));
        return [.. from.Where((_, axis) => !removed.Contains(axis))];
    }

    private static int[] Unsqueeze(int[] from, int[] axes)
    {
        int rank = from.Length + axes.Length;
        var added = new HashSet<int>(axes.Select(axis => axis < 0 ? axis + rank : axis));
        if (added.Count != axes.Length || added.Any(axis => axis < 0 || axis >= rank))
        {
            throw new UnsupportedOperatorException($"axes [{string.Join(", ", axes)}]");
        }

        int next = 0;
        return [.. Enumerable.Range(0, rank).Select(axis => added.Contains(axis) ? 1 : from[next++])];
    }
}
