using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Normalization;

/// <summary>
/// Writes the steps of attention, softmax(scale · Q · Kᵀ + mask) · V, on values of shape [batch, head, position, element].
/// </summary>
/// <param name="target">Where the nodes go.</param>
internal sealed class AttentionWriter(NodeReplacement target)
{
    private const float Mark = -1e9f;

    /// <summary>From [batch, position, head · element] to [batch, head, position, element].</summary>
    internal string SplitHeads(string value, int heads) =>
        target.Transpose(target.Reshape(value, 0, 0, heads, -1), 0, 2, 1, 3);

    /// <summary>The inverse of <see cref="SplitHeads"/>.</summary>
    internal string JoinHeads(string value) => target.Reshape(target.Transpose(value, 0, 2, 1, 3), 0, 0, -1);

    /// <summary>Each head several times, one after the other, where fewer keys than queries share heads.</summary>
    internal string RepeatHeads(string value, int[] shape, int heads)
    {
        if (shape[1] == heads)
        {
            return value;
        }

        string apart = target.Reshape(value, shape[0], shape[1], 1, shape[2], shape[3]);
        string repeated = target.Node(
            "Expand", apart, target.Integers("repeated", shape[0], shape[1], heads / shape[1], shape[2], shape[3]));
        return target.Reshape(repeated, shape[0], heads, shape[2], shape[3]);
    }

    /// <summary>scale · Q · Kᵀ.</summary>
    internal string Scores(string query, string key, float scale)
    {
        string product = target.Node("MatMul", query, target.Transpose(key, 0, 1, 3, 2));
        return scale == 1 ? product : target.Node("Mul", product, target.Scalar("scale", scale));
    }

    /// <summary>Scores beyond a limit bent to it; 0 is no limit.</summary>
    internal string Cap(string scores, float limit)
    {
        if (limit <= 0)
        {
            return scores;
        }

        string limitName = target.Scalar("limit", limit);
        return target.Node("Mul", target.Node("Tanh", target.Node("Div", scores, limitName)), limitName);
    }

    /// <summary>Scores where a truth value holds.</summary>
    internal string Where(string truth, string scores) => target.Node("Where", truth, scores, target.Scalar("masked", Mark));

    /// <summary>Scores of keys that are not behind the query.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="queries">The number of queries.</param>
    /// <param name="keys">The number of keys.</param>
    /// <param name="past">How many keys stand before the first query.</param>
    internal string Causal(string scores, int queries, int keys, int past)
    {
        bool[] seen = [.. Enumerable.Range(0, queries * keys).Select(i => i % keys <= past + (i / keys))];
        return Where(target.Constant("causal", DenseTensor.Create(seen, queries, keys)), scores);
    }

    /// <summary>softmax(scores).</summary>
    internal string Weights(string scores) => target.Node("Softmax", NodeAttributes.Empty.With("axis", -1), scores);
}
