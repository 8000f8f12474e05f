using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Normalization;

/// <summary>Replaces the standard Attention (ONNX Operators.md) by products, sums and a Softmax.</summary>
internal static class AttentionExpansion
{
    private const int ScoresOutput = 3;

    /// <summary>Applies the rule.</summary>
    internal static void Apply(NormalizationContext context)
    {
        foreach (GraphNode node in context.Graph.Nodes.Where(static node => node.Is("Attention")).ToList())
        {
            Expand(context, node);
        }
    }

    private static void Expand(NormalizationContext context, GraphNode node)
    {
        if (node.Input(6).Length > 0)
        {
            context.Problems.Add(node.Unsupported("the number of its keys is computed at run time", "export a model of fixed shape"));
            return;
        }

        var target = new NodeReplacement(context, node);
        var writer = new AttentionWriter(target);
        int[] queryShape = context.Shape(node.Input(0)), keyShape = context.Shape(node.Input(1)), valueShape = context.Shape(node.Input(2));
        bool isFlat = queryShape.Length == 3;
        int heads = isFlat ? node.Attributes.Int("q_num_heads", 1) : queryShape[1];
        int keyHeads = isFlat ? node.Attributes.Int("kv_num_heads", 1) : keyShape[1];
        string Split(int slot, int count) => isFlat ? writer.SplitHeads(node.Input(slot), count) : node.Input(slot);
        int[] SplitShape(int[] shape, int count) => isFlat ? [shape[0], count, shape[1], shape[2] / count] : shape;
        queryShape = SplitShape(queryShape, heads);
        keyShape = SplitShape(keyShape, keyHeads);
        valueShape = SplitShape(valueShape, keyHeads);

        int past = node.Input(4).Length > 0 ? context.Shape(node.Input(4))[2] : 0;
        string key = Split(1, keyHeads), value = Split(2, keyHeads);
        key = past > 0 ? target.Concat(2, node.Input(4), key) : key;
        value = past > 0 ? target.Concat(2, node.Input(5), value) : value;
        keyShape[2] += past;
        valueShape[2] += past;

        float scale = node.Attributes.Float("scale", 0);
        scale = scale == 0 ? (float)(1 / Math.Sqrt(queryShape[3])) : scale;
        string product = writer.Scores(Split(0, heads), writer.RepeatHeads(key, keyShape, heads), scale);
        string capped = writer.Cap(product, node.Attributes.Float("softcap", 0));
        if (Masked(context, node, target, writer, capped, keyShape[2]) is not { } masked)
        {
            return;
        }

        masked = node.Attributes.Int("is_causal", 0) != 0 ? writer.Causal(masked, queryShape[2], keyShape[2], past) : masked;
        string weights = writer.Weights(masked);
        string result = target.Node("MatMul", weights, writer.RepeatHeads(value, valueShape, heads));
        string[] stages = [product, capped, masked, weights];
        bool isScored = node.Outputs.Count > ScoresOutput;
        target.Commit(
            isFlat ? writer.JoinHeads(result) : result,
            key,
            value,
            isScored ? stages[node.Attributes.Int("qk_matmul_output_mode", 0)] : null);
    }

    private static string? Masked(
        NormalizationContext context, GraphNode node, NodeReplacement target, AttentionWriter writer, string scores, int keys)
    {
        string mask = node.Input(3);
        if (mask.Length == 0)
        {
            return scores;
        }

        if (context.Info(mask) is not { } info || info.Shape[^1] != keys)
        {
            context.Problems.Add(node.Unsupported("its mask is shorter than its keys", "write a mask of full length"));
            return null;
        }

        return info.ElementType == TensorElementType.Bool ? writer.Where(mask, scores) : target.Node("Add", scores, mask);
    }
}
