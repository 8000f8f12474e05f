using Prover.Onnx.Graphs;

namespace Prover.Onnx.Normalization.Recurrent;

/// <summary>Puts the steps before the batch in recurrent layers; ONNX Runtime runs no others.</summary>
internal static class BatchFirstLayout
{
    /// <summary>Applies the rule.</summary>
    internal static void Apply(ModelGraph graph)
    {
        foreach (GraphNode node in graph.Nodes.Where(IsBatchFirst).ToList())
        {
            var target = new NodeReplacement(graph, node);
            string[] inputs = [.. node.Inputs];
            foreach (int slot in new[] { 0, 5, 6 })
            {
                if (node.Input(slot).Length > 0)
                {
                    inputs[slot] = target.Transpose(inputs[slot], 1, 0, 2);
                }
            }

            string[] outputs = target.Nodes(node.Operator, node.Attributes.Without("layout"), node.Outputs.Count, inputs);
            target.Commit([.. outputs.Select((output, i) =>
                i == 0 ? target.Transpose(output, 2, 0, 1, 3) : target.Transpose(output, 1, 0, 2))]);
        }
    }

    private static bool IsBatchFirst(GraphNode node) =>
        (node.Is("LSTM") || node.Is("GRU") || node.Is("RNN")) && node.Attributes.Int("layout", 0) != 0;
}
