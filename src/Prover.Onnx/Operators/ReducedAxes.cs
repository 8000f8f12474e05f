using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;

namespace Prover.Onnx.Operators;

/// <summary>The axes that a reduction runs over.</summary>
/// <param name="Axes">The axes, ascending.</param>
/// <param name="AreKept">Whether they stay, with size 1.</param>
internal readonly record struct ReducedAxes(int[] Axes, bool AreKept)
{
    /// <summary>Reads them from an input, an attribute, or the operator's meaning.</summary>
    /// <exception cref="UnsupportedOperatorException">An axis does not exist, or the reduction mixes the runs of a batch.</exception>
    internal static ReducedAxes Read(GraphNode node, int[] shape, LoweringContext context)
    {
        int rank = shape.Length;
        if (node.Operator.StartsWith("Global", StringComparison.Ordinal))
        {
            return new([.. Enumerable.Range(2, Math.Max(0, rank - 2))], true);
        }

        int[] axes = context.Integers(node, 1, "axes") ?? [];
        if (axes.Length == 0 && node.Attributes.Int("noop_with_empty_axes", 0) == 0)
        {
            axes = [.. Enumerable.Range(0, rank)];
        }

        if (Array.Exists(axes, axis => axis < -rank || axis >= rank))
        {
            throw new UnsupportedOperatorException($"axes [{string.Join(", ", axes)}] of a value with {rank} axes");
        }

        axes = [.. axes.Select(axis => (axis + rank) % rank).Distinct().Order()];
        return context.Batch > 1 && axes is [0, ..]
            ? throw new UnsupportedOperatorException("it runs over the batch axis", "compile without --batch")
            : new(axes, node.Attributes.Int("keepdims", 1) != 0);
    }

    /// <summary>The number of elements that become one.</summary>
    internal int Count(int[] shape) => Axes.Aggregate(1, (product, axis) => product * shape[axis]);

    /// <summary>The shape of the result.</summary>
    internal int[] Result(int[] shape)
    {
        ReducedAxes reduced = this;
        return AreKept
            ? [.. shape.Select((size, axis) => reduced.Axes.Contains(axis) ? 1 : size)]
            : [.. shape.Where((_, axis) => !reduced.Axes.Contains(axis))];
    }
}
