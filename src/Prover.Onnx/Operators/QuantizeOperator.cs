using Prover.Onnx.Arithmetic;
using Prover.Onnx.Compilation;
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
        if (range.ElementType is not (TensorElementType.UInt8 or TensorElementType.Int8))
        {
            throw new UnsupportedOperatorException($"quantisation to {range.ElementType}", "quantise to 8 bits");
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
        GraphNode node, RealValue value, Func<float, int> round, float scale, QuantizedRange range, LoweringContext context)
    {
        switch (value)
        {
            case PointwiseValue { X: var x, Function: var function }:
                return Unary(node, x, q => round(function(q)), range, context);
            case AxiswiseValue axiswise:
                return CloseAxiswise(node, axiswise, (c, q) => round(axiswise.Function(c, q)), range, context);
            case PairwiseValue { Left: var left, Right: var right, Function: var function } pair:
                RescaleHint? slopes = pair.Slopes is { } s ? new(s.Left / scale, s.Right / scale) : null;
                return context.Builder.Binary(node.Name, left, right, (a, b) => round(function(a, b)), range.ZeroPoint, slopes);
            case AccumulatedValue { Sum: var sum, Function: var function } accumulated:
                CheckNonDecreasing(accumulated);
                return Requantise(sum, (c, a) => round(function(c, a)), accumulated.ClassAxes, accumulated.Classes, range, context);
            case MovedValue moved:
                return moved.Move(Close(node, moved.Inner, round, scale, range, context));
            case JoinedValue joined:
                Activation[] parts = [.. joined.Parts.Select(part => Close(node, part, round, scale, range, context))];
                return context.Builder.Concat(node.Name, parts, joined.Axis);
            default:
                throw new UnsupportedOperatorException("it quantises constants at run time", "fold the constants");
        }
    }

    /// <summary>
    /// A function that depends on the index along an axis: an interval table per index where it is non-decreasing, else one table
    /// over value and index, the index being a constant activation.
    /// </summary>
    private static Activation CloseAxiswise(
        GraphNode node, AxiswiseValue value, Func<int, int, int> function, QuantizedRange range, LoweringContext context)
    {
        const int largestIndex = 256;
        Activation x = value.X;
        int count = x.Shape[value.Axis];
        int[] indices = [.. Enumerable.Range(0, count)];
        bool nonDecreasing = Array.TrueForAll(
            indices, c => Enumerable.Range(x.Low, x.High - x.Low).All(q => function(c, q) <= function(c, q + 1)));
        if (nonDecreasing)
        {
            Accumulator copy = context.Builder.Combine(node.Name, [(x, 1)], 0);
            return Requantise(copy, (c, sum) => function(c, sum + x.ZeroPoint), [value.Axis], indices, range, context);
        }

        if (count > largestIndex)
        {
            throw new UnsupportedOperatorException($"a decreasing function of more than {largestIndex} channels", "use positive scales");
        }

        int[] shape = [.. x.Shape.Select((_, axis) => axis == value.Axis ? count : 1)];
        Activation channel = context.Builder.Constant(node.Name + "/channel", shape, indices, 0);
        return context.Builder.Binary(node.Name, x, channel, (q, c) => function(c, q), range.ZeroPoint);
    }

    /// <summary>Thresholds are found by bisection, so a decreasing function (a negative factor) must not get there.</summary>
    private static void CheckNonDecreasing(AccumulatedValue value)
    {
        int low = (int)Math.Max(value.Sum.Low.Min(), int.MinValue);
        int high = (int)Math.Min(value.Sum.High.Max(), int.MaxValue);
        int count = value.Classes is { } classes ? classes.Max() + 1 : 1;
        if (Enumerable.Range(0, count).Any(c => !(value.Function(c, low) <= value.Function(c, high))))
        {
            throw new UnsupportedOperatorException("a negative factor after a linear layer", "fold its sign into the weights");
        }
    }

    /// <summary>An elementwise function, or the activation itself where the function changes nothing.</summary>
    internal static Activation Unary(GraphNode node, Activation x, Func<int, int> function, QuantizedRange range, LoweringContext context)
    {
        bool identity = x.ZeroPoint == range.ZeroPoint;
        for (int q = x.Low; q <= x.High && identity; q++)
        {
            identity = function(q) == q;
        }

        return identity ? x : context.Builder.Unary(node.Name, x, function, range.ZeroPoint);
    }

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
                input.Name, input.Declared, range.ZeroPoint, range.Low, range.High, context.PublicInputs);
        }
        else if (known.Scale != scale || known.ZeroPoint != range.ZeroPoint || known.ElementType != range.ElementType)
        {
            throw new UnsupportedOperatorException($"input {input.Name} is quantised in more than one way", "share one QuantizeLinear");
        }

        return input.Move(context.QuantizedInputs[input.Name]);
    }
}
