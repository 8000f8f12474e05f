using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Normalization;

/// <summary>Reads reductions in the forms that exporters write: lengths of 1 kept or put back later, means as scaled sums.</summary>
internal static class Reductions
{
    /// <summary>What a value reduces and over which axes; null if another operator computes it.</summary>
    /// <param name="context">The context.</param>
    /// <param name="value">The reduced value; changes of its shape are looked through.</param>
    /// <param name="op">The reducing operator.</param>
    internal static (string Value, int[] Axes)? Read(NormalizationContext context, string value, string op)
    {
        if (Source(context.Graph, value) is not { } node || !node.Is(op))
        {
            return null;
        }

        int rank = context.Shape(node.Input(0)).Length;
        int[]? axes = node.Input(1).Length > 0 ? context.Graph.Constant(node.Input(1))?.ToInt32() : node.Attributes.Ints("axes");
        return (node.Input(0), [.. (axes ?? [.. Enumerable.Range(0, rank)]).Select(axis => axis < 0 ? axis + rank : axis).Order()]);
    }

    /// <summary>What a value is the mean of, and over which axes; null if it is no mean.</summary>
    internal static (string Value, int[] Axes)? ReadMean(NormalizationContext context, string value)
    {
        if (Read(context, value, "ReduceMean") is { } mean)
        {
            return mean;
        }

        if (Source(context.Graph, value) is not { } node || !(node.Is("Mul") || node.Is("Div")))
        {
            return null;
        }

        int slot = context.Graph.Constant(node.Input(0)) is null ? 0 : 1;
        if (Read(context, node.Input(slot), "ReduceSum") is not var (summed, axes)
            || Scalar(context.Graph, node.Input(1 - slot)) is not { } factor)
        {
            return null;
        }

        const float tolerance = 1e-6f;
        int count = DenseTensor.ElementCount([.. axes.Select(axis => context.Shape(summed)[axis])]);
        float wanted = node.Is("Mul") ? 1f / count : count;
        return MathF.Abs(factor - wanted) <= tolerance * wanted ? (summed, axes) : null;
    }

    /// <summary>A constant of one element, or null.</summary>
    internal static float? Scalar(ModelGraph graph, string value) =>
        graph.Constant(value) is { Length: 1, Data: float[] constant } ? constant[0] : null;

    /// <summary>The node that computes the elements of a value, whose shape may be changed afterwards.</summary>
    internal static GraphNode? Source(ModelGraph graph, string value)
    {
        GraphNode? node = graph.Producer(value);
        while (node is not null && (node.Is("Reshape") || node.Is("Unsqueeze") || node.Is("Squeeze")))
        {
            node = graph.Producer(node.Input(0));
        }

        return node;
    }
}
