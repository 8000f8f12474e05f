using Prover.Onnx.Graphs;

namespace Prover.Onnx.Rewriting;

/// <summary>
/// Repeats quantisation on the other side of operators that only move values or take maxima, so that every operator between
/// sees a DequantizeLinear before it and a QuantizeLinear after it. No value changes; the rule follows ONNX Runtime's.
/// </summary>
internal static class QuantizationPropagation
{
    private static readonly HashSet<string> Moving = ["Reshape", "Transpose", "Squeeze", "Unsqueeze", "Slice", "Flatten"];

    /// <summary>Applies the rule to the whole graph.</summary>
    internal static void Apply(ModelGraph graph)
    {
        foreach (GraphNode quantize in graph.Nodes.Where(static node => node.IsQuantize).ToList())
        {
            PropagateBackward(graph, quantize);
        }

        foreach (GraphNode dequantize in graph.Nodes.Where(static node => node.IsDequantize).ToList())
        {
            PropagateForward(graph, dequantize);
        }
    }

    /// <summary>Whether values pass a node unchanged, or by a maximum, which commutes with quantisation.</summary>
    internal static bool Propagates(ModelGraph graph, GraphNode node) => node.Domain.Length == 0
        && (Moving.Contains(node.Operator) || (node.Operator == "MaxPool" && graph.Opset >= 12 && node.Outputs.Count == 1));

    private static void PropagateBackward(ModelGraph graph, GraphNode quantize)
    {
        if (!HasScalarParameters(graph, quantize))
        {
            return;
        }

        GraphNode current = quantize;
        while (graph.Producer(current.Input(0)) is { } moving && Propagates(graph, moving)
            && graph.OnlyConsumer(moving.Output) == current)
        {
            string source = moving.Input(0);
            if (graph.OnlyConsumer(source) != moving || graph.Producer(source) is { IsDequantize: true }
                || graph.Constant(source) is not null)
            {
                return;
            }

            string quantised = graph.FreshName(source + "/quantised");
            string restored = graph.FreshName(source + "/restored");
            int position = graph.Nodes.IndexOf(moving);
            graph.Nodes.Insert(position, Copy(quantize, quantize.Operator, source, quantised));
            graph.Nodes.Insert(position + 1, Copy(quantize, "DequantizeLinear", quantised, restored));
            moving.Inputs[0] = restored;
            current = graph.Nodes[position];
        }
    }

    private static void PropagateForward(ModelGraph graph, GraphNode dequantize)
    {
        GraphNode current = dequantize;
        while (HasScalarParameters(graph, current) && graph.Constant(current.Input(0)) is null
            && graph.OnlyConsumer(current.Output) is { } moving && Propagates(graph, moving) && moving.Input(0) == current.Output)
        {
            if (graph.IsOutput(moving.Output) || graph.Consumers(moving.Output).Exists(static read => read.Node.IsQuantize))
            {
                return;
            }

            string quantised = graph.FreshName(moving.Output + "/quantised");
            string restored = graph.FreshName(moving.Output + "/restored");
            graph.Redirect(moving.Output, restored);
            int position = graph.Nodes.IndexOf(moving) + 1;
            graph.Nodes.Insert(position, Copy(current, "QuantizeLinear", moving.Output, quantised));
            graph.Nodes.Insert(position + 1, Copy(current, "DequantizeLinear", quantised, restored));
            graph.Nodes[position].Inputs = [moving.Output, current.Input(1), QuantizationParameters.ZeroPointName(graph, current)];
            current = graph.Nodes[position + 1];
        }
    }

    private static bool HasScalarParameters(ModelGraph graph, GraphNode node) =>
        QuantizationParameters.ScalarScale(graph, node) is not null && QuantizationParameters.ScalarZeroPoint(graph, node) is not null;

    private static GraphNode Copy(GraphNode like, string op, string input, string output) =>
        new(like.Name, like.Domain, op, [input, .. like.Inputs.Skip(1)], [output], like.Attributes);
}
