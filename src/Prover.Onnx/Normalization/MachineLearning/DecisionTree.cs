namespace Prover.Onnx.Normalization.MachineLearning;

/// <summary>A node of a tree: a leaf, or the question whether a feature is at most a threshold.</summary>
/// <param name="Feature">The feature asked for.</param>
/// <param name="Threshold">The greatest value that goes to <paramref name="Below"/>.</param>
/// <param name="Below">Where values up to the threshold go; null for a leaf.</param>
/// <param name="Above">Where greater values go; null for a leaf.</param>
/// <param name="Scores">What a leaf adds to the scores: pairs of index and weight; empty for other nodes.</param>
internal sealed record DecisionTree(
    int Feature, float Threshold, DecisionTree? Below, DecisionTree? Above, IReadOnlyList<(int Index, float Weight)> Scores)
{
    /// <summary>A leaf.</summary>
    internal static DecisionTree Leaf(IReadOnlyList<(int Index, float Weight)> scores) => new(0, 0, null, null, scores);

    /// <summary>A question.</summary>
    internal static DecisionTree Split(int feature, float threshold, DecisionTree below, DecisionTree above) =>
        new(feature, threshold, below, above, []);

    /// <summary>Whether this is a leaf.</summary>
    internal bool IsLeaf => Below is null;

    /// <summary>The same tree whose scores have other indices.</summary>
    /// <param name="offset">What is added to every index.</param>
    internal DecisionTree Moved(int offset) => IsLeaf
        ? Leaf([.. Scores.Select(score => (score.Index + offset, score.Weight))])
        : this with { Below = Below!.Moved(offset), Above = Above!.Moved(offset) };

    /// <summary>Every question, in the order of the tree.</summary>
    internal IEnumerable<(int Feature, float Threshold)> Questions() =>
        Paths().SelectMany(static path => path.Answers.Keys).Distinct();

    /// <summary>
    /// Every leaf that some input reaches, with the answers that lead to it: true for at most the threshold.
    /// </summary>
    internal List<(Dictionary<(int Feature, float Threshold), bool> Answers, DecisionTree Leaf)> Paths()
    {
        var paths = new List<(Dictionary<(int Feature, float Threshold), bool> Answers, DecisionTree Leaf)>();
        var open = new Stack<(Dictionary<(int Feature, float Threshold), bool> Answers, DecisionTree Tree)>();
        open.Push(([], this));
        while (open.Count > 0)
        {
            (Dictionary<(int Feature, float Threshold), bool> answers, DecisionTree tree) = open.Pop();
            if (tree.IsLeaf)
            {
                paths.Add((answers, tree));
                continue;
            }

            (int Feature, float Threshold) question = (tree.Feature, tree.Threshold);
            bool known = answers.TryGetValue(question, out bool answer);
            if (!known || !answer)
            {
                open.Push((new(answers) { [question] = false }, tree.Above!));
            }

            if (!known || answer)
            {
                open.Push((new(answers) { [question] = true }, tree.Below!));
            }
        }

        return paths;
    }
}
