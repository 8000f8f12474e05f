using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Normalization;

/// <summary>
/// Joins a layer normalisation written as single steps, (x - mean(x)) / sqrt(mean((x - mean(x))²) + epsilon) · scale + bias, to one
/// LayerNormalization: one kernel with one rounding instead of six.
/// </summary>
internal sealed class LayerNormalizationPattern
{
    private readonly NormalizationContext context;
    private readonly ModelGraph graph;

    private LayerNormalizationPattern(NormalizationContext context)
    {
        this.context = context;
        graph = context.Graph;
    }

    /// <summary>Applies the rule.</summary>
    internal static void Apply(NormalizationContext context)
    {
        var pattern = new LayerNormalizationPattern(context);
        bool found = false;
        foreach (GraphNode node in context.Graph.Nodes.Where(static node => node.Is("Div") || node.Is("Mul")).ToList())
        {
            found |= context.Graph.Nodes.Contains(node) && pattern.Join(node);
        }

        context.Graph.RemoveUnused();
        if (found)
        {
            context.Invalidate();
        }
    }

    private bool Join(GraphNode quotient)
    {
        if (Centred(quotient) is not var (centred, root) || graph.Producer(centred) is not { } difference
            || !difference.Is("Sub") || Variance(root) is not var (variance, epsilon))
        {
            return false;
        }

        string x = difference.Input(0);
        int rank = context.Shape(x).Length;
        if (MeanOver(graph.Producer(difference.Input(1)), rank) is not var (averaged, axis) || averaged != x
            || MeanOver(graph.Producer(variance), rank) is not var (squares, sameAxis) || sameAxis != axis
            || !IsSquare(squares, x, difference.Input(1)))
        {
            return false;
        }

        int[] shape = context.Shape(x)[axis..];
        (GraphNode last, float[] scale, float[] bias) = Affine(quotient, shape);
        var target = new NodeReplacement(context, last);
        target.Commit(target.Node(
            "LayerNormalization",
            NodeAttributes.Empty.With("axis", axis - rank).With("epsilon", epsilon),
            x,
            target.Floats("scale", scale, shape),
            target.Floats("bias", bias, shape)));
        return true;
    }

    /// <summary>The dividend and the square root that it is divided by.</summary>
    private (string Centred, GraphNode Root)? Centred(GraphNode node)
    {
        if (node.Is("Div"))
        {
            return graph.Producer(node.Input(1)) is { } divisor ? (node.Input(0), divisor) : null;
        }

        for (int slot = 0; slot < 2; slot++)
        {
            if (graph.Producer(node.Input(slot)) is { } reciprocal && reciprocal.Is("Reciprocal")
                && graph.Producer(reciprocal.Input(0)) is { } divisor)
            {
                return (node.Input(1 - slot), divisor);
            }
        }

        return null;
    }

    /// <summary>Under a square root: the variance and the constant that keeps it positive.</summary>
    private (string Variance, float Epsilon)? Variance(GraphNode root)
    {
        bool isRoot = root.Is("Sqrt") || (root.Is("Pow") && Scalar(root.Input(1)) == 0.5f);
        if (!isRoot || graph.Producer(root.Input(0)) is not { } sum || !sum.Is("Add"))
        {
            return null;
        }

        return Scalar(sum.Input(1)) is { } right ? (sum.Input(0), right)
            : Scalar(sum.Input(0)) is { } left ? (sum.Input(1), left)
            : null;
    }

    private float? Scalar(string value) => graph.Constant(value) is { Length: 1, Data: float[] constant } ? constant[0] : null;

    /// <summary>What is averaged over all axes from one on; null for other nodes.</summary>
    private (string Value, int FirstAxis)? MeanOver(GraphNode? mean, int rank)
    {
        if (mean?.Is("ReduceMean") != true || mean.Attributes.Int("keepdims", 1) == 0)
        {
            return null;
        }

        int[]? axes = mean.Input(1).Length > 0 ? graph.Constant(mean.Input(1))?.ToInt32() : mean.Attributes.Ints("axes");
        int[] sorted = [.. (axes ?? []).Select(axis => axis < 0 ? axis + rank : axis).Order()];
        bool trailing = sorted.Length > 0 && sorted.SequenceEqual(Enumerable.Range(rank - sorted.Length, sorted.Length));
        return trailing ? (mean.Input(0), sorted[0]) : null;
    }

    /// <summary>Whether a value is (x - mean)², each written once or anew.</summary>
    private bool IsSquare(string value, string x, string mean)
    {
        GraphNode? square = graph.Producer(value);
        bool isPower = square?.Is("Pow") == true && Scalar(square.Input(1)) == 2;
        bool isProduct = square?.Is("Mul") == true && square.Input(0) == square.Input(1);
        return (isPower || isProduct) && graph.Producer(square!.Input(0)) is { } difference && difference.Is("Sub")
            && difference.Input(0) == x && SameMean(difference.Input(1), mean);
    }

    private bool SameMean(string left, string right) => left == right
        || (graph.Producer(left) is { } a && graph.Producer(right) is { } b && a.Is("ReduceMean") && b.Is("ReduceMean")
            && a.Inputs.SequenceEqual(b.Inputs) && context.Shape(left).SequenceEqual(context.Shape(right)));

    /// <summary>The factor and the offset that follow, and the last node that belongs to them.</summary>
    private (GraphNode Last, float[] Scale, float[] Bias) Affine(GraphNode quotient, int[] shape)
    {
        int count = DenseTensor.ElementCount(shape);
        float[] scale = [.. Enumerable.Repeat(1f, count)];
        float[] bias = new float[count];
        GraphNode last = quotient;
        if (Following(last, "Mul", shape) is var (product, factor))
        {
            (last, scale) = (product, factor);
        }

        if (Following(last, "Add", shape) is var (sum, offset))
        {
            (last, bias) = (sum, offset);
        }

        return (last, scale, bias);
    }

    private (GraphNode Node, float[] Constant)? Following(GraphNode node, string op, int[] shape)
    {
        if (graph.OnlyConsumer(node.Output) is not { } next || !next.Is(op) || next.Inputs.Count != 2)
        {
            return null;
        }

        string other = next.Input(0) == node.Output ? next.Input(1) : next.Input(0);
        if (graph.Constant(other) is not { Data: float[] values } constant)
        {
            return null;
        }

        int count = DenseTensor.ElementCount(shape);
        int[] trimmed = [.. constant.Shape.SkipWhile(static size => size == 1)];
        bool fits = values.Length == 1 || trimmed.AsSpan().SequenceEqual(shape.SkipWhile(static size => size == 1).ToArray());
        return fits ? (next, values.Length == 1 ? [.. Enumerable.Repeat(values[0], count)] : values) : null;
    }
}
