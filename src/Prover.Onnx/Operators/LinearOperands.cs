using Prover.Onnx.Arithmetic;
using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>Operands of linear layers that are written on dequantised values.</summary>
internal static class LinearOperands
{
    private const double MaximumUnits = 1 << 16;

    private const string UnlikeBias = "its bias, which is not in units of input scale times weight scale";

    /// <summary>A bias: integers in units of input scale · weight scale, or floats added after scaling, or neither.</summary>
    internal readonly record struct Bias(int[]? Integers, float[]? Reals);

    /// <summary>Constant quantised weights.</summary>
    internal static QuantizedConstant Weights(GraphNode node, int slot, LoweringContext context) => context.Input(node, slot) switch
    {
        QuantizedConstant { Range: null } when context.Builder.HidesModel => throw new UnsupportedOperatorException(
            "its weights have 32 bits, so that their range would show of a private model",
            "quantise them to 8 or 16 bits, or publish the weights (weights=public)"),
        QuantizedConstant weights => Array.TrueForAll(weights.Scales, static scale => scale > 0 && float.IsFinite(scale))
            ? weights
            : throw new UnsupportedOperatorException("its weights must have positive scales"),
        ConstantValue => throw new UnsupportedOperatorException("its weights are float", "quantise the weights to 8 bits"),
        _ => throw new UnsupportedOperatorException("its weights are computed at run time", "use MatMul for products of activations"),
    };

    /// <summary>A dequantised activation and its scale.</summary>
    internal static (Activation X, float Scale) Input(GraphNode node, int slot, LoweringContext context) => context.Input(node, slot) switch
    {
        PointwiseValue { Scale: { } scale } value => (value.X, scale),
        PointwiseValue value when Affine(value) is { } affine => (context.WithZeroPoint(node, value.X, affine.ZeroPoint), affine.Scale),
        RealValue => throw new UnsupportedOperatorException(
            "its input is not quantised", "put QuantizeLinear and DequantizeLinear before it"),
        ConstantValue => throw new UnsupportedOperatorException("an operand is a float constant", "quantise the weights to 8 bits"),
        _ => throw new UnsupportedOperatorException("its input is float", "quantise the model's input first"),
    };

    /// <summary>
    /// Scale and zero point of a function (q - zero point) · scale of an activation that is stored with another zero point, such as
    /// rows of a constant table; null for other functions, and where the zero point is no value of the activation.
    /// </summary>
    private static (float Scale, int ZeroPoint)? Affine(PointwiseValue value)
    {
        for (int zero = value.X.Low; zero < value.X.High; zero++)
        {
            float scale = value.Function(zero + 1);
            if (value.Function(zero) == 0 && scale > 0)
            {
                bool isAffine = Enumerable.Range(value.X.Low, value.X.High - value.X.Low + 1)
                    .All(q => value.Function(q) == LinearQuantization.Dequantize(q, scale, zero));
                return isAffine ? (scale, zero) : null;
            }
        }

        return null;
    }

    /// <summary>The left operand of Gemm, transposed if the node says so.</summary>
    internal static Activation Transposed(GraphNode node, Activation x, LoweringContext context)
    {
        if (node.Attributes.Int("transA", 0) == 0)
        {
            return x;
        }

        return context.Batch == 1
            ? context.Builder.Transpose(node.Name, x, 1, 0)
            : throw new UnsupportedOperatorException("it moves the batch axis", "compile without --batch");
    }

