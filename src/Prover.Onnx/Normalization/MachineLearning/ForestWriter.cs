using Prover.Onnx.Graphs;

namespace Prover.Onnx.Normalization.MachineLearning;

/// <summary>
/// Writes a forest as four layers without rounding. Of a feature only its rank among the thresholds matters, a small integer.
/// An answer is 1 where the rank is at most the threshold's: clip(k + 1 - rank, 0, 1). A leaf is reached where all answers on its
/// path agree: relu(sum of agreements - (depth - 1)). The scores are the sum of the leaves' weights.
/// </summary>
internal sealed class ForestWriter
{
    private const int LargestRank = 255;
    private const int LargestMatrix = 1 << 22;

    private readonly NormalizationContext context;
    private readonly NodeReplacement target;
    private readonly GraphNode node;
    private readonly SortedDictionary<int, float[]> thresholds = [];

    /// <summary>Prepares to write.</summary>
    internal ForestWriter(NormalizationContext context, NodeReplacement target, GraphNode node)
    {
        this.context = context;
        this.target = target;
        this.node = node;
    }

    /// <summary>Writes the forest.</summary>
    /// <param name="x">The features: [batch, features].</param>
    /// <param name="forest">The trees.</param>
    /// <param name="score">From what a leaf holds to the row of scores that it adds.</param>
    /// <param name="bias">What the scores start with.</param>
    /// <returns>The scores: [batch, scores].</returns>
    internal string Write(
        string x, List<DecisionTree> forest, Func<IReadOnlyList<(int Index, float Weight)>, float[]> score, float[] bias)
    {
        FindThresholds(forest);
        if (thresholds.Count == 0)
        {
            throw new FormatException("its trees are single leaves: it is a constant");
        }

        string ranks = WriteRanks(x);
        string? scores = null;
        foreach (List<DecisionTree> part in Parts(forest))
        {
            string added = WritePart(ranks, part, score, scores is null ? bias : new float[bias.Length]);
            scores = scores is null ? added : target.Node("Add", scores, added);
        }

        return scores!;
    }

    private void FindThresholds(List<DecisionTree> forest)
    {
        foreach (IGrouping<int, float> group in forest.SelectMany(static tree => tree.Questions()).GroupBy(
            static question => question.Feature, static question => question.Threshold))
        {
            float[] distinct = [.. group.Distinct().Order()];
            if (distinct.Length > LargestRank)
            {
                context.AddNote($"{node.Name} ({node.OperatorName}): feature {group.Key} is compared with {distinct.Length} thresholds; "
                    + $"neighbouring ones are joined to {LargestRank}");
                float[] all = distinct;
                distinct = [.. Enumerable.Range(0, LargestRank).Select(i => all[(int)((i + 0.5) * all.Length / LargestRank)]).Distinct()];
            }

            thresholds[group.Key] = distinct;
        }
    }

    /// <summary>The position of a threshold, or of the one that stands for it.</summary>
    private int Position((int Feature, float Threshold) question)
    {
        float[] known = thresholds[question.Feature];
        int found = Array.BinarySearch(known, question.Threshold);
        return found >= 0 ? found : Math.Min(~found, known.Length - 1);
    }

    /// <summary>How many thresholds of each used feature are below the input: [batch, used features].</summary>
    private string WriteRanks(string x)
    {
        int width = thresholds.Values.Max(static list => list.Length);
        float[] table = [.. thresholds.Values.SelectMany(list => list.Concat(
            Enumerable.Repeat(float.PositiveInfinity, width - list.Length)))];
        string columns = target.Integers("features", [.. thresholds.Keys.Select(static feature => (long)feature)]);
        string used = target.Node("Gather", NodeAttributes.Empty.With("axis", 1), x, columns);
        string column = target.Node("Unsqueeze", used, target.Integers("axis", 2));
        string above = target.Node("Greater", column, target.Floats("thresholds", table, thresholds.Count, width));
        string ranks = target.Node(
            "ReduceSum", NodeAttributes.Empty.With("keepdims", 0), target.AsFloat(above), target.Integers("axes", 2));
        context.FixedRanges[ranks] = (0, LargestRank);
        context.Prepared.Add(ranks);
        return ranks;
    }

