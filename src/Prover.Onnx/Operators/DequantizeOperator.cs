using Prover.Onnx.Arithmetic;
using Prover.Onnx.Compilation;
using Prover.Onnx.Elementwise;
using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>DequantizeLinear: a view of integers as real numbers.</summary>
internal sealed class DequantizeOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["DequantizeLinear", "com.microsoft.DequantizeLinear"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        if (node.Attributes.Int("block_size", 0) != 0)
        {
            throw new UnsupportedOperatorException("blockwise scales are not supported", "quantise per tensor or per channel");
        }

        float[] scales = context.Floats(node, 1);
        int[] zeros = LoweringContext.Has(node, 2)
            ? context.Constant(node, 2).ToInt32()
            : new int[scales.Length];
        int axis = node.Attributes.Int("axis", 1);
        axis = axis < 0 ? axis + context.Input(node, 0).Shape.Length : axis;
        return context.Input(node, 0) switch
        {
            ConstantValue { Tensor: var tensor } => Constant(tensor, scales, zeros, axis),
            QuantizedValue { X: var x } when scales is [var scale] && zeros is [var zero] =>
                new PointwiseValue(x, q => LinearQuantization.Dequantize(q, scale, zero))
                {
                    Behaviour = FunctionShape.Monotone,
                    Scale = zero == x.ZeroPoint && scale > 0 ? scale : null,
                },
            QuantizedValue { X: var x } => Channelwise(x, scales, zeros, axis),
            HeadValue head => head,
            _ => throw new UnsupportedOperatorException("what it dequantises is not an integer tensor of the network"),
        };
    }

    private static RegionValue Channelwise(Activation x, float[] scales, int[] zeros, int axis)
    {
        (float, int)[] parameters = [.. scales.Select((scale, i) => (scale, zeros[zeros.Length == 1 ? 0 : i]))];
        ElementClasses? classes = ElementClasses.Of([parameters.Length], parameters, out int[] first);
        return new RegionValue(
            [x],
            x.Shape,
            classes is null ? null : classes with { Axes = [axis] },
            (c, q) => LinearQuantization.Dequantize(q[0], parameters[first[c]].Item1, parameters[first[c]].Item2))
        {
            Behaviour = FunctionShape.Monotone,
        };
    }

    private static QuantizedConstant Constant(DenseTensor tensor, float[] scales, int[] zeros, int axis)
    {
        if (!QuantizedRange.Holds(tensor.ElementType) && tensor.ElementType != TensorElementType.Int32)
        {
            throw new UnsupportedOperatorException(
                $"constants of type {tensor.ElementType}", "quantise to 8 or 16 bits, biases to 32 bits");
        }

        int[] integers = tensor.ToInt32();
        return new QuantizedConstant(integers, tensor.Shape, scales, zeros, scales.Length == 1 ? 0 : axis)
        {
            Range = QuantizedRange.Of(tensor),
        };
    }
}
