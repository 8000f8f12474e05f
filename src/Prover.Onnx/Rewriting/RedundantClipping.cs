using Prover.Onnx.Arithmetic;
using Prover.Onnx.Graphs;

namespace Prover.Onnx.Rewriting;

/// <summary>
/// Removes Relu and Clip in front of a QuantizeLinear whose own range already cuts there. ONNX Runtime does the same, which
/// decides whether the operator before them runs on integers.
/// </summary>
internal static class RedundantClipping
{
    private const float Tolerance = 1.1920929e-7f; // the spacing of float32 at 1

    /// <summary>The early rule: removes Clip whose real bounds lie outside the quantised range, with a small tolerance.</summary>
    internal static void ApplyByBounds(ModelGraph graph) => Remove(graph, static (node, bounds, range, scale) => node.Is("Clip")
        && bounds.Low - (scale * (range.Low - range.ZeroPoint)) <= Tolerance
        && (scale * (range.High - range.ZeroPoint)) - bounds.High <= Tolerance);

    /// <summary>The late rule: removes Relu at the least quantised value, and Clip whose rounded bounds lie outside the range.</summary>
    internal static void ApplyByRounding(ModelGraph graph) => Remove(graph, static (node, bounds, range, scale) => node.Is("Relu")
        ? range.ZeroPoint == range.Low
        : Rounded(bounds.Low, scale) + range.ZeroPoint <= range.Low && Rounded(bounds.High, scale) + range.ZeroPoint >= range.High);

    /// <summary>The bounds of a Clip node; null where they are not constants.</summary>
    private static (float Low, float High)? Bounds(ModelGraph graph, GraphNode clip)
    {
        if (graph.Opset < 11)
        {
            return (clip.Attributes.Float("min", float.MinValue), clip.Attributes.Float("max", float.MaxValue));
        }

        float? low = Bound(graph, clip.Input(1), float.MinValue);
        float? high = Bound(graph, clip.Input(2), float.MaxValue);
        return low is { } l && high is { } h ? (l, h) : null;
    }

    private static float? Bound(ModelGraph graph, string name, float absent) =>
        name.Length == 0 ? absent : graph.Constant(name) is { Length: 1, Data: float[] values } ? values[0] : null;

    private static void Remove(ModelGraph graph, Func<GraphNode, (float Low, float High), QuantizedRange, float, bool> isRedundant)
    {
        foreach (GraphNode node in graph.Nodes.Where(static node => node.Is("Relu") || node.Is("Clip")).ToList())
        {
            (float Low, float High)? bounds = node.Is("Relu") ? (0, float.MaxValue) : Bounds(graph, node);
            if (bounds is { } known && graph.OnlyConsumer(node.Output) is { IsQuantize: true } quantize
                && QuantizationParameters.ScalarZeroPoint(graph, quantize) is { } zero
                && QuantizationParameters.ScalarScale(graph, quantize) is { } scale
                && isRedundant(node, known, new QuantizedRange(QuantizationParameters.QuantizedType(graph, quantize), zero), scale))
            {
                graph.Bypass(node);
            }
        }
    }

    private static long Rounded(float bound, float scale) =>
        (long)Math.Clamp(MathF.Round(bound / scale, MidpointRounding.ToEven), int.MinValue, int.MaxValue);
}
