using Prover.Onnx.Graphs;

namespace Prover.Onnx.Normalization.MachineLearning;

/// <summary>Reads the trees of TreeEnsembleClassifier and TreeEnsembleRegressor, whose nodes are lists in attributes.</summary>
internal sealed class TreeReader
{
    private const int DeepestTree = 64;

    private readonly long[] features;
    private readonly string[] modes;
    private readonly float[] values;
    private readonly long[] trueNodes;
    private readonly long[] falseNodes;
    private readonly Dictionary<(long Tree, long Node), int> positions = [];
    private readonly long[] trees;
    private readonly Dictionary<(long Tree, long Node), List<(int Index, float Weight)>> leaves = [];

    private TreeReader(GraphNode node, string prefix)
    {
        NodeAttributes a = node.Attributes;
        trees = List(node, "nodes_treeids");
        long[] ids = List(node, "nodes_nodeids");
        features = List(node, "nodes_featureids");
        modes = a.Texts("nodes_modes") ?? [];
        values = a.Floats("nodes_values") ?? a.Tensor("nodes_values_as_tensor")?.As<float>() ?? [];
        trueNodes = List(node, "nodes_truenodeids");
        falseNodes = List(node, "nodes_falsenodeids");
        int count = trees.Length;
        if (count == 0 || new[] { ids.Length, features.Length, modes.Length, values.Length, trueNodes.Length, falseNodes.Length }
            .Any(length => length != count))
        {
            throw new FormatException("the lists of its tree nodes have different lengths");
        }

        for (int i = 0; i < count; i++)
        {
            positions[(trees[i], ids[i])] = i;
        }

        ReadLeaves(node, prefix);
    }

    /// <summary>Reads the trees in the order of the file.</summary>
    /// <param name="node">The node.</param>
    /// <param name="prefix">"class" or "target": how the attributes with the leaves' weights are called.</param>
    /// <exception cref="FormatException">The lists do not describe trees.</exception>
    internal static List<DecisionTree> Read(GraphNode node, string prefix)
    {
        var reader = new TreeReader(node, prefix);
        return [.. reader.trees.Distinct().Select(tree => reader.Build(tree, reader.Root(tree), 0))];
    }

    private static long[] List(GraphNode node, string name) => node.Attributes.Longs(name) ?? [];

    private void ReadLeaves(GraphNode node, string prefix)
    {
        long[] treeIds = List(node, $"{prefix}_treeids");
        long[] nodeIds = List(node, $"{prefix}_nodeids");
        long[] indices = List(node, $"{prefix}_ids");
        float[] weights = node.Attributes.Floats($"{prefix}_weights")
            ?? node.Attributes.Tensor($"{prefix}_weights_as_tensor")?.As<float>() ?? [];
        for (int i = 0; i < treeIds.Length; i++)
        {
            (long, long) key = (treeIds[i], nodeIds[i]);
            leaves[key] = leaves.GetValueOrDefault(key, []);
            leaves[key].Add(((int)indices[i], weights[i]));
        }
    }

    /// <summary>The node that no other node of the tree leads to.</summary>
    private long Root(long tree)
    {
        var inner = new HashSet<long>();
        foreach (((long owner, _), int i) in positions)
        {
            if (owner == tree && modes[i] != "LEAF")
            {
                inner.Add(trueNodes[i]);
                inner.Add(falseNodes[i]);
            }
        }

        long[] roots = [.. positions.Keys.Where(key => key.Tree == tree && !inner.Contains(key.Node)).Select(static key => key.Node)];
        return roots is [var root] ? root : throw new FormatException($"tree {tree} has {roots.Length} roots");
    }

    private DecisionTree Build(long tree, long id, int depth)
    {
        if (!positions.TryGetValue((tree, id), out int i) || depth > DeepestTree)
        {
            throw new FormatException($"tree {tree} has no node {id} or is deeper than {DeepestTree}");
        }

        if (modes[i] == "LEAF")
        {
            return DecisionTree.Leaf(leaves.GetValueOrDefault((tree, id), []));
        }

        DecisionTree yes = Build(tree, trueNodes[i], depth + 1);
        DecisionTree no = Build(tree, falseNodes[i], depth + 1);
        int feature = (int)features[i];
        float next = MathF.BitDecrement(values[i]); // x < t means that x is at most the float before t
        return modes[i] switch
        {
            "BRANCH_LEQ" => DecisionTree.Split(feature, values[i], yes, no),
            "BRANCH_LT" => DecisionTree.Split(feature, next, yes, no),
            "BRANCH_GTE" => DecisionTree.Split(feature, next, no, yes),
            "BRANCH_GT" => DecisionTree.Split(feature, values[i], no, yes),
            "BRANCH_EQ" => DecisionTree.Split(feature, values[i], DecisionTree.Split(feature, next, no, yes), no),
            "BRANCH_NEQ" => DecisionTree.Split(feature, values[i], DecisionTree.Split(feature, next, yes, no), yes),
            var other => throw new FormatException($"tree nodes of kind {other} do not exist"),
        };
    }
}
