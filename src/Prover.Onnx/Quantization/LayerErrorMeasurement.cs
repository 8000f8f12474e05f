using Prover.Onnx.Arithmetic;
using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Quantization;

/// <summary>Runs float and quantised model side by side and compares every quantised value.</summary>
internal sealed class LayerErrorMeasurement
{
    private const double PoorDecibels = 20;
    private const double FairDecibels = 30;

    private readonly ModelGraph floats;
    private readonly ModelGraph quantized;
    private readonly QuantizationOptions options;
    private readonly List<Entry> entries = [];

    private LayerErrorMeasurement(ModelGraph floats, ModelGraph quantized, QuantizationOptions options)
    {
        this.floats = floats;
        this.quantized = quantized;
        this.options = options;
    }

    /// <summary>Measures.</summary>
    /// <param name="floats">The float graph.</param>
    /// <param name="quantized">The quantised graph, whose values have the names of the float graph's.</param>
    /// <param name="samples">Some samples.</param>
    /// <param name="options">Types and threads.</param>
    /// <param name="progress">Told how many runs are done and how many there are.</param>
    internal static List<LayerError> Run(
        ModelGraph floats, ModelGraph quantized, SampleSet samples, QuantizationOptions options, Action<int, int> progress)
    {
        var measurement = new LayerErrorMeasurement(floats, quantized, options);
        measurement.FindValues();
        using var exact = new FloatRun(floats, measurement.entries.Select(static entry => entry.Value), options.Threads);
        using var rounded = new FloatRun(quantized, measurement.entries.Select(static entry => entry.Restored), options.Threads);
        int done = 0;
        foreach (IReadOnlyDictionary<string, DenseTensor> sample in samples)
        {
            Dictionary<string, DenseTensor> a = exact.Run(sample), b = rounded.Run(sample);
            measurement.entries.ForEach(entry => entry.Add(a[entry.Value].As<float>(), b[entry.Restored].As<float>()));
            progress(++done, samples.Count);
        }

        return [.. measurement.entries.Select(measurement.Finish).OrderBy(static layer => layer.SignalToNoise)];
    }

    private void FindValues()
    {
        foreach (GraphNode quantize in quantized.Nodes.Where(static node => node.IsQuantize))
        {
            GraphNode dequantize = quantized.Consumers(quantize.Output)[0].Node;
            bool isInput = floats.Inputs.Exists(input => input.Name == quantize.Input(0));
            DenseTensor zero = quantized.Constants[quantize.Input(2)];
            entries.Add(new Entry(
                isInput ? quantize.Input(0) : dequantize.Output,
                dequantize.Output,
                quantized.Constants[quantize.Input(1)].As<float>()[0],
                new Arithmetic.QuantizedRange(zero.ElementType, zero.ToInt32()[0])));
        }
    }

    private LayerError Finish(Entry entry)
    {
        GraphNode? node = floats.Producer(entry.Value);
        double? weights = WeightNoise(entry.Value);
        double own = Decibels(entry.Signal, entry.OwnNoise), all = Decibels(entry.Signal, entry.Noise);
        double clipped = (double)entry.Clipped / Math.Max(1, entry.Count);
        return new LayerError(
            entry.Value,
            node?.Name ?? entry.Value,
            node?.OperatorName ?? "input",
            entry.Scale,
            all,
            own,
            weights,
            entry.Steps / Math.Max(1, entry.Count),
            entry.MaximumSteps,
            clipped,
            Advice(all, own, weights, clipped));
    }

    /// <summary>The noise of the weights of the linear layer that the value comes from through elementwise functions.</summary>
    private double? WeightNoise(string value)
    {
        for (GraphNode? node = floats.Producer(value); node is not null; node = floats.Producer(node.Input(0)))
        {
            if (node.Operator is "Conv" or "ConvTranspose" or "Gemm" or "MatMul")
            {
                GraphNode? twin = quantized.Nodes.Find(other => other.Name == node.Name && other.Operator == node.Operator);
                return floats.Constant(node.Input(1)) is { Data: float[] exact } weights && twin is not null
                    && quantized.Producer(twin.Input(1)) is { IsDequantize: true } dequantize
                    ? WeightNoise(exact, weights.Shape, dequantize)
                    : null;
            }

            if (OperatorRoles.Of(floats, node) is not (OperatorRole.Increasing or OperatorRole.Function))
            {
                return null;
            }
        }

        return null;
    }

    private double WeightNoise(float[] exact, int[] shape, GraphNode dequantize)
    {
        var rounded = new QuantizedWeights(
            quantized.Constants[dequantize.Input(0)].As<sbyte>(),
            shape,
            quantized.Constants[dequantize.Input(1)].As<float>(),
            dequantize.Attributes.Int("axis", 0));
        return rounded.SignalToNoise(exact);
    }

    private string? Advice(double all, double own, double? weights, double clipped)
    {
        const double manyClipped = 0.01;
        if (all >= FairDecibels)
        {
            return null;
        }

        if (own < FairDecibels)
        {
            return clipped > manyClipped
                ? "its range cuts values off: --method minmax, or more calibration samples"
                : options.Method == CalibrationMethod.MinMax
                    ? "few values stretch its range: --method percentile or entropy"
                    : "its values need more than 8 bits: normalise it in the model or retrain with quantisation";
        }

        if (weights is { } noise && noise < FairDecibels)
        {
            return options.PowerOfTwoScales ? "its weights are rounded coarsely: --scales any"
                : options.Weights == WeightGranularity.PerChannel ? "its weights differ in size: retrain with weight decay"
                : "its weights are rounded coarsely: --per-channel";
        }

        return all < PoorDecibels ? "its inputs are noisy already: look at the layers before it" : null;
    }

    private static double Decibels(double signal, double noise)
    {
        const double best = 200;
        return noise > 0 && signal > 0 ? Math.Min(best, 10 * Math.Log10(signal / noise)) : best;
    }

    private sealed class Entry(string value, string restored, float scale, QuantizedRange range)
    {
        private const float FarOutside = 100;

        internal string Value { get; } = value;

        internal string Restored { get; } = restored;

        internal float Scale { get; } = scale;

        internal double Signal { get; private set; }

        internal double Noise { get; private set; }

        internal double OwnNoise { get; private set; }

        internal double Steps { get; private set; }

        internal double MaximumSteps { get; private set; }

        internal long Clipped { get; private set; }

        internal long Count { get; private set; }

        internal void Add(float[] exact, float[] rounded)
        {
            float low = (range.Low - range.ZeroPoint - 0.5f) * Scale, high = (range.High - range.ZeroPoint + 0.5f) * Scale;
            for (int i = 0; i < exact.Length; i++)
            {
                if (!(MathF.Abs(exact[i]) < FarOutside * (high - low)))
                {
                    continue; // a mark of a mask
                }

                double difference = (double)exact[i] - rounded[i];
                int q = LinearQuantization.Quantize(exact[i], Scale, range);
                double own = exact[i] - LinearQuantization.Dequantize(q, Scale, range.ZeroPoint);
                double steps = Math.Abs(difference) / Scale;
                Signal += (double)exact[i] * exact[i];
                Noise += difference * difference;
                OwnNoise += own * own;
                Steps += steps;
                MaximumSteps = Math.Max(MaximumSteps, steps);
                Clipped += exact[i] < low || exact[i] > high ? 1 : 0;
            }

            Count += exact.Length;
        }
    }
}
