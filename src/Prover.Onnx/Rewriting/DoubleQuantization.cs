using Prover.Onnx.Arithmetic;
using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Rewriting;

/// <summary>
/// Joins two successive pairs of QuantizeLinear and DequantizeLinear into one whose range is the intersection of both. ONNX
/// Runtime does so, and the joined scale is not either of the two.
/// </summary>
internal static class DoubleQuantization
{
    /// <summary>Applies the rule to the whole graph.</summary>
    internal static void Apply(ModelGraph graph)
    {
        foreach (GraphNode inner in graph.Nodes.Where(static node => node.IsDequantize).ToList())
        {
            if (graph.Producer(inner.Input(0)) is { IsQuantize: true } outer && graph.OnlyConsumer(outer.Output) == inner
                && graph.OnlyConsumer(inner.Output) is { IsQuantize: true } second
                && graph.OnlyConsumer(second.Output) is { IsDequantize: true } last
                && Pair(graph, outer, inner) is { } first && Pair(graph, second, last) is { } next
                && first.Range.ElementType == next.Range.ElementType)
            {
                if (first != next)
                {
                    Reset(graph, outer, last, first, next);
                }

                last.Inputs[0] = outer.Output;
                graph.Nodes.Remove(inner);
                graph.Nodes.Remove(second);
            }
        }
    }

    private static (float Scale, QuantizedRange Range)? Pair(ModelGraph graph, GraphNode quantize, GraphNode dequantize)
    {
        bool explicitZeros = quantize.Input(2).Length > 0 && dequantize.Input(2).Length > 0;
        if (explicitZeros && QuantizationParameters.ScalarScale(graph, quantize) is { } scale
            && QuantizationParameters.ScalarScale(graph, dequantize) == scale
            && QuantizationParameters.ScalarZeroPoint(graph, quantize) is { } zero
            && QuantizationParameters.ScalarZeroPoint(graph, dequantize) == zero
            && graph.Constants[quantize.Input(2)].ElementType is TensorElementType.Int8 or TensorElementType.UInt8
            && graph.Constants[quantize.Input(2)].ElementType == graph.Constants[dequantize.Input(2)].ElementType)
        {
            return (scale, new QuantizedRange(graph.Constants[quantize.Input(2)].ElementType, zero));
        }

        return null;
    }

    private static void Reset(
        ModelGraph graph,
        GraphNode quantize,
        GraphNode dequantize,
        (float Scale, QuantizedRange Range) a,
        (float Scale, QuantizedRange Range) b)
    {
        float low = MathF.Max((a.Range.Low - a.Range.ZeroPoint) * a.Scale, (b.Range.Low - b.Range.ZeroPoint) * b.Scale);
        float high = MathF.Min((a.Range.High - a.Range.ZeroPoint) * a.Scale, (b.Range.High - b.Range.ZeroPoint) * b.Scale);
        float scale = (high - low) / (a.Range.High - a.Range.Low);
        int zero = (int)MathF.Round(a.Range.Low - (low / scale), MidpointRounding.AwayFromZero);
        string scaleName = graph.AddConstant(quantize.Output + "/joined scale", DenseTensor.Create(new[] { scale }));
        string zeroName = graph.AddConstant(
            quantize.Output + "/joined zero point",
            a.Range.ElementType == TensorElementType.Int8
                ? DenseTensor.Create(new[] { (sbyte)zero })
                : DenseTensor.Create(new[] { (byte)zero }));
        quantize.Inputs = [quantize.Input(0), scaleName, zeroName];
        dequantize.Inputs = [dequantize.Input(0), scaleName, zeroName];
    }
}
