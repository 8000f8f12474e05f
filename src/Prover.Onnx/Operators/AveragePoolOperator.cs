using Prover.Onnx.Arithmetic;
using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>
/// Averages over windows or whole axes. ONNX Runtime averages whole images of quantised values in integers, reproduced exactly;
/// smaller windows and float forms it sums in float32, which equals the integer sum unless the scale has so many significant bits
/// that partial sums round: then a value at a rounding boundary may differ by one step.
/// </summary>
internal sealed class AveragePoolOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names =>
        ["AveragePool", "GlobalAveragePool", "com.microsoft.QLinearAveragePool", "com.microsoft.QLinearGlobalAveragePool"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context) => node.Operator switch
    {
        "AveragePool" => LowerFloat(node, context),
        "GlobalAveragePool" => LowerWholeAxes(node, context),
        _ => LowerQuantized(node, context),
    };

    private static QuantizedValue LowerQuantized(GraphNode node, LoweringContext context)
    {
        if (node.Attributes.Int("channels_last", 0) != 0)
        {
            throw new UnsupportedOperatorException(
                "the channels_last form is internal to ONNX Runtime", "compile the model before optimisation");
        }

        float inputScale = context.Scale(node, 1);
        QuantizedRange input = context.Range(node, 2, context.ElementType(node, 0));
        float scale = context.Scale(node, 3);
        QuantizedRange output = context.Range(node, 4, context.ElementType(node, 0));
        Activation x = context.Activation(node, 0, input.ZeroPoint);
        SpatialWindow? window = node.Operator == "QLinearGlobalAveragePool" ? null : Window(node, x);
        if (window is null || CoversImage(window, x))
        {
            int[] axes = [.. Enumerable.Range(2, x.Rank - 2)];
            int count = axes.Aggregate(1, (product, axis) => product * x.Shape[axis]);
            float factor = inputScale / (scale * count);
            Accumulator sum = context.Builder.Sum(node.Name, x, axes);
            Activation mean = QuantizeOperator.Requantise(
                sum, (_, a) => LinearQuantization.Requantize(a, factor, output), [], null, output, context);
            return new QuantizedValue(mean, output.ElementType);
        }

        AccumulatedValue average = Average(node, x, inputScale, window, context);
        Activation y = QuantizeOperator.Close(
            node, average, real => output.RoundShifted((real / scale) + output.ZeroPoint), scale, output, context);
        return new QuantizedValue(y, output.ElementType);
    }

    private static AccumulatedValue LowerFloat(GraphNode node, LoweringContext context)
    {
        (Activation x, float scale) = LinearOperands.Input(node, 0, context);
        return Average(node, x, scale, Window(node, x), context);
    }

    private static AccumulatedValue LowerWholeAxes(GraphNode node, LoweringContext context)
    {
        (Activation x, float scale) = LinearOperands.Input(node, 0, context);
        int[] axes = [.. Enumerable.Range(2, Math.Max(0, x.Rank - 2))];
        int count = axes.Aggregate(1, (product, axis) => product * x.Shape[axis]);
        FloatSums.NoteIfRounding(node, scale, count, context);
        return new AccumulatedValue(context.Builder.Sum(node.Name, x, axes), (_, a) => (float)(a * (double)scale) / count, [], null);
    }

    private static AccumulatedValue Average(GraphNode node, Activation x, float scale, SpatialWindow window, LoweringContext context)
    {
        FloatSums.NoteIfRounding(node, scale, window.Kernel.Aggregate(1, static (product, size) => product * size), context);
        (int[]? classes, int[] counts) = Counts(node, x, window);
        int[] axes = [.. Enumerable.Range(2, window.Rank)];
        Accumulator sum = context.Builder.WindowSum(node.Name, x, window);
        return new AccumulatedValue(sum, (c, a) => (float)(a * (double)scale) / counts[c], classes is null ? [] : axes, classes);
    }

    private static SpatialWindow Window(GraphNode node, Activation x) =>
        WindowAttributes.Read(node, x.Shape, node.Attributes.Ints("kernel_shape") ?? []);

    private static bool CoversImage(SpatialWindow window, Activation x) =>
        window.Kernel.AsSpan().SequenceEqual(x.Shape.AsSpan(2))
        && Array.TrueForAll([.. window.PadsBefore, .. window.PadsAfter], static pad => pad == 0);

    /// <summary>The divisor of each output position, grouped into classes.</summary>
    private static (int[]? Classes, int[] Counts) Counts(GraphNode node, Activation x, SpatialWindow window)
    {
        int[] declaredPads = node.Attributes.Ints("pads") ?? window.PadsBefore.Concat(window.PadsAfter).ToArray();
        bool includePads = node.Attributes.Int("count_include_pad", 0) != 0;
        if (includePads && node.Operator == "QLinearAveragePool")
        {
            return (null, [window.Kernel.Aggregate(1, static (product, size) => product * size)]);
        }

        int[][] alongAxes = new int[window.Rank][];
        for (int axis = 0; axis < window.Rank; axis++)
        {
            int size = x.Shape[axis + 2];
            int low = includePads ? -window.PadsBefore[axis] : 0;
            int high = includePads ? size + declaredPads[window.Rank + axis] : size;
            alongAxes[axis] = new int[window.OutputSize(axis, size)];
            for (int y = 0; y < alongAxes[axis].Length; y++)
            {
                int start = (y * window.Strides[axis]) - window.PadsBefore[axis];
                alongAxes[axis][y] = Enumerable.Range(0, window.Kernel[axis])
                    .Count(i => start + (i * window.Dilations[axis]) is var at && at >= low && at < high);
            }
        }

        List<float> products = [1];
        foreach (int[] along in alongAxes)
        {
            products = [.. products.SelectMany(product => along.Select(count => product * count))];
        }

        (int[]? classes, float[] distinct) = ChannelClasses.Group(products);
        return (classes, Array.ConvertAll(distinct, static count => (int)count));
    }
}
