using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Normalization;

/// <summary>
/// Replaces the attention layers that ONNX Runtime's optimiser writes (com.microsoft Attention and MultiHeadAttention,
/// ContribOperators.md) by products, sums and a Softmax.
/// </summary>
internal static class ContributedAttention
{
    /// <summary>Replaces a node; what cannot be replaced is added to the problems.</summary>
    internal static void Expand(NormalizationContext context, GraphNode node)
    {
        bool isProjecting = node.Operator == "Attention";
        int[] mayBeGiven = isProjecting ? [0, 1, 2, 3, 5] : [0, 1, 2, 3, 4, 5];
        int[] shape = context.Shape(node.Input(0));
        bool isComplete = shape.Length == 3 && (isProjecting || (IsFlat(context, node.Input(1)) && IsFlat(context, node.Input(2))));
        bool isMasked = node.Input(isProjecting ? 3 : 4).Length > 0;
        if (!isComplete || node.Outputs.Skip(1).Any(static output => output.Length > 0) || node.Attributes.Int("do_rotary", 0) != 0
            || Enumerable.Range(0, node.Inputs.Count).Any(slot => node.Input(slot).Length > 0 && !mayBeGiven.Contains(slot))
            || (isMasked && context.Shape(node.Input(isProjecting ? 3 : 4)).Length != 2))
        {
            context.Problems.Add(node.Unsupported(
                "a fused attention layer with packed operands, a cache or a mask of this form",
                "start from the model before it was optimised"));
            return;
        }

        var target = new NodeReplacement(context, node);
        var writer = new AttentionWriter(target);
        (string query, string key, string value) = isProjecting ? Projected(context, node, target) : Biased(context, node, target);
        int heads = node.Attributes.Int("num_heads", 1);
        int width = isProjecting ? Widths(context, node)[0] : shape[2];
        int keys = isProjecting ? shape[1] : context.Shape(node.Input(1))[1];
        float scale = node.Attributes.Float("scale", 0);
        scale = scale == 0 ? (float)(1 / Math.Sqrt((double)width / heads)) : scale;
        string scores = writer.Scores(writer.SplitHeads(query, heads), writer.SplitHeads(key, heads), scale);
        scores = node.Input(5).Length > 0 ? target.Node("Add", scores, node.Input(5)) : scores;
        if (isMasked)
        {
            string mask = target.Reshape(node.Input(isProjecting ? 3 : 4), 0, 1, 1, -1);
            scores = writer.Where(target.Node("Cast", NodeAttributes.Empty.With("to", (long)TensorElementType.Bool), mask), scores);
        }

        scores = node.Attributes.Int("unidirectional", 0) != 0 ? writer.Causal(scores, shape[1], keys, keys - shape[1]) : scores;
        string result = target.Node("MatMul", writer.Weights(scores), writer.SplitHeads(value, heads));
        target.Commit(writer.JoinHeads(result));
    }

    private static bool IsFlat(NormalizationContext context, string value) => value.Length > 0 && context.Shape(value).Length == 3;

    /// <summary>Widths of query, key and value behind the projection.</summary>
    private static int[] Widths(NormalizationContext context, GraphNode node)
    {
        int width = context.Shape(node.Input(1))[1] / 3;
        return node.Attributes.Ints("qkv_hidden_sizes") is { Length: 3 } given ? given : [width, width, width];
    }

    private static (string Query, string Key, string Value) Projected(NormalizationContext context, GraphNode node, NodeReplacement target)
    {
        int[] widths = Widths(context, node);
        string all = target.Node("MatMul", node.Input(0), node.Input(1));
        all = node.Input(2).Length > 0 ? target.Node("Add", all, node.Input(2)) : all;
        string Part(int start, int width) => target.Slice(all, 2, start, start + width);
        return (Part(0, widths[0]), Part(widths[0], widths[1]), Part(widths[0] + widths[1], widths[2]));
    }

    private static (string Query, string Key, string Value) Biased(NormalizationContext context, GraphNode node, NodeReplacement target)
    {
        int start = 0;
        string Part(int slot)
        {
            int width = context.Shape(node.Input(slot))[2];
            string part = node.Input(3).Length > 0
                ? target.Node("Add", node.Input(slot), target.Slice(node.Input(3), 0, start, start + width))
                : node.Input(slot);
            start += width;
            return part;
        }

        return (Part(0), Part(1), Part(2));
    }
}
