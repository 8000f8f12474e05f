using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Rewriting;

/// <summary>
/// Removes Relu and Clip in front of a QuantizeLinear whose own range already cuts there. ONNX Runtime does the same, which
/// decides whether the operator before them runs on integers.
/// </summary>
internal static class RedundantClipping
{
    /// <summary>Applies the rule to the whole graph.</summary>
    internal static void Apply(ModelGraph graph)
    {
        foreach (GraphNode node in graph.Nodes.Where(static node => node.Is("Relu") || node.Is("Clip")).ToList())
        {
            if (graph.OnlyConsumer(node.Output) is { IsQuantize: true } quantize && IsRedundant(graph, node, quantize))
            {
                graph.Bypass(node);
            }
        }
    }

    /// <summary>The bounds of a Clip node; null where they are not constants.</summary>
    internal static (float Low, float High)? Bounds(ModelGraph graph, GraphNode clip)
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

    private static bool IsRedundant(ModelGraph graph, GraphNode node, GraphNode quantize)
    {
        if (QuantizationParameters.ScalarZeroPoint(graph, quantize) is not { } zero
            || QuantizationParameters.ScalarScale(graph, quantize) is not { } scale)
        {
            return false;
        }

        (int low, int high) = QuantizationParameters.QuantizedType(graph, quantize) == TensorElementType.Int8 ? (-128, 127) : (0, 255);
        if (node.Is("Relu"))
        {
            return zero == low;
        }

        // The runtime has two rules, one on real bounds with a small tolerance and one on rounded ones.
        return Bounds(graph, node) is { } bounds
            && ((bounds.Low - (scale * (low - zero)) <= MathF.BitIncrement(1f) - 1f
                && (scale * (high - zero)) - bounds.High <= MathF.BitIncrement(1f) - 1f)
                || (Rounded(bounds.Low, scale) + zero <= low && Rounded(bounds.High, scale) + zero >= high));
    }

    private static long Rounded(float bound, float scale) =>
        (long)Math.Clamp(MathF.Round(bound / scale, MidpointRounding.ToEven), int.MinValue, int.MaxValue);
}
