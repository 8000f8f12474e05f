using Prover.Onnx.Tensors;

namespace Prover.Onnx.Tests.Normalization;

/// <summary>Random trees as ai.onnx.ml attributes. Thresholds are few and inputs hit them exactly.</summary>
internal sealed class RandomForest
{
    private readonly NormalizationCase owner;
    private readonly string mode;
    private readonly int scoreCount;
    private readonly bool positive;
    private readonly List<int> trees = [];
    private readonly List<int> ids = [];
    private readonly List<int> features = [];
    private readonly List<string> modes = [];
    private readonly List<float> values = [];
    private readonly List<int> yes = [];
    private readonly List<int> no = [];
    private readonly List<(int Tree, int Node, int Index, float Weight)> leaves = [];

    internal RandomForest(NormalizationCase owner, int treeCount, int depth, string mode, int scoreCount, bool positive = false)
    {
        this.owner = owner;
        this.mode = mode;
        this.scoreCount = scoreCount;
        this.positive = positive;
        for (int tree = 0; tree < treeCount; tree++)
        {
            int next = 0;
            Grow(tree, depth, ref next);
        }
    }

    internal DenseTensor Inputs(int rows, int width) => DenseTensor.Create(
        Enumerable.Range(0, rows * width).Select(_ => Threshold() + (owner.Random.Next(2) == 0 ? 0 : 0.125f)).ToArray(), rows, width);

    internal (string Name, object Value)[] Attributes(string prefix) =>
    [
        ("nodes_treeids", trees.ToArray()), ("nodes_nodeids", ids.ToArray()), ("nodes_featureids", features.ToArray()),
        ("nodes_modes", modes.ToArray()), ("nodes_values", values.ToArray()), ("nodes_truenodeids", yes.ToArray()),
        ("nodes_falsenodeids", no.ToArray()), ($"{prefix}_treeids", leaves.Select(static l => l.Tree).ToArray()),
        ($"{prefix}_nodeids", leaves.Select(static l => l.Node).ToArray()), ($"{prefix}_ids", leaves.Select(static l => l.Index).ToArray()),
        ($"{prefix}_weights", leaves.Select(static l => l.Weight).ToArray()),
    ];

    private float Threshold() => owner.Random.Next(-3, 4) * 0.25f;

    private int Grow(int tree, int depth, ref int next)
    {
        int id = next++;
        int position = ids.Count;
        bool leaf = depth == 0 || (id > 0 && owner.Random.Next(5) == 0);
        trees.Add(tree);
        ids.Add(id);
        features.Add(leaf ? 0 : owner.Random.Next(4));
        modes.Add(leaf ? "LEAF" : mode);
        values.Add(leaf ? 0 : Threshold());
        yes.Add(0);
        no.Add(0);
        if (leaf)
        {
            for (int index = 0; index < scoreCount; index++)
            {
                float weight = owner.Draw(1)[0];
                leaves.Add((tree, id, index, positive ? MathF.Abs(weight) / 5 : weight));
            }
        }
        else
        {
            yes[position] = Grow(tree, depth - 1, ref next);
            no[position] = Grow(tree, depth - 1, ref next);
        }

        return id;
    }
}
