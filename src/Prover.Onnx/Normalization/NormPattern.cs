using Prover.Onnx.Graphs;

namespace Prover.Onnx.Normalization;

/// <summary>
/// Joins x / norm(x) along one axis, with the norm kept above a tiny number or not, to one LpNormalization: a kernel with one rounding
/// instead of an 8-bit norm.
/// </summary>
internal static class NormPattern
{
    /// <summary>Below it a lower limit of a norm only prevents 0 / 0.</summary>
    private const float Tiny = 1e-6f;

    /// <summary>Applies the rule.</summary>
    internal static void Apply(NormalizationContext context)
    {
        ModelGraph graph = context.Graph;
        foreach (GraphNode quotient in graph.Nodes.Where(static node => node.Is("Div")).ToList())
        {
            string x = quotient.Input(0);
            if (graph.Constant(x) is not null || Norm(context, Unlimited(graph, quotient.Input(1))) is not var (norm, normed, axis, p)
                || normed != x || !SoftmaxPattern.KeepsAxis(context, norm, x, axis))
            {
                continue;
            }

            var target = new NodeReplacement(context, quotient);
            NodeAttributes attributes = NodeAttributes.Empty.With("axis", axis - context.Shape(x).Length).With("p", p);
            target.Commit(target.Node("LpNormalization", attributes, x));
        }

        graph.RemoveUnused();
    }

    /// <summary>A value before it is enlarged and before a tiny number is its lower limit.</summary>
    private static string Unlimited(ModelGraph graph, string value)
    {
        while (graph.Producer(value) is { } node)
        {
            bool isLimit = (node.Is("Clip") && node.Input(2).Length == 0) || node.Is("Max");
            if (node.Is("Expand") || (isLimit && Reductions.Scalar(graph, node.Input(1)) is >= 0 and <= Tiny))
            {
                value = node.Input(0);
                continue;
            }

            break;
        }

        return value;
    }

    /// <summary>A norm: its name, of what it is, along which axis, and its power.</summary>
    private static (string Norm, string Value, int Axis, int Power)? Norm(NormalizationContext context, string value)
    {
        ModelGraph graph = context.Graph;
        foreach ((string op, int power) in (ReadOnlySpan<(string, int)>)[("ReduceL1", 1), ("ReduceL2", 2)])
        {
            if (Reductions.Read(context, value, op) is (var normed, [var axis]))
            {
                return (value, normed, axis, power);
            }
        }

        GraphNode? root = graph.Producer(value);
        string sum = root?.Is("Sqrt") == true ? root.Input(0) : value;
        if (Reductions.Read(context, sum, "ReduceSum") is not (var parts, [var along]) || graph.Producer(parts) is not { } part)
        {
            return null;
        }

        bool isSquare = (part.Is("Pow") && Reductions.Scalar(graph, part.Input(1)) == 2)
            || (part.Is("Mul") && part.Input(0) == part.Input(1));
        return sum != value && isSquare ? (value, part.Input(0), along, 2)
            : sum == value && part.Is("Abs") ? (value, part.Input(0), along, 1)
            : null;
    }
}
