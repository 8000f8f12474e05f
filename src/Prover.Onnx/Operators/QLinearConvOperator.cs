using Prover.Onnx.Arithmetic;
using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>QLinearConv: an integer convolution and one rescale per output channel.</summary>
internal sealed class QLinearConvOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["QLinearConv", "com.microsoft.QLinearConv"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        if (node.Attributes.Int("channels_last", 0) != 0)
        {
            throw new UnsupportedOperatorException(
                "the channels_last form is internal to ONNX Runtime", "compile the model before optimisation");
        }

        float inputScale = context.Scale(node, 1);
        QuantizedRange input = context.Range(node, 2, context.ElementType(node, 0));
        DenseTensor weights = context.Constant(node, 3);
        float[] weightScales = context.Scales(node, 4);
        float scale = context.Scale(node, 6);
        QuantizedRange output = context.Range(node, 7, context.ElementType(node, 0));
        int[]? bias = LoweringContext.Has(node, 8) ? context.Constant(node, 8).As<int>() : null;
        Activation x = context.Activation(node, 0, input.ZeroPoint);
        Accumulator sum = Convolve(node, context, x, WeightsOf(weights, context.Constant(node, 5)), bias);
        var factors = weightScales.Select(weight => LinearQuantization.RescaleFactor(inputScale, weight, scale)).ToList();
        (int[]? classes, float[] distinct) = ChannelClasses.Group(factors);
        Activation y = QuantizeOperator.Requantise(
            sum, (c, a) => LinearQuantization.Requantize(a, distinct[c], output), [1], classes, output, context);
        return new QuantizedValue(y, output.ElementType);
    }

    /// <summary>The convolution of a node, its window read from the attributes.</summary>
    internal static Accumulator Convolve(GraphNode node, LoweringContext context, Activation x, WeightTensor weights, int[]? bias)
    {
        int groups = node.Attributes.Int("group", 1);
        int[] kernel = [.. weights.Shape.AsSpan(Math.Min(2, weights.Shape.Length))];
        if (groups < 1 || x.Rank != weights.Shape.Length || x.Rank < 3
            || x.Shape[1] != weights.Shape[1] * groups || weights.Shape[0] % groups != 0)
        {
            throw new UnsupportedOperatorException($"weights [{string.Join(", ", weights.Shape)}] in {groups} groups do not fit "
                + $"an input of shape [{string.Join(", ", x.Shape)}]");
        }

        return context.Builder.Convolution(node.Name, x, weights, bias, WindowAttributes.Read(node, x.Shape, kernel), groups);
    }

    /// <summary>Quantised weights minus their zero points, which belong to axis 0.</summary>
    internal static WeightTensor WeightsOf(DenseTensor weights, DenseTensor zeroPoints) =>
        QuantizedRange.Weights(weights, 0, zeroPoints.ToInt32());
}
