using Prover.Onnx.Graphs;
using Prover.Onnx.Operators;

namespace Prover.Onnx.Heads;

/// <summary>Decides whether a node belongs to the end of a model that both sides compute.</summary>
internal static class HeadReach
{
    /// <summary>Whether whatever reads a node's outputs, directly or not, can be computed from public values too.</summary>
    internal static bool EndsInOutputs(ModelGraph graph, GraphNode node) => node.Outputs.TrueForAll(output =>
        graph.Consumers(output).TrueForAll(reader => CanFollow(graph, reader.Node, reader.Slot) && EndsInOutputs(graph, reader.Node)));

    private static bool CanFollow(ModelGraph graph, GraphNode node, int slot)
    {
        if (OperatorTable.Find(node) is MovementOperator)
        {
            return slot == 0 || (node.Is("Gather") && graph.Constant(node.Input(0)) is not null);
        }

        return !node.IsQuantize && HeadEvaluator.Supports(node);
    }
}
