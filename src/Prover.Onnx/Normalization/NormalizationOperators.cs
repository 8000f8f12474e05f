using Prover.Onnx.Graphs;

namespace Prover.Onnx.Normalization;

/// <summary>Rarer normalisations in terms of common ones: GroupNormalization, RMSNormalization, LpNormalization.</summary>
internal static class NormalizationOperators
{
    /// <summary>Applies the rules.</summary>
    internal static void Apply(NormalizationContext context)
    {
        foreach (GraphNode node in context.Graph.Nodes.Where(static node => node.Domain.Length == 0).ToList())
        {
            switch (node.Operator)
            {
                case "GroupNormalization":
                    Group(context, node);
                    break;
                case "RMSNormalization" or "SimplifiedLayerNormalization":
                    RootMeanSquare(context, node);
                    break;
                case "LpNormalization":
                    Norm(context, node);
                    break;
            }
        }
    }

    /// <summary>Groups of channels become channels of an InstanceNormalization; scale and bias follow.</summary>
    private static void Group(NormalizationContext context, GraphNode node)
    {
        const int perChannelSince = 21;
        int[] shape = context.Shape(node.Input(0));
        int groups = node.Attributes.Int("num_groups", 1);
        float[]? scale = context.Graph.Constant(node.Input(1))?.Data as float[];
        float[]? bias = context.Graph.Constant(node.Input(2))?.Data as float[];
        if (scale is null || bias is null)
        {
            context.Problems.Add(node.Unsupported("its scale and bias are computed at run time"));
            return;
        }

        var target = new NodeReplacement(context, node);
        string grouped = target.Reshape(node.Input(0), 0, groups, -1);
        float[] ones = [.. Enumerable.Repeat(1f, groups)];
        string normalised = target.Node(
            "InstanceNormalization",
            NodeAttributes.Empty.With("epsilon", node.Attributes.Float("epsilon", 1e-5f)),
            grouped, target.Floats("ones", ones, groups), target.Floats("zeros", new float[groups], groups));
        string back = target.Reshape(normalised, [0, .. shape[1..].Select(static size => (long)size)]);
        int repeat = context.Graph.Opset >= perChannelSince ? 1 : shape[1] / groups;
        int[] channels = [shape[1], .. Enumerable.Repeat(1, shape.Length - 2)];
        float[] Spread(float[] values) => [.. values.SelectMany(value => Enumerable.Repeat(value, repeat))];
        string scaled = target.Node("Mul", back, target.Floats("scale", Spread(scale), channels));
        target.Commit(target.Node("Add", scaled, target.Floats("bias", Spread(bias), channels)));
    }

    /// <summary>x / sqrt(mean(x²) + epsilon) · scale.</summary>
    private static void RootMeanSquare(NormalizationContext context, GraphNode node)
    {
        int rank = context.Shape(node.Input(0)).Length;
        int axis = node.Attributes.Int("axis", -1);
        var target = new NodeReplacement(context, node);
        string mean = target.Node("Mul", node.Input(0), node.Input(0));
        for (int i = axis < 0 ? axis + rank : axis; i < rank; i++)
        {
            mean = target.Reduce("ReduceMean", mean, i);
        }

        string positive = target.Node("Add", mean, target.Scalar("epsilon", node.Attributes.Float("epsilon", 1e-5f)));
        string quotient = target.Node("Div", node.Input(0), target.Node("Sqrt", positive));
        target.Commit(target.Node("Mul", quotient, node.Input(1)));
    }

    private static void Norm(NormalizationContext context, GraphNode node)
    {
        int axis = node.Attributes.Int("axis", -1);
        var target = new NodeReplacement(context, node);
        string norm = node.Attributes.Int("p", 2) == 1
            ? target.Reduce("ReduceSum", target.Node("Abs", node.Input(0)), axis)
            : target.Node("Sqrt", target.Reduce("ReduceSum", target.Node("Mul", node.Input(0), node.Input(0)), axis));
        target.Commit(target.Node("Div", node.Input(0), norm));
    }
}
