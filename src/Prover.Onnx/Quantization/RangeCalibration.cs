using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Quantization;

/// <summary>Runs the float model over the calibration samples and derives a range per value.</summary>
internal static class RangeCalibration
{
    /// <summary>The ranges of some values.</summary>
    /// <param name="graph">The float graph.</param>
    /// <param name="values">The values.</param>
    /// <param name="samples">The calibration samples.</param>
    /// <param name="options">Method and threads.</param>
    /// <param name="progress">Told how many runs are done and how many there are.</param>
    /// <exception cref="FormatException">A value is not finite; the text names it.</exception>
    internal static Dictionary<string, ValueRange> Run(
        ModelGraph graph, IReadOnlyCollection<string> values, SampleSet samples, QuantizationOptions options, Action<int, int> progress)
    {
        using var run = new FloatRun(graph, values, options.Threads);
        int runs = samples.Count * (options.Method == CalibrationMethod.MinMax ? 1 : 2);
        int done = 0;
        var extremes = values.ToDictionary(static value => value, static _ => new ValueRange(0, 0));
        HashSet<string> masked = MaskedValues.Of(graph);
        var marks = new Dictionary<string, (bool Below, bool Above)>();
        foreach (IReadOnlyDictionary<string, DenseTensor> sample in samples)
        {
            foreach ((string name, float[] elements) in Floats(run.Run(sample), extremes.Keys))
            {
                float[] real = masked.Contains(name) ? Unmarked(elements, name, marks) : elements;
                extremes[name] = Extend(extremes[name], real, name);
            }

            progress(++done, runs);
        }

        Dictionary<string, ValueRange> Finish(IEnumerable<KeyValuePair<string, ValueRange>> ranges) => ranges.ToDictionary(
            static pair => pair.Key,
            pair => marks.TryGetValue(pair.Key, out var seen) ? MaskedValues.Lengthened(pair.Value, seen.Below, seen.Above) : pair.Value);
        if (options.Method == CalibrationMethod.MinMax)
        {
            return Finish(extremes);
        }

        var histograms = extremes.ToDictionary(static pair => pair.Key, static pair => new ValueHistogram(pair.Value));
        foreach (IReadOnlyDictionary<string, DenseTensor> sample in samples)
        {
            foreach ((string name, float[] elements) in Floats(run.Run(sample), histograms.Keys))
            {
                histograms[name].Add(masked.Contains(name) ? Unmarked(elements, name, marks) : elements);
            }

            progress(++done, runs);
        }

        return Finish(histograms.Select(pair => KeyValuePair.Create(pair.Key, options.Method == CalibrationMethod.Percentile
            ? pair.Value.Percentile(options.Percentile)
            : pair.Value.LeastDivergent())));
    }

    private static List<(string Name, float[] Elements)> Floats(Dictionary<string, DenseTensor> run, IEnumerable<string> names) =>
        [.. names.Where(run.ContainsKey).Select(name => (name, run[name].As<float>()))];

    private static float[] Unmarked(float[] elements, string name, Dictionary<string, (bool Below, bool Above)> marks)
    {
        (bool below, bool above) = marks.GetValueOrDefault(name);
        below |= Array.Exists(elements, static v => v < 0 && MaskedValues.IsMark(v));
        above |= Array.Exists(elements, static v => v > 0 && MaskedValues.IsMark(v));
        marks[name] = (below, above);
        return [.. elements.Where(static v => float.IsNaN(v) || !MaskedValues.IsMark(v))];
    }

    private static ValueRange Extend(ValueRange range, float[] elements, string name)
    {
        (float low, float high) = (range.Low, range.High);
        foreach (float element in elements)
        {
            if (!float.IsFinite(element))
            {
                throw new FormatException($"value {name} of the float model is not finite on the calibration data");
            }

            low = MathF.Min(low, element);
            high = MathF.Max(high, element);
        }

        return new ValueRange(low, high);
    }
}
