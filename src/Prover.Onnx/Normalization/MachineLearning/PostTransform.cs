using Prover.Onnx.Graphs;

namespace Prover.Onnx.Normalization.MachineLearning;

/// <summary>What classifiers and regressors apply to their scores (ONNX Operators-ml.md, post_transform).</summary>
internal static class PostTransform
{
    /// <summary>The transform of a node.</summary>
    /// <exception cref="FormatException">It has no counterpart among standard operators.</exception>
    internal static string Of(GraphNode node)
    {
        string name = node.Attributes.Text("post_transform", "NONE");
        return name is "NONE" or "SOFTMAX" or "LOGISTIC" or "SOFTMAX_ZERO"
            ? name
            : throw new FormatException($"node {node.Name} ({node.OperatorName}): post_transform {name} is not supported; use LOGISTIC");
    }

    /// <summary>Writes the transform of a regressor's results; ONNX Runtime leaves a single one as it is.</summary>
    internal static string ApplyToTargets(NodeReplacement target, GraphNode node, string results, int count) =>
        count == 1 ? results : Apply(target, Of(node), results);

    /// <summary>Writes the transform of scores of several classes: [batch, classes].</summary>
    internal static string Apply(NodeReplacement target, string transform, string scores)
    {
        switch (transform)
        {
            case "SOFTMAX":
                return target.Node("Softmax", NodeAttributes.Empty.With("axis", -1), scores);
            case "LOGISTIC":
                return target.Node("Sigmoid", scores);
            case "SOFTMAX_ZERO":
                return SoftmaxOfNonZero(target, scores);
            default:
                return scores;
        }
    }

    /// <summary>Softmax in which a score of exactly 0 stays 0 and does not count.</summary>
    private static string SoftmaxOfNonZero(NodeReplacement target, string scores)
    {
        string present = target.AsFloat(target.Node("Not", target.Node("Equal", scores, target.Scalar("zero", 0))));
        NodeAttributes axis = NodeAttributes.Empty.With("axis", -1);
        string softmax = target.Node("Mul", target.Node("Softmax", axis, scores), present);
        string sum = target.Node("ReduceSum", NodeAttributes.Empty.With("keepdims", 1), softmax, target.Integers("axes", 1));
        string nonZero = target.Node("Max", sum, target.Scalar("least", 1e-30f));
        return target.Node("Div", softmax, nonZero);
    }
}
