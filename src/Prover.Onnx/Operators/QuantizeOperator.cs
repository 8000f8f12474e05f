using Prover.Onnx.Arithmetic;
using Prover.Onnx.Compilation;
using Prover.Onnx.Elementwise;
using Prover.Onnx.Graphs;
using Prover.Onnx.Inputs;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>QuantizeLinear: closes a chain of float arithmetic into one activation.</summary>
internal sealed class QuantizeOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["QuantizeLinear", "com.microsoft.QuantizeLinear"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        float scale = context.Scale(node, 1);
        var declared = (TensorElementType)node.Attributes.Int("output_dtype", (int)TensorElementType.UInt8);
        QuantizedRange range = context.Range(node, 2, declared == TensorElementType.Undefined ? TensorElementType.UInt8 : declared);
        if (!QuantizedRange.Holds(range.ElementType))
        {
            throw new UnsupportedOperatorException($"quantisation to {range.ElementType}", "quantise to 8 or 16 bits");
        }

        if (context.Input(node, 0) is ConstantValue { Tensor: { Data: float[] floats } constant })
        {
            int[] integers = Array.ConvertAll(floats, real => LinearQuantization.Quantize(real, scale, range));
            return new ConstantValue(DenseTensor.Create(QuantizedRange.Narrow(integers, range.ElementType), constant.Shape));
        }

        Activation x = context.Input(node, 0) switch
        {
            FloatInputValue input => QuantizeInput(input, scale, range, context),
            RealValue value => Close(node, value, real => LinearQuantization.Quantize(real, scale, range), scale, range, context),
            _ => throw new UnsupportedOperatorException("what it quantises is not a float value of the network"),
        };
        return new QuantizedValue(x, range.ElementType);
    }

    /// <summary>Turns a float value into an activation by a rounding function.</summary>
    /// <param name="node">The quantising node.</param>
    /// <param name="value">The float value.</param>
    /// <param name="round">From float to quantised value, non-decreasing.</param>
    /// <param name="scale">The scale, to guide the search for small factors.</param>
    /// <param name="range">Type and zero point of the result.</param>
    /// <param name="context">The network under construction.</param>
    internal static Activation Close(
        GraphNode node, RealValue value, Func<float, int> round, float scale, QuantizedRange range, LoweringContext context) =>
        RegionClosing.Close(node, value, new Rounding(round, range.Low, range.High, range.ZeroPoint, scale), context);

    /// <summary>An elementwise function, or the activation itself where the function changes nothing.</summary>
    internal static Activation Unary(
        GraphNode node, Activation x, Func<int, int> function, QuantizedRange range, LoweringContext context) =>
        RegionClosing.Unary(node, x, function, range.ZeroPoint, context);

    /// <summary>Rescales an accumulator, sharing one class between indices.</summary>
    internal static Activation Requantise(
        Accumulator sum, Func<int, int, int> quantise, int[] axes, int[]? classes, QuantizedRange range, LoweringContext context) =>
        context.Builder.Requantise(sum, new Requantisation(quantise, range.Low, range.High, range.ZeroPoint)
        {
            ClassAxes = classes is null ? [] : axes,
            Classes = classes,
        });

    private static Activation QuantizeInput(FloatInputValue input, float scale, QuantizedRange range, LoweringContext context)
    {
        var declared = new ModelInput(input.Name, TensorElementType.Float, input.Unprepared ?? input.Declared);
        InputQuantization? known = context.InputQuantizations.Find(entry => entry.Input.Name == input.Name);
        if (known is null)
        {
            context.InputQuantizations.Add(new InputQuantization(declared, scale, range.ZeroPoint, range.ElementType)
            {
                Preparation = input.Preparation,
            });
            context.QuantizedInputs[input.Name] = context.Builder.Input(
                input.Name, input.Declared, range.ZeroPoint, range.Low, range.High, context.Visibility.OfInput(input.Name));
        }
        else if (known.Scale != scale || known.ZeroPoint != range.ZeroPoint || known.ElementType != range.ElementType)
        {
            throw new UnsupportedOperatorException($"input {input.Name} is quantised in more than one way", "share one QuantizeLinear");
        }

        return input.Move(context.QuantizedInputs[input.Name]);
    }
}
