using Prover.Onnx.Arithmetic;
using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Quantization;

/// <summary>Makes the constant of each Pad one that its quantised input can hold.</summary>
internal static class PadValues
{
    private const int ValueSlot = 2;

    /// <summary>Lengthens ranges so that they contain the constants.</summary>
    internal static void Extend(ModelGraph graph, Placement placement, Dictionary<string, ValueRange> ranges)
    {
        foreach (GraphNode pad in graph.Nodes.Where(node => node.Is("Pad") && placement.Quantized.Contains(node.Input(0))))
        {
            string owner = placement.ScaleOwner(pad.Input(0));
            if (Value(graph, pad) is { } value && float.IsFinite(value) && ranges.TryGetValue(owner, out ValueRange range))
            {
                ranges[owner] = range with { Low = MathF.Min(range.Low, value), High = MathF.Max(range.High, value) };
            }
        }
    }

    /// <summary>Rounds the constant of a Pad to the quantisation of its input.</summary>
    internal static void Round(ModelGraph graph, GraphNode pad, float scale, QuantizedRange range)
    {
        if (Value(graph, pad) is { } value && value != 0)
        {
            float rounded = LinearQuantization.Dequantize(
                LinearQuantization.Quantize(value, scale, range), scale, range.ZeroPoint);
            pad.Inputs[ValueSlot] = graph.AddConstant(pad.Output + "/value", DenseTensor.Create(new[] { rounded }));
        }
    }

    private static float? Value(ModelGraph graph, GraphNode pad) =>
        graph.Constant(pad.Input(ValueSlot)) is { Data: float[] values, Length: 1 } ? values[0] : null;
}
