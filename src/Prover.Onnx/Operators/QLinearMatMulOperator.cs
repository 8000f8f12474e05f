using Prover.Onnx.Arithmetic;
using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>QLinearMatMul: an integer matrix product, by constant weights or another activation, and a rescale per column.</summary>
internal sealed class QLinearMatMulOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["QLinearMatMul"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        float leftScale = context.Scale(node, 1);
        QuantizedRange left = context.Range(node, 2, context.ElementType(node, 0));
        float[] rightScales = context.Scales(node, 4);
        DenseTensor rightZeros = context.Constant(node, 5);
        float scale = context.Scale(node, 6);
        QuantizedRange output = context.Range(node, 7, context.ElementType(node, 0));
        Activation x = context.Activation(node, 0, left.ZeroPoint);
        Accumulator sum = MatrixProduct.Of(node, x, 3, rightZeros.ToInt32(), rightScales.Length, context);
        (int[]? classes, float[] distinct) = ChannelClasses.Group(
            [.. rightScales.Select(right => LinearQuantization.RescaleFactor(leftScale, right, scale))]);
        Activation y = QuantizeOperator.Requantise(
            sum, (c, a) => LinearQuantization.Requantize(a, distinct[c], output), [sum.Shape.Length - 1], classes, output, context);
        return new QuantizedValue(y, output.ElementType);
    }
}
