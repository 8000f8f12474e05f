using Prover.Onnx.Graphs;

namespace Prover.Onnx.Normalization;

/// <summary>
/// Normalisations whose parameters are computed at run time, or whose mean and deviation are read: their kernels have constant parameters
/// and one output, so the parameters become products and sums behind a kernel without any, and mean and deviation are computed apart.
/// </summary>
internal static class NormalizationOperators
{
    private const int PerChannelSince = 21;

    /// <summary>Applies the rules.</summary>
    internal static void Apply(NormalizationContext context)
    {
        foreach (GraphNode node in context.Graph.Nodes.Where(static node => node.Domain.Length == 0).ToList())
        {
            if (node.Is("LayerNormalization"))
            {
                SeparateStatistics(context, node);
            }

            bool isComputed = node.Inputs.Skip(1).Any(name => name.Length > 0 && context.Graph.Constant(name) is null);
            switch (node.Operator)
            {
                case "GroupNormalization" when isComputed && context.Graph.Opset < PerChannelSince:
                    context.Problems.Add(node.Unsupported("its scale and bias are computed at run time", "convert it to operator set 21"));
                    break;
                case "GroupNormalization" or "InstanceNormalization" when isComputed:
                    int[] shape = context.Shape(node.Input(0));
                    Separate(context, node, [shape[1]], [shape[1], .. Enumerable.Repeat(1, shape.Length - 2)]);
                    break;
                case "LayerNormalization" or "RMSNormalization" or "SimplifiedLayerNormalization" when isComputed:
                    int[] full = context.Shape(node.Input(0));
                    int axis = node.Attributes.Int("axis", -1);
                    int[] last = full[(axis < 0 ? axis + full.Length : axis)..];
                    Separate(context, node, last, last);
                    break;
            }
        }
    }

    /// <summary>Mean and reciprocal deviation, where they are read, by operators of their own.</summary>
    private static void SeparateStatistics(NormalizationContext context, GraphNode node)
    {
        bool IsRead(int output) => node.Outputs.Count > output && node.Outputs[output].Length > 0
            && (context.Graph.IsOutput(node.Outputs[output]) || context.Graph.Consumers(node.Outputs[output]).Count > 0);
        if (!IsRead(1) && !IsRead(2))
        {
            return;
        }

        int rank = context.Shape(node.Input(0)).Length;
        int axis = node.Attributes.Int("axis", -1);
        var target = new NodeReplacement(context, node);
        string Mean(string value)
        {
            for (int i = axis < 0 ? axis + rank : axis; i < rank; i++)
            {
                value = target.Reduce("ReduceMean", value, i);
            }

            return value;
        }

        string mean = Mean(node.Input(0));
        string? reciprocal = null;
        if (IsRead(2))
        {
            string centred = target.Node("Sub", node.Input(0), mean);
            string epsilon = target.Scalar("epsilon", node.Attributes.Float("epsilon", 1e-5f));
            string variance = target.Node("Add", Mean(target.Node("Mul", centred, centred)), epsilon);
            reciprocal = target.Node("Reciprocal", target.Node("Sqrt", variance));
        }

        string normalised = target.Node("LayerNormalization", node.Attributes, [.. node.Inputs]);
        target.Commit(normalised, IsRead(1) ? mean : null, reciprocal);
    }

    /// <summary>Scale and bias behind the kernel.</summary>
    private static void Separate(NormalizationContext context, GraphNode node, int[] sizes, int[] shape)
    {
        var target = new NodeReplacement(context, node);
        int count = sizes.Aggregate(1, static (product, size) => product * size);
        string ones = target.Floats("ones", [.. Enumerable.Repeat(1f, count)], sizes);
        bool needsBias = node.Operator is "GroupNormalization" or "InstanceNormalization";
        string[] parameters = needsBias ? [ones, target.Floats("zeros", new float[count], sizes)] : [ones];
        string normalised = target.Node(node.Operator, node.Attributes, [node.Input(0), .. parameters]);
        string Spread(string value) => sizes.AsSpan().SequenceEqual(shape)
            ? value
            : target.Reshape(value, Array.ConvertAll(shape, static size => (long)size));
        string scaled = target.Node("Mul", normalised, Spread(node.Input(1)));
        target.Commit(node.Input(2).Length > 0 ? target.Node("Add", scaled, Spread(node.Input(2))) : scaled);
    }
}
