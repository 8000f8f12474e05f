using Prover.Onnx.Graphs;

namespace Prover.Onnx.Quantization;

/// <summary>
/// Widens the ranges of softmax results that never come near 1. ONNX Runtime's byte kernel multiplies exponentials, the greatest of
/// which is e^-5 times the greatest float divided by the number of elements, by the steps per unit: more steps give infinity.
/// </summary>
internal static class SoftmaxRanges
{
    private const float GreatestStepsPerElement = 140; // a little less than e^5

    /// <summary>Applies the rule.</summary>
    internal static void Apply(
        ModelGraph graph, Placement placement, IReadOnlyDictionary<string, TensorInfo> info, Dictionary<string, ValueRange> ranges)
    {
        foreach (GraphNode node in graph.Nodes.Where(node => node.Is("Softmax") && placement.Quantized.Contains(node.Output)))
        {
            string owner = placement.ScaleOwner(node.Output);
            int[] shape = info[node.Output].Shape;
            int axis = node.Attributes.Int("axis", -1);
            if (ranges.TryGetValue(owner, out ValueRange range) && shape.Length > 0)
            {
                float least = byte.MaxValue / (GreatestStepsPerElement * shape[axis < 0 ? axis + shape.Length : axis]);
                ranges[owner] = range with { High = MathF.Max(range.High, least) };
            }
        }
    }
}
