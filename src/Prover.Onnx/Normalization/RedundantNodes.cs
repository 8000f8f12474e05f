using Prover.Onnx.Graphs;
using Prover.Onnx.Quantization;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Normalization;

/// <summary>Removes nodes without an effect: Identity, Cast to the type that a value has, changes of shape that change nothing.</summary>
internal static class RedundantNodes
{
    /// <summary>Applies the rule.</summary>
    internal static void Apply(NormalizationContext context)
    {
        ModelGraph graph = context.Graph;
        foreach (GraphNode node in graph.Nodes.Where(node => IsRedundant(context, node)).ToList())
        {
            if (!graph.IsOutput(node.Output))
            {
                graph.Redirect(node.Output, node.Input(0));
                graph.Nodes.Remove(node);
            }
            else if (graph.Producer(node.Input(0)) is { } producer && !graph.IsOutput(node.Input(0)))
            {
                string old = node.Input(0);
                graph.Nodes.Remove(node);
                producer.Outputs[producer.Outputs.IndexOf(old)] = node.Output;
                graph.Redirect(old, node.Output);
                context.Rename(old, node.Output);
            }
        }
    }

    private static bool IsRedundant(NormalizationContext context, GraphNode node)
    {
        switch (node.OperatorName)
        {
            case "Identity":
                return true;
            case "Cast":
                var target = (TensorElementType)node.Attributes.Int("to", 0);
                return context.Info(node.Input(0)) is { } info && (info.ElementType == target || IsIndexOnly(context, node, info, target));
            case "Reshape" or "Flatten" or "Squeeze" or "Unsqueeze" or "Expand" or "Slice":
                // With as many elements as before a slice leaves nothing out; it may still turn the order round.
                bool turns = node.Is("Slice") && node.Input(4).Length > 0
                    && (context.Graph.Constant(node.Input(4)) is not { } steps || Array.Exists(steps.ToInt64(), static step => step < 0));
                return !turns && context.Info(node.Output) is { } after
                    && context.Info(node.Input(0)) is { } before && after.Shape.AsSpan().SequenceEqual(before.Shape);
            case "Max" or "Min" when node.Inputs.Count == 2:
                float neutral = node.Is("Max") ? float.NegativeInfinity : float.PositiveInfinity;
                return !context.Graph.IsOutput(node.Output) && IsScalar(context.Graph, node.Input(0), neutral) && SwapOperands(node);
            default:
                return false;
        }
    }

    /// <summary>Indices may have 32 or 64 bits alike.</summary>
    private static bool IsIndexOnly(NormalizationContext context, GraphNode node, TensorInfo info, TensorElementType target) =>
        info.ElementType is TensorElementType.Int32 or TensorElementType.Int64
        && target is TensorElementType.Int32 or TensorElementType.Int64
        && !context.Graph.IsOutput(node.Output)
        && context.Graph.Consumers(node.Output).TrueForAll(static read => read.Node.Is("Gather") && read.Slot == 1);

    private static bool IsScalar(ModelGraph graph, string value, float wanted) =>
        graph.Constant(value) is { Length: 1, Data: float[] constant } && constant[0] == wanted;

    private static bool SwapOperands(GraphNode node)
    {
        node.Inputs.Reverse();
        return true;
    }
}
