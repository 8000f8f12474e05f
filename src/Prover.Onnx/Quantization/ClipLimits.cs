using Prover.Onnx.Graphs;

namespace Prover.Onnx.Quantization;

/// <summary>Marks ranges that end at the bounds of the Clip that makes the value.</summary>
internal static class ClipLimits
{
    /// <summary>Applies the rule to every range.</summary>
    internal static void Apply(ModelGraph graph, Dictionary<string, ValueRange> ranges)
    {
        const float share = 0.99f; // nearer to a bound than this, a value was most likely clipped
        foreach ((string value, ValueRange range) in ranges.ToList())
        {
            if (graph.Producer(value) is { } clip && clip.Is("Clip"))
            {
                float low = Bound(graph, clip.Input(1), float.MinValue), high = Bound(graph, clip.Input(2), float.MaxValue);
                bool atHigh = range.High >= high * share && high > 0, atLow = range.Low <= low * share && low <= 0;
                if (atHigh && atLow)
                {
                    ranges[value] = new ValueRange(low, high) { IsClipped = true };
                }
            }
        }
    }

    private static float Bound(ModelGraph graph, string name, float absent) =>
        graph.Constant(name) is { Length: 1, Data: float[] bound } ? bound[0] : absent;
}
