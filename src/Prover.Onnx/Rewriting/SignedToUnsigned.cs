using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Rewriting;

/// <summary>
/// Turns int8 activations between one QuantizeLinear and its only DequantizeLinear into uint8 with a zero point greater by 128.
/// ONNX Runtime does so on x86-64, where convolution and matrix product of int8 activations have no integer kernel. Values do
/// not change, but float32 terms that contain a zero point do.
/// </summary>
internal static class SignedToUnsigned
{
    /// <summary>Applies the rule to the whole graph.</summary>
    internal static void Apply(ModelGraph graph)
    {
        foreach (GraphNode quantize in graph.Nodes.Where(static node => node.IsQuantize).ToList())
        {
            if (graph.OnlyConsumer(quantize.Output) is { IsDequantize: true } dequantize
                && Int8ZeroPoint(graph, quantize) is { } zero && Int8ZeroPoint(graph, dequantize) == zero)
            {
                string name = graph.AddConstant(
                    quantize.Input(2) + "/unsigned", DenseTensor.Create(new[] { (byte)(zero + 128) }));
                quantize.Inputs[2] = name;
                dequantize.Inputs[2] = name;
            }
        }
    }

    private static int? Int8ZeroPoint(ModelGraph graph, GraphNode node) =>
        graph.Constant(node.Input(2)) is { Length: 1, ElementType: TensorElementType.Int8 } zero ? zero.As<sbyte>()[0] : null;
}
