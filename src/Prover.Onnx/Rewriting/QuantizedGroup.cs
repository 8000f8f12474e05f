using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Rewriting;

/// <summary>An operator, the DequantizeLinear nodes before it and the QuantizeLinear after it.</summary>
internal sealed class QuantizedGroup
{
    private readonly ModelGraph graph;
    private readonly GraphNode target;

    private QuantizedGroup(ModelGraph graph, GraphNode target, List<GraphNode?> inputs, GraphNode? quantize)
    {
        this.graph = graph;
        this.target = target;
        Inputs = inputs;
        Quantize = quantize;
    }

    /// <summary>The dequantising node of each data input; the constant shape or bounds of moving operators are left out.</summary>
    internal List<GraphNode?> Inputs { get; }

    /// <summary>The quantising node, null where the value is read as float.</summary>
    internal GraphNode? Quantize { get; }

    /// <summary>The type that the quantising node writes.</summary>
    internal TensorElementType OutputType => QuantizationParameters.QuantizedType(graph, Quantize!);

    /// <summary>The group of a node, or null if an input is not dequantised for it alone or its output is read in another way.</summary>
    internal static QuantizedGroup? Find(ModelGraph graph, GraphNode node)
    {
        bool moves = node.Operator is "Reshape" or "Slice" or "Squeeze" or "Unsqueeze" or "Gather" or "Expand" or "Tile";
        IEnumerable<string> data = moves ? node.Inputs.Take(1) : node.Inputs.Where(static input => input.Length > 0);
        var inputs = new List<GraphNode?>();
        foreach (string input in data)
        {
            GraphNode? dequantize = graph.Producer(input);
            if (dequantize is not { IsDequantize: true } || graph.OnlyConsumer(input) != node)
            {
                return null;
            }

            inputs.Add(dequantize);
        }

        List<(GraphNode Node, int Slot)> consumers = graph.Consumers(node.Output);
        if (inputs.Count == 0)
        {
            return null;
        }

        GraphNode? next = graph.OnlyConsumer(node.Output);
        if (next is { IsQuantize: true })
        {
            return new QuantizedGroup(graph, node, inputs, next);
        }

        bool quantised = consumers.Exists(static consumer => consumer.Node.IsQuantize);
        return quantised ? null : new QuantizedGroup(graph, node, inputs, null);
    }

    /// <summary>The 8-bit (or for biases 32-bit) type that a dequantising node reads.</summary>
    internal TensorElementType TypeOf(GraphNode dequantize) =>
        graph.Constant(dequantize.Input(2))?.ElementType ?? QuantizationParameters.TypeOf(graph, dequantize.Input(0));

    /// <summary>Whether no activation has 16 bits: quantised kernels take 8 bits only.</summary>
    internal bool IsOfBytes => !Inputs.Exists(input => IsWide(TypeOf(input!))) && (Quantize is null || !IsWide(OutputType));

    private static bool IsWide(TensorElementType type) => type is TensorElementType.UInt16 or TensorElementType.Int16;

    /// <summary>Value, scale and zero point of a dequantising node.</summary>
    internal IEnumerable<string> Triple(GraphNode dequantize) =>
        [dequantize.Input(0), dequantize.Input(1), QuantizationParameters.ZeroPointName(graph, dequantize)];

    /// <summary>Scale and zero point of the quantising node.</summary>
    internal IEnumerable<string> Parameters(GraphNode quantize) =>
        [quantize.Input(1), QuantizationParameters.ZeroPointName(graph, quantize)];

    /// <summary>Whether both nodes have the same scalar scale, zero point and type.</summary>
    internal bool SameParameters(GraphNode dequantize, GraphNode quantize) =>
        QuantizationParameters.ScalarScale(graph, dequantize) is { } scale
        && QuantizationParameters.ScalarScale(graph, quantize) == scale
        && QuantizationParameters.ScalarZeroPoint(graph, dequantize) is { } zero
        && QuantizationParameters.ScalarZeroPoint(graph, quantize) == zero
        && TypeOf(dequantize) == OutputType;

    /// <summary>Whether the bias is absent or a 32-bit constant.</summary>
    internal bool HasIntegerBias(int slot) =>
        Inputs.Count <= slot || QuantizationParameters.TypeOf(graph, Inputs[slot]!.Input(0)) == TensorElementType.Int32;

    /// <summary>Puts a node in place of the target and the quantising node.</summary>
    internal void Replace(GraphNode replacement)
    {
        replacement.Outputs = [.. Quantize!.Outputs];
        graph.Nodes[graph.Nodes.IndexOf(target)] = replacement;
        graph.Nodes.Remove(Quantize);
    }
}
