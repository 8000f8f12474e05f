using Prover.Onnx.Graphs;

namespace Prover.Onnx.Normalization;

/// <summary>Moves the tensors of Constant nodes to the constants of the graph.</summary>
internal static class ConstantNodes
{
    /// <summary>Applies the rule.</summary>
    internal static void Apply(ModelGraph graph)
    {
        foreach (GraphNode node in graph.Nodes.Where(static node => node.Is("Constant")).ToList())
        {
            if (node.Attributes.ConstantValue(null) is { } value)
            {
                graph.Constants[node.Output] = value;
                graph.Nodes.Remove(node);
            }
        }
    }
}
