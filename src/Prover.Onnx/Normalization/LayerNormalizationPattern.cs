using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Normalization;

/// <summary>
/// Joins a layer normalisation written as single steps, (x - mean(x)) / sqrt(variance(x) + epsilon) · scale + bias, to one
/// LayerNormalization: one kernel with one rounding instead of six. The variance is mean((x - mean(x))²) or mean(x²) - mean(x)².
/// Likewise x / sqrt(mean(x²) + epsilon) · scale, which becomes a SimplifiedLayerNormalization.
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
        foreach (GraphNode node in context.Graph.Nodes.Where(static node => node.Is("Div") || node.Is("Mul")).ToList())
        {
            if (context.Graph.Nodes.Contains(node))
            {
                pattern.Join(node);
            }
        }

        context.Graph.RemoveUnused();
    }

    private void Join(GraphNode quotient)
    {
        if (Parts(quotient) is not var (centred, root, factor) || UnderRoot(root) is not var (variance, epsilon)
            || Normalised(centred, variance) is not var (x, axes, hasMean))
        {
            return;
        }

        int[] full = context.Shape(x);
        GraphNode last = quotient;
        float[]? scale = factor is null ? Ones(full, axes) : Spread(factor, full, axes);
        if (factor is null && Following(last, "Mul", full, axes) is var (product, multiplied))
        {
            (last, scale) = (product, multiplied);
        }

        float[] bias = new float[Ones(full, axes).Length];
        if (hasMean && Following(last, "Add", full, axes) is var (sum, added))
        {
            (last, bias) = (sum, added);
        }

        if (scale is not null)
        {
            Write(last, x, axes, epsilon, scale, hasMean ? bias : null);
        }
    }

    /// <summary>What is normalised, over which axes, and whether its mean is subtracted, given what is divided and the variance.</summary>
    private (string X, int[] Axes, bool HasMean)? Normalised(string centred, string variance)
    {
        if (graph.Producer(centred) is { } difference && difference.Is("Sub"))
        {
            (string x, string mean) = (difference.Input(0), difference.Input(1));
            if (Reductions.ReadMean(context, mean) is var (averaged, axes) && averaged == x
                && SoftmaxPattern.KeepsAxis(context, mean, x, axes) && IsVariance(variance, x, axes))
            {
                return (x, axes, true);
            }
        }

        return Reductions.ReadMean(context, variance) is var (squares, ownAxes) && SquareOf(squares) == centred
            && SoftmaxPattern.KeepsAxis(context, variance, centred, ownAxes)
            ? (centred, ownAxes, false)
            : null;
    }

    private void Write(GraphNode last, string x, int[] axes, float epsilon, float[] scale, float[]? bias)
    {
        int rank = context.Shape(x).Length;
        int[] permutation = [.. Enumerable.Range(0, rank).Except(axes), .. axes];
        bool isLast = permutation.SequenceEqual(Enumerable.Range(0, rank));
        int[] shape = [.. axes.Select(axis => context.Shape(x)[axis])];
        var target = new NodeReplacement(context, last);
        string[] inputs = [isLast ? x : target.Transpose(x, permutation), target.Floats("scale", scale, shape)];
        string normalised = target.Node(
            bias is null ? "SimplifiedLayerNormalization" : "LayerNormalization",
            NodeAttributes.Empty.With("axis", -axes.Length).With("epsilon", epsilon),
            bias is null ? inputs : [.. inputs, target.Floats("bias", bias, shape)]);
        target.Commit(isLast
            ? normalised
            : target.Transpose(normalised, [.. Enumerable.Range(0, rank).Select(axis => Array.IndexOf(permutation, axis))]));
    }

    /// <summary>The centred value, the root that it is divided by, and a constant factor that comes with the root.</summary>
    private (string Centred, GraphNode Root, string? Factor)? Parts(GraphNode node)
    {
        if (node.Is("Div"))
        {
            return graph.Producer(node.Input(1)) is { } divisor ? (node.Input(0), divisor, null) : null;
        }

        for (int slot = 0; slot < 2; slot++)
        {
            if (graph.Producer(node.Input(slot)) is not { } inverse)
            {
                continue;
            }

            int constant = graph.Constant(inverse.Input(0)) is not null ? 0 : 1;
            bool scaled = inverse.Is("Mul") && graph.Constant(inverse.Input(constant)) is not null;
            GraphNode? reciprocal = Reductions.Source(graph, scaled ? inverse.Input(1 - constant) : node.Input(slot));
            string? root = reciprocal?.Is("Reciprocal") == true ? reciprocal.Input(0)
                : reciprocal?.Is("Div") == true && Reductions.Scalar(graph, reciprocal.Input(0)) == 1 ? reciprocal.Input(1)
                : null;
            if (root is not null && graph.Producer(root) is { } divisor)
            {
                return (node.Input(1 - slot), divisor, scaled ? inverse.Input(constant) : null);
            }
        }

        return null;
    }

    /// <summary>Under a square root: the variance and the constant that keeps it positive.</summary>
    private (string Variance, float Epsilon)? UnderRoot(GraphNode root)
    {
        bool isRoot = root.Is("Sqrt") || (root.Is("Pow") && Reductions.Scalar(graph, root.Input(1)) == 0.5f);
        if (!isRoot || graph.Producer(root.Input(0)) is not { } sum || !sum.Is("Add"))
        {
            return null;
        }

        return Reductions.Scalar(graph, sum.Input(1)) is { } right ? (sum.Input(0), right)
            : Reductions.Scalar(graph, sum.Input(0)) is { } left ? (sum.Input(1), left)
            : null;
    }

    private bool IsVariance(string value, string x, int[] axes)
    {
        if (Reductions.ReadMean(context, value) is var (squares, sameAxes))
        {
            return sameAxes.SequenceEqual(axes) && SquareOf(squares) is { } root && graph.Producer(root) is { } difference
                && difference.Is("Sub") && difference.Input(0) == x && IsMean(difference.Input(1), x, axes)
                && SoftmaxPattern.KeepsAxis(context, difference.Input(1), x, axes);
        }

        GraphNode? node = Reductions.Source(graph, value);
        if (node?.Is("Max") == true)
        {
            int zero = Reductions.Scalar(graph, node.Input(0)) == 0 ? 0 : 1;
            node = Reductions.Scalar(graph, node.Input(zero)) == 0 ? Reductions.Source(graph, node.Input(1 - zero)) : null;
        }

        return node?.Is("Sub") == true
            && Reductions.ReadMean(context, node.Input(0)) is var (ownSquares, ownAxes) && ownAxes.SequenceEqual(axes)
            && SquareOf(ownSquares) == x && SquareOf(node.Input(1)) is { } mean && IsMean(mean, x, axes);
    }

    private bool IsMean(string value, string x, int[] axes) =>
        Reductions.ReadMean(context, value) is var (averaged, found) && averaged == x && found.SequenceEqual(axes);

    /// <summary>What a value is the square of, or null.</summary>
    private string? SquareOf(string value)
    {
        GraphNode? node = graph.Producer(value);
        bool isPower = node?.Is("Pow") == true && Reductions.Scalar(graph, node.Input(1)) == 2;
        bool isProduct = node?.Is("Mul") == true && node.Input(0) == node.Input(1);
        return isPower || isProduct ? node!.Input(0) : null;
    }

    private (GraphNode Node, float[] Constant)? Following(GraphNode node, string op, int[] full, int[] axes)
    {
        if (graph.OnlyConsumer(node.Output) is not { } next || !next.Is(op) || next.Inputs.Count != 2)
        {
            return null;
        }

        string other = next.Input(0) == node.Output ? next.Input(1) : next.Input(0);
        return Spread(other, full, axes) is { } values ? (next, values) : null;
    }

    private static float[] Ones(int[] full, int[] axes) =>
        [.. Enumerable.Repeat(1f, DenseTensor.ElementCount([.. axes.Select(axis => full[axis])]))];

    /// <summary>A constant that varies along the normalised axes only, with an element for each position; null for others.</summary>
    private float[]? Spread(string value, int[] full, int[] axes)
    {
        if (graph.Constant(value) is not { Data: float[] values } constant || constant.Shape.Length > full.Length)
        {
            return null;
        }

        if (values.Length == 1)
        {
            return Array.ConvertAll(Ones(full, axes), _ => values[0]);
        }

        int missing = full.Length - constant.Shape.Length;
        bool fits = Enumerable.Range(0, full.Length).All(axis =>
            (axis < missing ? 1 : constant.Shape[axis - missing]) == (axes.Contains(axis) ? full[axis] : 1));
        return fits ? values : null;
    }
}
