using Prover.Onnx.Graphs;

namespace Prover.Onnx.Normalization.MachineLearning;

/// <summary>TreeEnsembleClassifier and TreeEnsembleRegressor.</summary>
internal static class TreeEnsembles
{
    /// <summary>Replaces a TreeEnsembleRegressor.</summary>
    internal static void Regressor(NormalizationContext context, GraphNode node)
    {
        List<DecisionTree> forest = TreeReader.Read(node, "target");
        int targets = node.Attributes.Int("n_targets", 1);
        string aggregate = node.Attributes.Text("aggregate_function", "SUM");
        var target = new NodeReplacement(context, node);
        float[] bias = BaseValues(node) ?? new float[targets];
        string scores = aggregate switch
        {
            "SUM" or "AVERAGE" => new ForestWriter(context, target, node).Write(
                target.AsFloat(node.Input(0)), forest, leaf => Row(leaf, targets, aggregate == "SUM" ? 1f : 1f / forest.Count), bias),
            "MIN" or "MAX" => Extreme(context, node, target, forest, targets, bias, aggregate == "MIN" ? "ReduceMin" : "ReduceMax"),
            _ => throw new FormatException($"the aggregate function {aggregate} of trees does not exist"),
        };
        target.Commit(PostTransform.ApplyToTargets(target, node, scores, targets));
    }

    /// <summary>The least or greatest result of the trees, each of which has columns of its own.</summary>
    private static string Extreme(
        NormalizationContext context,
        GraphNode node,
        NodeReplacement target,
        List<DecisionTree> forest,
        int targets,
        float[] bias,
        string reduction)
    {
        bool IsPartial(DecisionTree leaf) => leaf.Scores.Select(static score => score.Index).Distinct().Count() < targets;
        if (forest.Exists(tree => tree.Paths().Exists(path => IsPartial(path.Leaf))))
        {
            throw new FormatException("a leaf has no value for some target, which the least or greatest of trees then leaves out");
        }

        List<DecisionTree> apart = [.. forest.Select((tree, i) => tree.Moved(i * targets))];
        int columns = forest.Count * targets;
        string all = new ForestWriter(context, target, node).Write(
            target.AsFloat(node.Input(0)), apart, leaf => Row(leaf, columns, 1), new float[columns]);
        string extreme = target.Reduce(reduction, target.Reshape(all, 0, forest.Count, targets), 1);
        string flat = target.Reshape(extreme, 0, targets);
        return Array.TrueForAll(bias, static value => value == 0) ? flat : target.Node("Add", flat, target.Floats("base", bias, targets));
    }

    /// <summary>Replaces a TreeEnsembleClassifier.</summary>
    internal static void Classifier(NormalizationContext context, GraphNode node)
    {
        List<DecisionTree> forest = TreeReader.Read(node, "class");
        var labels = ClassLabels.Read(node);
        context.AddNote(labels.Note);
        var target = new NodeReplacement(context, node);
        string transform = PostTransform.Of(node);
        int[] used = [.. forest.SelectMany(static tree => tree.Paths()).SelectMany(static path => path.Leaf.Scores)
            .Select(static score => score.Index).Distinct()];
        if (labels.Count == 2 && used.Length == 1)
        {
            Binary(context, node, target, forest, labels, transform);
            return;
        }

        if (labels.Count == 2)
        {
            TwoClasses(context, node, target, forest, labels, transform);
            return;
        }

        string scores = new ForestWriter(context, target, node).Write(
            target.AsFloat(node.Input(0)), forest, leaf => Row(leaf, labels.Count, 1), BaseValues(node) ?? new float[labels.Count]);
        context.Published.Add(scores);
        target.Commit(labels.Greatest(target, scores), PostTransform.Apply(target, transform, scores));
    }

    /// <summary>Two classes of which only one has weights: its score s stands for -s and s, or 1 - s and s.</summary>
    private static void Binary(
        NormalizationContext context,
        GraphNode node,
        NodeReplacement target,
        List<DecisionTree> forest,
        ClassLabels labels,
        string transform)
    {
        bool positive = forest.SelectMany(static tree => tree.Paths()).SelectMany(static path => path.Leaf.Scores)
            .All(static score => score.Weight >= 0);
        float bias = BaseValues(node)?[^1] ?? 0;
        float[] Pair(IReadOnlyList<(int Index, float Weight)> leaf)
        {
            float sum = leaf.Sum(static score => score.Weight);
            return [-sum, sum];
        }

        string both = new ForestWriter(context, target, node).Write(
            target.AsFloat(node.Input(0)), forest, Pair, [(positive ? 1 : 0) - bias, bias]);
        context.Published.Add(both);
        target.Commit(labels.Greatest(target, both), positive ? both : PostTransform.Apply(target, transform, both));
    }

    /// <summary>Two classes with scores of their own: ONNX Runtime takes the second where its score is positive.</summary>
    private static void TwoClasses(
        NormalizationContext context,
        GraphNode node,
        NodeReplacement target,
        List<DecisionTree> forest,
        ClassLabels labels,
        string transform)
    {
        if (BaseValues(node) is not null)
        {
            throw new FormatException("base values of two classes with scores of their own have no common meaning");
        }

        float[] Columns(IReadOnlyList<(int Index, float Weight)> leaf)
        {
            float[] row = Row(leaf, 2, 1);
            return [.. row, -row[1], row[1]];
        }

        string all = new ForestWriter(context, target, node).Write(target.AsFloat(node.Input(0)), forest, Columns, new float[4]);
        context.Published.Add(all);
        string scores = target.Slice(all, 1, 0, 2);
        target.Commit(labels.Greatest(target, target.Slice(all, 1, 2, 4)), PostTransform.Apply(target, transform, scores));
    }

    private static float[]? BaseValues(GraphNode node) => node.Attributes.Floats("base_values") is { Length: > 0 } values
        ? values
        : node.Attributes.Tensor("base_values_as_tensor")?.As<float>();

    private static float[] Row(IReadOnlyList<(int Index, float Weight)> leaf, int count, float factor)
    {
        float[] row = new float[count];
        foreach ((int index, float weight) in leaf)
        {
            row[index] += weight * factor;
        }

        return row;
    }
}
