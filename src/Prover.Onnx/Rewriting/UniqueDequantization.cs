using Prover.Onnx.Graphs;

namespace Prover.Onnx.Rewriting;

/// <summary>
/// Gives every reader of a dequantised value a DequantizeLinear of its own. Whether a QuantizeLinear then has one reader or
/// several decides in ONNX Runtime which operators run on integers.
/// </summary>
internal static class UniqueDequantization
{
    /// <summary>Applies the rule to the whole graph.</summary>
    internal static void Apply(ModelGraph graph)
    {
        foreach (GraphNode node in graph.Nodes.Where(static node => node.IsDequantize).ToList())
        {
            List<(GraphNode Node, int Slot)> consumers = graph.Consumers(node.Output);
            int keep = graph.IsOutput(node.Output) ? 0 : 1;
            foreach ((GraphNode consumer, int slot) in consumers.Skip(keep))
            {
                string copy = graph.FreshName(node.Output + "/copy");
                graph.Nodes.Insert(
                    graph.Nodes.IndexOf(node) + 1,
                    new GraphNode(node.Name, node.Domain, node.Operator, node.Inputs, [copy], node.Attributes));
                consumer.Inputs[slot] = copy;
            }
        }
    }
}
