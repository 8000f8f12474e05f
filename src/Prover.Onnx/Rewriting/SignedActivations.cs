using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Rewriting;

/// <summary>
/// Decides whether a model's int8 activations stay int8 (DECISIONS/0012). Turning them into uint8 needs a single reader; where several
/// nodes read one, ONNX Runtime on x86-64 falls back to float32 sums, whose last bits depend on the machine, unless its session allows
/// int8 kernels, which it always does on Arm. Integers have one answer, so such a model is proven with these kernels throughout.
/// </summary>
internal static class SignedActivations
{
    /// <summary>Whether a convolution or matrix product of int8 weights reads int8 values that cannot become uint8.</summary>
    internal static bool AreKept(ModelGraph graph) => graph.Nodes.Exists(node => node.Domain.Length == 0
        && node.Operator is "Conv" or "MatMul"
        && graph.Producer(node.Input(0)) is { IsDequantize: true } values && IsInt8(graph, values)
        && graph.Producer(node.Input(1)) is { IsDequantize: true } weights && IsInt8(graph, weights)
        && !(graph.Producer(values.Input(0)) is { IsQuantize: true } quantize && graph.OnlyConsumer(quantize.Output) == values));

    private static bool IsInt8(ModelGraph graph, GraphNode dequantize) => TensorElementType.Int8
        == (graph.Constant(dequantize.Input(2))?.ElementType ?? QuantizationParameters.TypeOf(graph, dequantize.Input(0)));
}
