using Prover.Onnx.Graphs;

namespace Prover.Onnx.Rewriting;

/// <summary>
/// Joins a softmax that a quantised model computes in float steps, exp(x - max(x)) / sum(exp(x - max(x))) or without the maximum, to
/// one Softmax.
/// </summary>
internal static class SoftmaxFusion
{
    private const int OneAxisSince = 13;

    /// <summary>Applies the rule to the whole graph, if its Softmax runs over one axis.</summary>
    internal static void Apply(ModelGraph graph)
    {
        if (graph.Opset < OneAxisSince)
        {
            return;
        }

        bool isAny = false;
        foreach (GraphNode quotient in graph.Nodes.Where(static node => node.Is("Div")).ToList())
        {
            if (graph.Producer(quotient.Input(0)) is not { } exponential || !exponential.Is("Exp")
                || Reduced(graph, quotient.Input(1), "ReduceSum") is not var (summed, axis) || summed != exponential.Output)
            {
                continue;
            }

            string x = exponential.Input(0);
            if (graph.Producer(x) is { } difference && difference.Is("Sub")
                && Reduced(graph, difference.Input(1), "ReduceMax") is var (maximised, sameAxis) && sameAxis == axis
                && IsSame(graph, maximised, difference.Input(0)))
            {
                x = difference.Input(0);
            }

            NodeAttributes attributes = NodeAttributes.Empty.With("axis", axis);
            graph.Nodes[graph.Nodes.IndexOf(quotient)] =
                new GraphNode(quotient.Name, string.Empty, "Softmax", [x], [quotient.Output], attributes);
            isAny = true;
        }

        if (isAny)
        {
            graph.RemoveUnused();
        }
    }

    /// <summary>What a value reduces over which single axis, which stays; null if it is no such reduction.</summary>
    private static (string Value, int Axis)? Reduced(ModelGraph graph, string value, string op)
    {
        if (graph.Producer(value) is not { } node || !node.Is(op) || node.Attributes.Int("keepdims", 1) == 0)
        {
            return null;
        }

        int[]? axes = node.Input(1).Length > 0 ? graph.Constant(node.Input(1))?.ToInt32() : node.Attributes.Ints("axes");
        return axes is [var axis] ? (node.Input(0), axis) : null;
    }

    /// <summary>Whether two values are one, which may be dequantised twice.</summary>
    private static bool IsSame(ModelGraph graph, string left, string right) => left == right
        || (graph.Producer(left) is { IsDequantize: true } a && graph.Producer(right) is { IsDequantize: true } b
            && a.Inputs.SequenceEqual(b.Inputs));
}
