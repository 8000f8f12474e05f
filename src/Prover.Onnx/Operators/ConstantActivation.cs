using Prover.Onnx.Arithmetic;
using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>Constants as float values of the network, for operators that treat them like computed ones.</summary>
internal static class ConstantActivation
{
    /// <summary>A float value, constant or not, as a function of integers of the proof.</summary>
    /// <exception cref="UnsupportedOperatorException">It is not a float value of the network.</exception>
    internal static RealValue AsReal(GraphNode node, NetworkValue value, LoweringContext context) => value switch
    {
        QuantizedConstant { Range: null } when context.Builder.HidesModel => throw new UnsupportedOperatorException(
            "a constant of 32 bits is used like an activation, so that its range would show of a private model",
            "quantise it to 8 or 16 bits, or publish the weights (weights=public)"),
        QuantizedConstant { Scales: [var scale], ZeroPoints: [var zero] } constant => new PointwiseValue(
            context.Builder.Constant($"{node.Name} constant", constant.Shape, constant.Integers, zero, constant.Range),
            q => LinearQuantization.Dequantize(q, scale, zero))
        {
            Scale = scale,
        },
        QuantizedConstant when context.Builder.HidesModel => throw new UnsupportedOperatorException(
            "a constant of several scales is used like an activation, so that its values would show of a private model",
            "quantise it per tensor, or publish the weights (weights=public)"),
        QuantizedConstant constant => OfFloats(node, Dequantize(constant), constant.Shape, context),
        RealValue real => real,
        ConstantValue { Tensor.Data: float[] floats } => OfFloats(node, floats, value.Shape, context),
        FloatInputValue => throw new UnsupportedOperatorException("its input is float", "quantise the model's input first"),
        _ => throw new UnsupportedOperatorException("it joins values of different kinds", "quantise all of them alike"),
    };

    /// <summary>The elements of a quantised constant as floats.</summary>
    internal static float[] Dequantize(QuantizedConstant constant)
    {
        int inner = DenseTensor.ElementCount(constant.Shape.AsSpan(Math.Min(constant.Axis + 1, constant.Shape.Length)));
        int size = constant.Shape.Length == 0 ? 1 : constant.Shape[constant.Axis];
        return [.. constant.Integers.Select((q, i) => LinearQuantization.Dequantize(
            q, constant.ScaleAt(i / inner % size), constant.ZeroPoints[constant.ZeroPoints.Length == 1 ? 0 : i / inner % size]))];
    }

    /// <summary>An activation that numbers the distinct values, and the function from number to value.</summary>
    private static PointwiseValue OfFloats(GraphNode node, float[] floats, int[] shape, LoweringContext context)
    {
        context.NoteShown(node, "its float constants");
        float[] distinct = [.. floats.Distinct()];
        int[] numbers = Array.ConvertAll(floats, value => Array.FindIndex(
            distinct, known => BitConverter.SingleToUInt32Bits(known) == BitConverter.SingleToUInt32Bits(value) || known == value));
        Activation x = context.Builder.Constant($"{node.Name} constant", shape, numbers, 0);
        return new PointwiseValue(x, number => distinct[number]);
    }
}
