using Prover.Onnx.Compilation;
using Prover.Onnx.Operators;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Elementwise;

/// <summary>An input of an elementwise operator, whatever it is, as a function of integers and of the class of an element.</summary>
/// <param name="Sources">Activations or one accumulator; none for constants.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Classes">The classes; null for one.</param>
/// <param name="Function">From class and one integer per source to the value.</param>
/// <param name="Behaviour">How it behaves, where there is one source.</param>
/// <param name="Linear">The function as one of a weighted sum; null where it is not that.</param>
internal sealed record ElementwiseOperand(
    object[] Sources, int[] Shape, ElementClasses? Classes, Func<int, int[], float> Function, FunctionShape Behaviour, LinearForm? Linear)
{
    /// <summary>Whether it is known at compile time.</summary>
    internal bool IsConstant => Sources.Length == 0;

    /// <summary>A value of the network as an operand.</summary>
    /// <exception cref="UnsupportedOperatorException">It is not a value that elementwise functions apply to.</exception>
    internal static ElementwiseOperand Of(NetworkValue value)
    {
        switch (value)
        {
            case ConstantValue constant:
                return Constant(Floats(constant.Tensor), constant.Shape);
            case QuantizedConstant constant:
                return Constant(ConstantActivation.Dequantize(constant), constant.Shape);
            case QuantizedValue { X: var x }:
                return new([x], x.Shape, null, static (_, q) => q[0], FunctionShape.Monotone, Affine(1, x.ZeroPoint));
            case PointwiseValue { X: var x, Function: var function } v:
                LinearForm? form = v.Scale is { } scale ? Affine(scale, 0) : null;
                return new([x], x.Shape, null, (_, q) => function(q[0]), v.Behaviour, form);
            case RegionValue v:
                return new(v.Sources, v.Shape, v.Classes, v.Function, v.Behaviour, v.Linear);
            case AccumulatedValue { Function: var function } v:
                ElementClasses? classes = v.Classes is { } numbers ? new(v.ClassAxes, numbers, numbers.Max() + 1) : null;
                return new([v.Sum], v.Shape, classes, (c, a) => function(c, a[0]), v.Behaviour, null);
            case FloatInputValue:
                throw new UnsupportedOperatorException("its input is a float input of the model", "quantise the model's input first");
            default:
                throw new UnsupportedOperatorException(
                    $"its input is {value.GetType().Name}, not a dequantised value", "quantise the value before it");
        }
    }

    /// <summary>Known values.</summary>
    internal static ElementwiseOperand Constant(float[] values, int[] shape)
    {
        ElementClasses? classes = ElementClasses.Of(
            shape, Array.ConvertAll(values, BitConverter.SingleToUInt32Bits), out int[] first);
        float[] distinct = Array.ConvertAll(first, i => values[i]);
        var form = new LinearForm([], c => distinct[c], null, FunctionShape.Monotone);
        return new([], shape, classes, (c, _) => distinct[c], FunctionShape.Monotone, form);
    }

    /// <summary>The elements of a tensor as floats.</summary>
    /// <exception cref="UnsupportedOperatorException">An element is not a float.</exception>
    internal static float[] Floats(DenseTensor tensor)
    {
        if (tensor.Data is float[] floats)
        {
            return floats;
        }

        long[] integers = tensor.ToInt64();
        return Array.TrueForAll(integers, static value => (long)(float)value == value)
            ? Array.ConvertAll(integers, static value => (float)value)
            : throw new UnsupportedOperatorException("an integer constant of more than 24 bits", "use smaller integers");
    }

    private static LinearForm Affine(double slope, double offset) => new([slope], _ => offset, null, FunctionShape.Monotone);
}
