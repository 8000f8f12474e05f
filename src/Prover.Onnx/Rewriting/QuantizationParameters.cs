using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Rewriting;

/// <summary>Reads scales, zero points and 8-bit types off the nodes of a graph.</summary>
internal static class QuantizationParameters
{
    /// <summary>The one scale of a Quantize- or DequantizeLinear node, or null if it is not a constant of one element.</summary>
    internal static float? ScalarScale(ModelGraph graph, GraphNode node) =>
        graph.Constant(node.Input(1)) is { Length: 1, Data: float[] scale } ? scale[0] : null;

    /// <summary>The one zero point of such a node, or null if it is not a constant of one element; 0 where it is omitted.</summary>
    internal static int? ScalarZeroPoint(ModelGraph graph, GraphNode node)
    {
        if (node.Input(2).Length == 0)
        {
            return 0;
        }

        return graph.Constant(node.Input(2)) is { Length: 1, Data: not (float[] or double[] or Half[]) } zero ? zero.ToInt32()[0] : null;
    }

    /// <summary>The element type of a quantised value, by following it back to whatever fixes it.</summary>
    internal static TensorElementType TypeOf(ModelGraph graph, string value)
    {
        if (graph.Constant(value) is { } constant)
        {
            return constant.ElementType;
        }

        GraphNode? producer = graph.Producer(value);
        if (producer is null)
        {
            return graph.Inputs.Find(input => input.Name == value)?.ElementType ?? TensorElementType.Undefined;
        }

        return producer.IsQuantize ? QuantizedType(graph, producer) : producer.Operator switch
        {
            "QLinearConv" or "QLinearMatMul" => ZeroPointType(graph, producer, 7),
            "QLinearAdd" or "QLinearMul" => ZeroPointType(graph, producer, 7),
            "QGemm" => ZeroPointType(graph, producer, 8),
            "QLinearConcat" => ZeroPointType(graph, producer, 1),
            _ => TypeOf(graph, producer.Input(0)),
        };
    }

    /// <summary>The element type that a QuantizeLinear node writes.</summary>
    internal static TensorElementType QuantizedType(ModelGraph graph, GraphNode quantize) => quantize.Input(2).Length > 0
        ? ZeroPointType(graph, quantize, 2)
        : (TensorElementType)quantize.Attributes.Int("output_dtype", 0) is var type and not TensorElementType.Undefined
            ? type
            : TensorElementType.UInt8;

    /// <summary>The name of a node's zero point; a typed zero is added to the graph where it is omitted.</summary>
    internal static string ZeroPointName(ModelGraph graph, GraphNode node)
    {
        if (node.Input(2).Length > 0)
        {
            return node.Input(2);
        }

        TensorElementType type = node.IsQuantize ? QuantizedType(graph, node) : TypeOf(graph, node.Input(0));
        return graph.AddConstant($"{node.Output}/zero_point", DenseTensor.Allocate(type));
    }

    private static TensorElementType ZeroPointType(ModelGraph graph, GraphNode node, int slot) =>
        graph.Constant(node.Input(slot))?.ElementType ?? TypeOf(graph, node.Input(0));
}