    /// <summary>
    /// Reads an optional bias of the given length, times a factor. If one step of it is a whole number of units of input scale · weight
    /// scale, which follows from scales and factor and never from the bias, it is a part of the sum.
    /// </summary>
    internal static Bias ReadBias(
        GraphNode node, int slot, QuantizedConstant weights, float inputScale, int length, LoweringContext context, float factor = 1f)
    {
        if (!LoweringContext.Has(node, slot))
        {
            return default;
        }

        switch (Broadcast(context.Input(node, slot), length))
        {
            case QuantizedConstant bias when bias.Integers.Length == length && Array.TrueForAll(bias.ZeroPoints, static zero => zero == 0):
                double[] units =
                    [.. Enumerable.Range(0, length).Select(i => bias.ScaleAt(i) / ((double)inputScale * weights.ScaleAt(i)))];
                if (Scaled(bias.Integers, units, factor, context.Builder.HidesModel) is { } integers) return new Bias(integers, null);
                if (context.Builder.HidesModel && factor != 1f && Array.TrueForAll(units, IsWhole))
                {
                    throw new UnsupportedOperatorException(
                        $"its bias has the factor beta = {factor}, so that it would show of a private model",
                        "multiply the bias by it, or publish the weights (weights=public)");
                }

                context.NoteShown(node, UnlikeBias);
                return new Bias(null, [.. Enumerable.Range(0, length).Select(i => factor * (bias.Integers[i] * bias.ScaleAt(i)))]);
            case ConstantValue { Tensor.Data: float[] reals } when reals.Length == length:
                context.NoteShown(node, UnlikeBias);
                return new Bias(null, Array.ConvertAll(reals, real => factor * real));
            default:
                throw new UnsupportedOperatorException("its bias is not a constant vector of one value per output");
        }
    }

    /// <summary>Whether a number of units is whole but for the rounding of input scale · weight scale to float32.</summary>
    private static bool IsWhole(double units) =>
        Math.Abs(units) <= MaximumUnits && Math.Abs(units - Math.Round(units)) <= 1e-6 * Math.Abs(units);

    /// <summary>
    /// A bias in units of its sum; null if its steps are not whole numbers of them, or of several where nothing is hidden: then it can be
    /// added behind the sum, whatever its size.
    /// </summary>
    private static int[]? Scaled(int[] integers, double[] units, float factor, bool isSecret)
    {
        double[] steps = Array.ConvertAll(units, unit => unit * factor);
        if (!Array.TrueForAll(steps, step => IsWhole(step) && (isSecret || Math.Round(step) == 1))) return null;
        long[] scaled = [.. integers.Zip(steps, static (integer, step) => integer * (long)Math.Round(step))];
        return Array.TrueForAll(scaled, static value => value is >= int.MinValue and <= int.MaxValue)
            ? Array.ConvertAll(scaled, static value => (int)value)
            : throw new UnsupportedOperatorException(
                "its bias is beyond 32 bits in units of input scale times weight scale", "publish the weights (weights=public)");
    }

    /// <summary>A bias of one element as a vector.</summary>
    private static NetworkValue Broadcast(NetworkValue bias, int length) => bias switch
    {
        QuantizedConstant { Integers: [var only], Scales.Length: 1 } constant when length > 1 => new QuantizedConstant(
            [.. Enumerable.Repeat(only, length)], [length], constant.Scales, constant.ZeroPoints, 0),
        ConstantValue { Tensor.Data: float[] and [var only] } when length > 1 => new ConstantValue(
            Tensors.DenseTensor.Create(Enumerable.Repeat(only, length).ToArray(), length)),
        _ => bias,
    };

    /// <summary>The real value of an accumulator: scaled with one rounding, plus a float bias.</summary>
    internal static AccumulatedValue Rescaled(Accumulator sum, int axis, QuantizedConstant weights, float inputScale, Bias bias)
    {
        int channels = sum.Shape[axis];
        if (bias.Reals is { } reals)
        {
            double[] scales = [.. Enumerable.Range(0, channels).Select(i => (double)inputScale * weights.ScaleAt(i))];
            return new AccumulatedValue(sum, (c, a) => (float)((a * scales[c]) + reals[c]), [axis], [.. Enumerable.Range(0, channels)]);
        }

        (int[]? classes, float[] distinct) = ChannelClasses.Group(weights.Scales);
        return new AccumulatedValue(sum, (c, a) => (float)(a * ((double)inputScale * distinct[c])), classes is null ? [] : [axis], classes)
        {
            Factors = Array.ConvertAll(distinct, scale => inputScale * scale),
        };
    }

    /// <summary>The note for a layer that ONNX Runtime runs in float32.</summary>
    internal static string FloatNote(GraphNode node) =>
        $"{node.Name} ({node.OperatorName}): ONNX Runtime runs this layer in float32 (no integer kernel for its operands); results at "
        + "a rounding boundary may differ by one step";
}
