using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Rewriting;

/// <summary>
/// Quantises a constant float bias of a Conv or Gemm with quantised operands to 32-bit integers at scale
/// input scale · weight scale, rounding half to even in float32, as ONNX Runtime does.
/// </summary>
internal static class BiasQuantization
{
    /// <summary>Applies the rule to the whole graph.</summary>
    internal static void Apply(ModelGraph graph)
    {
        foreach (GraphNode node in graph.Nodes.Where(static node => node.Is("Conv") || node.Is("Gemm")).ToList())
        {
            if (graph.Constant(node.Input(2)) is { Data: float[] bias, Shape.Length: 1 }
                && graph.Producer(node.Input(0)) is { IsDequantize: true } input
                && graph.Producer(node.Input(1)) is { IsDequantize: true } weights
                && QuantizationParameters.ScalarScale(graph, input) is { } inputScale
                && graph.Constant(weights.Input(1)) is { Data: float[] weightScales }
                && (weightScales.Length == 1 || (weightScales.Length == bias.Length && HasOutputAxis(node, weights)))
                && node.Attributes.Float("alpha", 1f) == 1f
                && LeadsToQuantize(graph, node))
            {
                Quantise(graph, node, bias, inputScale, weightScales);
            }
        }
    }

    private static bool HasOutputAxis(GraphNode node, GraphNode weights)
    {
        int expected = node.Is("Gemm") && node.Attributes.Int("transB", 0) == 0 ? 1 : 0;
        int axis = weights.Attributes.Int("axis", 1);
        return axis == expected;
    }

    private static bool LeadsToQuantize(ModelGraph graph, GraphNode node)
    {
        GraphNode? next = graph.OnlyConsumer(node.Output);
        while (next is not null && (next.Is("Relu") || next.Is("Clip")))
        {
            next = graph.OnlyConsumer(next.Output);
        }

        return next is { IsQuantize: true };
    }

    private static void Quantise(ModelGraph graph, GraphNode node, float[] bias, float inputScale, float[] weightScales)
    {
        float[] scales = Array.ConvertAll(weightScales, scale => inputScale * scale);
        int[] quantised = new int[bias.Length];
        for (int i = 0; i < bias.Length; i++)
        {
            float ratio = bias[i] / scales[scales.Length == 1 ? 0 : i];
            quantised[i] = (int)Math.Clamp(MathF.Round(ratio, MidpointRounding.ToEven), int.MinValue, int.MaxValue);
        }

        string stem = node.Input(2);
        string integers = graph.AddConstant(stem + "/int32", DenseTensor.Create(quantised, bias.Length));
        string scale = graph.AddConstant(stem + "/scale", DenseTensor.Create(scales, scales.Length == 1 ? [] : [scales.Length]));
        string restored = graph.FreshName(stem + "/restored");
        NodeAttributes attributes = NodeAttributes.Empty.With("axis", 0);
        var dequantize = new GraphNode(node.Name, string.Empty, "DequantizeLinear", [integers, scale], [restored], attributes);
        graph.Nodes.Insert(graph.Nodes.IndexOf(node), dequantize);
        node.Inputs[2] = restored;
    }
}
