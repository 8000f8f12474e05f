using Prover.Onnx.Graphs;

namespace Prover.Onnx.Rewriting;

/// <summary>
/// Joins a layer normalisation that a quantised model computes in float steps, (x - mean) / sqrt(variance + epsilon) · scale + bias over
/// the last axes, to one LayerNormalization, as ONNX Runtime does; and the same without a mean to one SimplifiedLayerNormalization.
/// </summary>
internal sealed class NormalizationFusion
{
    private readonly ModelGraph graph;

    private NormalizationFusion(ModelGraph graph)
    {
        this.graph = graph;
    }

    /// <summary>Applies the rule to the whole graph.</summary>
    internal static void Apply(ModelGraph graph)
    {
        var fusion = new NormalizationFusion(graph);
        bool isAny = false;
        foreach (GraphNode quotient in graph.Nodes.Where(static node => node.Is("Div") || node.Is("Mul")).ToList())
        {
            isAny |= fusion.Join(quotient);
        }

        if (isAny)
        {
            graph.RemoveUnused();
        }
    }

    private bool Join(GraphNode quotient)
    {
        if (Parts(quotient) is not var (centred, root) || graph.Producer(root.Input(0)) is not { } sum || !sum.Is("Add")
            || Scalar(sum.Input(1)) is not { } epsilon || MeanOf(sum.Input(0)) is not var (squares, count)
            || SquareOf(squares) is not { } squared || !AreSame(squared, centred)
            || graph.OnlyConsumer(quotient.Output) is not { } product || !product.Is("Mul")
            || Other(product, quotient.Output) is not { } scale || Rank(scale) != count)
        {
            return false;
        }

        bool hasMean = Centre(centred) is { } difference && MeanOf(difference.Input(1)) is var (averaged, ownCount) && ownCount == count
            && AreSame(averaged, difference.Input(0));
        GraphNode last = product;
        List<string> inputs = [hasMean ? graph.Producer(centred)!.Input(0) : centred, scale];
        if (hasMean && graph.OnlyConsumer(product.Output) is { } shift && shift.Is("Add")
            && Other(shift, product.Output) is { } bias && Rank(bias) == count)
        {
            last = shift;
            inputs.Add(bias);
        }

        string op = hasMean ? "LayerNormalization" : "SimplifiedLayerNormalization";
        NodeAttributes attributes = NodeAttributes.Empty.With("axis", -count).With("epsilon", epsilon);
        graph.Nodes[graph.Nodes.IndexOf(last)] = new GraphNode(last.Name, string.Empty, op, inputs, [last.Output], attributes);
        return true;
    }

    /// <summary>What is divided, and the root that it is divided by.</summary>
    private (string Centred, GraphNode Root)? Parts(GraphNode node)
    {
        for (int slot = 0; slot < 2; slot++)
        {
            GraphNode? divisor = graph.Producer(node.Input(slot));
            if (node.Is("Div"))
            {
                divisor = slot == 1 ? divisor : null;
            }
            else
            {
                divisor = divisor?.Is("Reciprocal") == true ? graph.Producer(divisor.Input(0))
                    : divisor?.Is("Div") == true && Scalar(divisor.Input(0)) == 1 ? graph.Producer(divisor.Input(1))
                    : null;
            }

            if (divisor?.Is("Sqrt") == true)
            {
                return (node.Input(1 - slot), divisor);
            }
        }

        return null;
    }

    private GraphNode? Centre(string value) => graph.Producer(value) is { } node && node.Is("Sub") ? node : null;

    /// <summary>What a value is the mean of over how many last axes, which stay; null if it is none.</summary>
    private (string Value, int Count)? MeanOf(string value)
    {
        if (graph.Producer(value) is not { } node || !node.Is("ReduceMean") || node.Attributes.Int("keepdims", 1) == 0)
        {
            return null;
        }

        int[] axes = [.. (node.Input(1).Length > 0 ? graph.Constant(node.Input(1))?.ToInt32() : node.Attributes.Ints("axes")) ?? []];
        Array.Sort(axes);
        bool areLast = axes.Length > 0 && axes.SequenceEqual(Enumerable.Range(-axes.Length, axes.Length));
        return areLast ? (node.Input(0), axes.Length) : null;
    }

    private string? SquareOf(string value)
    {
        GraphNode? node = graph.Producer(value);
        return node?.Is("Pow") == true && Scalar(node.Input(1)) == 2 ? node.Input(0)
            : node?.Is("Mul") == true && AreSame(node.Input(0), node.Input(1)) ? node.Input(0)
            : null;
    }

    /// <summary>Whether two values are one, which may be dequantised or centred twice.</summary>
    private bool AreSame(string left, string right)
    {
        if (left == right)
        {
            return true;
        }

        return graph.Producer(left) is { } a && graph.Producer(right) is { } b && a.OperatorName == b.OperatorName
            && ((a.IsDequantize && a.Inputs.SequenceEqual(b.Inputs))
                || (a.Is("Sub") && AreSame(a.Input(0), b.Input(0)) && AreSame(a.Input(1), b.Input(1)))
                || (MeanOf(left) is var (x, count) && MeanOf(right) is var (y, other) && count == other && AreSame(x, y)));
    }

    private static string? Other(GraphNode node, string value) =>
        node.Inputs.Count != 2 ? null : node.Input(0) == value ? node.Input(1) : node.Input(0);

    private float? Scalar(string value) => graph.Constant(value) is { Length: 1, Data: float[] constant } ? constant[0] : null;

    /// <summary>The number of axes of a constant, which may be quantised; 0 for anything else.</summary>
    private int Rank(string value) =>
        graph.Constant(graph.Producer(value) is { IsDequantize: true } dequantize ? dequantize.Input(0) : value)?.Shape.Length ?? 0;
}
