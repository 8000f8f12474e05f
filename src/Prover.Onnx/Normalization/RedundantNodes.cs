using Prover.Onnx.Graphs;

namespace Prover.Onnx.Normalization;

/// <summary>Removes Identity in front of outputs, and Cast to the type that a value has, by renaming.</summary>
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
        if (node.Is("Identity"))
        {
            return true;
        }

        return node.Is("Cast") && context.Info(node.Input(0)) is { } info
            && (int)info.ElementType == node.Attributes.Int("to", 0);
    }
}
