using Prover.Onnx.Graphs;

namespace Prover.Onnx.Normalization;

/// <summary>A reduction that is no sum: ReduceProd as products of pairs.</summary>
internal static class ReductionExpansion
{
    private const int GreatestProduct = 256;

    /// <summary>Applies the rule.</summary>
    internal static void Apply(NormalizationContext context)
    {
        foreach (GraphNode node in context.Graph.Nodes.Where(static node => node.Is("ReduceProd")).ToList())
        {
            int[] shape = context.Shape(node.Input(0));
            if (Axes(context.Graph, node, shape.Length) is not { } axes)
            {
                context.Problems.Add(node.Unsupported("its axes are computed at run time", "make the axes constants"));
                continue;
            }

            var target = new NodeReplacement(context, node);
            if (Product(context, node, target, shape, axes) is not { } reduced) continue;
            int[] result = node.Attributes.Int("keepdims", 1) != 0
                ? [.. shape.Select((size, axis) => axes.Contains(axis) ? 1 : size)]
                : [.. shape.Where((_, axis) => !axes.Contains(axis))];
            target.Commit(target.Reshape(reduced, Array.ConvertAll(result, static size => (long)size)));
        }
    }

    /// <summary>A tree of products of the slices of each axis.</summary>
    private static string? Product(NormalizationContext context, GraphNode node, NodeReplacement target, int[] shape, int[] axes)
    {
        int count = axes.Aggregate(1, (product, axis) => product * shape[axis]);
        if (count > GreatestProduct)
        {
            context.Problems.Add(node.Unsupported($"a product of {count} elements", $"multiply at most {GreatestProduct}"));
            return null;
        }

        string value = node.Input(0);
        foreach (int axis in axes)
        {
            string whole = value;
            List<string> factors = [.. Enumerable.Range(0, shape[axis]).Select(i => target.Slice(whole, axis, i, i + 1))];
            while (factors.Count > 1)
            {
                factors = [.. factors.Chunk(2).Select(pair => pair.Length == 2 ? target.Node("Mul", pair) : pair[0])];
            }

            value = factors[0];
        }

        return value;
    }

    /// <summary>The axes, ascending; null where they are not known.</summary>
    private static int[]? Axes(ModelGraph graph, GraphNode node, int rank)
    {
        int[]? given = node.Input(1).Length > 0 ? graph.Constant(node.Input(1))?.ToInt32() : node.Attributes.Ints("axes") ?? [];
        if (given is { Length: 0 } && node.Attributes.Int("noop_with_empty_axes", 0) == 0)
        {
            given = [.. Enumerable.Range(0, rank)];
        }

        return given is null ? null : [.. given.Select(axis => axis < 0 ? axis + rank : axis).Distinct().Order()];
    }
}
