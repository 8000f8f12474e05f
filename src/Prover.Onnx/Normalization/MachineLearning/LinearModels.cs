using Prover.Onnx.Graphs;

namespace Prover.Onnx.Normalization.MachineLearning;

/// <summary>LinearClassifier and LinearRegressor: Gemm, the transform of scores, the greatest score's label.</summary>
internal static class LinearModels
{
    /// <summary>Replaces a LinearRegressor.</summary>
    internal static void Regressor(NormalizationContext context, GraphNode node)
    {
        float[] coefficients = node.Attributes.Floats("coefficients") ?? [];
        int targets = node.Attributes.Int("targets", 1);
        float[] intercepts = node.Attributes.Floats("intercepts") is { Length: > 0 } given ? given : new float[targets];
        var target = new NodeReplacement(context, node);
        string scores = Scores(target, target.AsFloat(node.Input(0)), coefficients, intercepts);
        target.Commit(PostTransform.ApplyToTargets(target, node, scores, targets));
    }

    /// <summary>Replaces a LinearClassifier.</summary>
    internal static void Classifier(NormalizationContext context, GraphNode node)
    {
        float[] coefficients = node.Attributes.Floats("coefficients") ?? [];
        float[] intercepts = node.Attributes.Floats("intercepts") ?? [];
        var labels = ClassLabels.Read(node);
        context.AddNote(labels.Note);
        string transform = PostTransform.Of(node);
        int rows = intercepts.Length > 0 ? intercepts.Length : labels.Count;
        intercepts = intercepts.Length > 0 ? intercepts : new float[rows];
        var target = new NodeReplacement(context, node);
        string x = target.AsFloat(node.Input(0));
        if (rows > 1)
        {
            string scores = Scores(target, x, coefficients, intercepts);
            context.Published.Add(scores);
            target.Commit(labels.Greatest(target, scores), PostTransform.Apply(target, transform, scores));
            return;
        }

        if (labels.Count != 2)
        {
            throw new FormatException($"node {node.Name} (LinearClassifier): one row of coefficients needs two labels");
        }

        // One row of coefficients: the second class has the score, the first its opposite.
        string both = Scores(
            target, x, [.. coefficients.Select(static c => -c), .. coefficients], [-intercepts[0], intercepts[0]]);
        context.Published.Add(both);
        string label = labels.Greatest(target, both);
        string result = transform == "LOGISTIC"
            ? target.Node("Sigmoid", both)
            : Complement(target, transform, both, coefficients, intercepts[0], x);
        target.Commit(label, result);
    }

    /// <summary>[1 - s, s] with the transform, which is what ONNX Runtime gives where scores are no logits.</summary>
    private static string Complement(
        NodeReplacement target, string transform, string both, float[] coefficients, float intercept, string x)
    {
        if (transform != "NONE")
        {
            return PostTransform.Apply(target, transform, both);
        }

        return Scores(target, x, [.. coefficients.Select(static c => -c), .. coefficients], [1 - intercept, intercept]);
    }

    /// <summary>x · coefficientsᵀ + intercepts.</summary>
    /// <param name="target">Where nodes go.</param>
    /// <param name="x">[batch, features].</param>
    /// <param name="coefficients">[rows, features].</param>
    /// <param name="intercepts">[rows].</param>
    private static string Scores(NodeReplacement target, string x, float[] coefficients, float[] intercepts)
    {
        int rows = intercepts.Length;
        if (rows == 0 || coefficients.Length % rows != 0)
        {
            throw new FormatException($"{coefficients.Length} coefficients do not belong to {rows} scores");
        }

        string weights = target.Floats("coefficients", coefficients, rows, coefficients.Length / rows);
        return target.Node(
            "Gemm", NodeAttributes.Empty.With("transB", 1), x, weights, target.Floats("intercepts", intercepts, rows));
    }
}
