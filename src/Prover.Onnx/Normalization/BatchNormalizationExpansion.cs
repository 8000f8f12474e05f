using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Normalization;

/// <summary>
/// BatchNormalization for inference becomes a factor and an offset per channel, which the quantiser moves into the linear layer
/// before them where there is one.
/// </summary>
internal static class BatchNormalizationExpansion
{
    /// <summary>Applies the rule.</summary>
    internal static void Apply(NormalizationContext context)
    {
        ModelGraph graph = context.Graph;
        foreach (GraphNode node in graph.Nodes.Where(static node => node.Is("BatchNormalization")).ToList())
        {
            float[]?[] parts = [.. Enumerable.Range(1, 4).Select(slot => graph.Constant(node.Input(slot))?.Data as float[])];
            if (parts is not [{ } scale, { } bias, { } mean, { } variance])
            {
                context.Problems.Add(node.Unsupported("its statistics are computed at run time", "export the model for inference"));
                continue;
            }

            float epsilon = node.Attributes.Float("epsilon", 1e-5f);
            float[] factor = [.. scale.Select((s, c) => (float)(s / Math.Sqrt((double)variance[c] + epsilon)))];
            float[] offset = [.. bias.Select((b, c) => (float)(b - ((double)mean[c] * factor[c])))];
            int rank = context.Shape(node.Input(0)).Length;
            int[] shape = [scale.Length, .. Enumerable.Repeat(1, Math.Max(rank - 2, 0))];
            var target = new NodeReplacement(context, node);
            string scaled = target.Node("Mul", node.Input(0), target.Constant("factor", DenseTensor.Create(factor, shape)));
            target.Commit(target.Node("Add", scaled, target.Constant("offset", DenseTensor.Create(offset, shape))));
        }
    }
}
