using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Quantization;

/// <summary>A node that multiplies its first input by constant weights.</summary>
/// <param name="Node">The node: Conv, ConvTranspose, Gemm or MatMul.</param>
/// <param name="Weights">The weights.</param>
/// <param name="WeightAxis">The axis of the weights that counts output channels; -1 where no single axis does.</param>
/// <param name="OutputAxis">The axis of the output that counts channels.</param>
/// <param name="Channels">The number of output channels.</param>
internal sealed record LinearLayer(GraphNode Node, DenseTensor Weights, int WeightAxis, int OutputAxis, int Channels)
{
    /// <summary>Whether the layer takes a bias as its third input.</summary>
    internal bool TakesBias => Node.Operator != "MatMul";

    /// <summary>Whether this is a convolution of either kind.</summary>
    internal bool IsConvolution => Node.Operator is "Conv" or "ConvTranspose";

    /// <summary>The layer that a node is, or null.</summary>
    internal static LinearLayer? Of(ModelGraph graph, GraphNode node, IReadOnlyDictionary<string, TensorInfo> info)
    {
        if (node.Domain.Length > 0 || node.Operator is not ("Conv" or "ConvTranspose" or "Gemm" or "MatMul")
            || graph.Constant(node.Input(1)) is not { Data: float[] } weights || graph.Constant(node.Input(0)) is not null
            || !info.TryGetValue(node.Output, out TensorInfo? output))
        {
            return null;
        }

        switch (node.Operator)
        {
            case "Conv":
                return new LinearLayer(node, weights, 0, 1, weights.Shape[0]);
            case "ConvTranspose":
                int groups = node.Attributes.Int("group", 1);
                return new LinearLayer(node, weights, groups == 1 ? 1 : -1, 1, weights.Shape[1] * groups);
            case "Gemm":
                int axis = node.Attributes.Int("transB", 0) != 0 ? 0 : 1;
                return new LinearLayer(node, weights, axis, 1, weights.Shape[axis]);
            default:
                return weights.Shape.Length == 2
                    ? new LinearLayer(node, weights, 1, output.Shape.Length - 1, weights.Shape[1])
                    : null;
        }
    }

    /// <summary>The bias, zeros where there is none.</summary>
    internal float[] Bias(ModelGraph graph) => TakesBias && graph.Constant(Node.Input(2)) is { Data: float[] bias }
        ? bias
        : new float[Channels];

    /// <summary>Gives the node new weights and a new bias.</summary>
    internal void Replace(ModelGraph graph, DenseTensor weights, float[] bias)
    {
        Node.Inputs =
        [
            Node.Input(0),
            graph.AddConstant(Node.Input(1) + "/folded", weights),
            graph.AddConstant(Node.Output + "/bias", DenseTensor.Create(bias, bias.Length)),
        ];
    }

    /// <summary>The weights with each output channel multiplied by a factor.</summary>
    internal DenseTensor Scaled(float[] factors)
    {
        float[] values = [.. Weights.As<float>()];
        int inner = WeightAxis < 0 ? 1 : DenseTensor.ElementCount(Weights.Shape.AsSpan(WeightAxis + 1));
        for (int i = 0; i < values.Length; i++)
        {
            values[i] *= factors[factors.Length == 1 ? 0 : i / inner % factors.Length];
        }

        return DenseTensor.Create(values, Weights.Shape);
    }
}