    /// <summary>Cuts a large forest into parts whose matrices of questions and leaves stay small.</summary>
    private static IEnumerable<List<DecisionTree>> Parts(List<DecisionTree> forest)
    {
        var part = new List<DecisionTree>();
        var questions = new HashSet<(int Feature, float Threshold)>();
        int leaves = 0;
        foreach (DecisionTree tree in forest)
        {
            int more = tree.Paths().Count;
            List<(int Feature, float Threshold)> asked = [.. tree.Questions()];
            long size = (long)(questions.Count + asked.Count(question => !questions.Contains(question))) * (leaves + more);
            if (part.Count > 0 && size > LargestMatrix)
            {
                yield return part;
                part = [];
                questions = [];
                leaves = 0;
            }

            part.Add(tree);
            questions.UnionWith(asked);
            leaves += more;
        }

        yield return part;
    }

    private string WritePart(
        string ranks, List<DecisionTree> part, Func<IReadOnlyList<(int Index, float Weight)>, float[]> score, float[] bias)
    {
        int[] features = [.. thresholds.Keys];
        List<(int Feature, int Position)> questions = [.. part.SelectMany(static tree => tree.Questions())
            .Select(question => (question.Feature, Position(question))).Distinct().Order()];
        if (questions.Count == 0)
        {
            questions.Add((features[0], 0));
        }

        float[] selection = new float[features.Length * questions.Count];
        float[] start = new float[questions.Count];
        for (int q = 0; q < questions.Count; q++)
        {
            selection[(Array.IndexOf(features, questions[q].Feature) * questions.Count) + q] = -1;
            start[q] = questions[q].Position + 1;
        }

        string sums = Linear(ranks, selection, features.Length, start);
        string answers = target.Node("Clip", sums, target.Scalar("low", 0), target.Scalar("high", 1));
        context.FixedRanges[answers] = (0, LargestRank);

        var paths = part.SelectMany(static tree => tree.Paths()).Select(path => (Answers: Joined(path.Answers), path.Leaf))
            .Where(static path => path.Answers is not null).ToList();
        float[] agreement = new float[questions.Count * paths.Count];
        float[] needed = new float[paths.Count];
        float[] weights = new float[paths.Count * bias.Length];
        for (int leaf = 0; leaf < paths.Count; leaf++)
        {
            foreach (((int Feature, int Position) question, bool isBelow) in paths[leaf].Answers!)
            {
                agreement[(questions.BinarySearch(question) * paths.Count) + leaf] = isBelow ? 1 : -1;
                needed[leaf] -= isBelow ? 1 : 0;
            }

            needed[leaf]++;
            score(paths[leaf].Leaf.Scores).CopyTo(weights, leaf * bias.Length);
        }

        string reached = target.Node("Relu", Linear(answers, agreement, questions.Count, needed));
        context.FixedRanges[reached] = (0, LargestRank);
        return Linear(reached, weights, paths.Count, bias);
    }

    /// <summary>Answers by position; null where joined thresholds make them contradict each other, so that no input gets there.</summary>
    private Dictionary<(int Feature, int Position), bool>? Joined(Dictionary<(int Feature, float Threshold), bool> answers)
    {
        var joined = new Dictionary<(int Feature, int Position), bool>();
        foreach (((int Feature, float Threshold) question, bool isBelow) in answers)
        {
            (int Feature, int Position) key = (question.Feature, Position(question));
            if (!joined.TryAdd(key, isBelow) && joined[key] != isBelow)
            {
                return null;
            }
        }

        return joined;
    }

    /// <summary>value · weights + bias.</summary>
    private string Linear(string value, float[] weights, int rows, float[] bias) => target.Node(
        "Gemm", value, target.Floats("weights", weights, rows, bias.Length), target.Floats("bias", bias, bias.Length));
}
