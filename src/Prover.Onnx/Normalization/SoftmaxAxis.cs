using Prover.Onnx.Graphs;

namespace Prover.Onnx.Normalization;

/// <summary>
/// Removes Flatten and Reshape around Softmax where it runs over one axis that is longer than 1 anyway: they come from operator
/// sets before 13, where it ran over all axes from a given one on.
/// </summary>
internal static class SoftmaxAxis
{
    /// <summary>Applies the rule.</summary>
    internal static void Apply(NormalizationContext context)
    {
        ModelGraph graph = context.Graph;
        foreach (GraphNode node in graph.Nodes.Where(static node => node.Operator is "Softmax" or "LogSoftmax" or "Hardmax").ToList())
        {
            if (graph.Producer(node.Input(0)) is not { } flatten || !flatten.Is("Flatten")
                || graph.OnlyConsumer(flatten.Output) is null
                || graph.OnlyConsumer(node.Output) is not { } reshape || !reshape.Is("Reshape"))
            {
                continue;
            }

            int[] shape = context.Shape(flatten.Input(0));
            if (node.Attributes.Int("axis", -1) is not (-1 or 1) || !context.Shape(reshape.Output).AsSpan().SequenceEqual(shape))
            {
                continue;
            }

            int first = flatten.Attributes.Int("axis", 1);
            first = first < 0 ? first + shape.Length : first;
            int[] longAxes = [.. Enumerable.Range(first, shape.Length - first).Where(axis => shape[axis] > 1)];
            if (longAxes.Length > 1 || first == shape.Length)
            {
                continue;
            }

            node.Inputs = [flatten.Input(0)];
            node.Outputs = [reshape.Output];
            node.Attributes = NodeAttributes.Empty.With("axis", longAxes is [var only] ? only : first);
            graph.Nodes.Remove(flatten);
            graph.Nodes.Remove(reshape);
        }
    }
}
