using Prover.Onnx.Graphs;
using Prover.Onnx.Model;

namespace Prover.Onnx.Normalization.MachineLearning;

/// <summary>Replaces the operators of ai.onnx.ml by standard ones (ONNX Operators-ml.md).</summary>
internal static class MachineLearningOperators
{
    private static readonly Dictionary<string, Action<NormalizationContext, GraphNode>> ByName = new()
    {
        ["ZipMap"] = RemoveZipMap,
        ["Scaler"] = FeatureOperators.Scaler,
        ["Normalizer"] = FeatureOperators.Normalizer,
        ["Binarizer"] = FeatureOperators.Binarizer,
        ["Imputer"] = FeatureOperators.Imputer,
        ["ArrayFeatureExtractor"] = FeatureOperators.Extractor,
        ["FeatureVectorizer"] = FeatureOperators.Vectorizer,
        ["OneHotEncoder"] = FeatureOperators.OneHot,
        ["LabelEncoder"] = FeatureOperators.LabelEncoder,
        ["LinearClassifier"] = LinearModels.Classifier,
        ["LinearRegressor"] = LinearModels.Regressor,
        ["SVMClassifier"] = SupportVectorMachines.Classifier,
        ["SVMRegressor"] = SupportVectorMachines.Regressor,
        ["TreeEnsembleClassifier"] = TreeEnsembles.Classifier,
        ["TreeEnsembleRegressor"] = TreeEnsembles.Regressor,
    };

    /// <summary>Whether an operator has a rule.</summary>
    internal static bool Has(string op) => ByName.ContainsKey(op);

    /// <summary>The entry for a node without a rule.</summary>
    internal static UnsupportedNode Unsupported(GraphNode node) =>
        node.Unsupported("it works with texts or maps", "leave it out of the exported pipeline and feed numbers");

    /// <summary>Applies the rules; what has no counterpart is added to the problems.</summary>
    internal static void Apply(NormalizationContext context)
    {
        foreach (GraphNode node in context.Graph.Nodes.Where(static n => n.Domain == StandardOperators.MachineLearningDomain).ToList())
        {
            if (!ByName.TryGetValue(node.Operator, out Action<NormalizationContext, GraphNode>? replace))
            {
                context.Problems.Add(Unsupported(node));
                continue;
            }

            try
            {
                replace(context, node);
            }
            catch (FormatException error)
            {
                context.Problems.Add(node.Unsupported(error.Message));
            }
        }
    }

    /// <summary>The tensor of scores becomes the output; its columns are named in a note.</summary>
    private static void RemoveZipMap(NormalizationContext context, GraphNode node)
    {
        string[] names = node.Attributes.Texts("classlabels_strings") is { Length: > 0 } texts
            ? texts
            : [.. (node.Attributes.Longs("classlabels_int64s") ?? []).Select(static label => $"{label}")];
        context.AddNote($"{node.Name} (ZipMap): {node.Output} is a tensor instead of a map; its columns are {string.Join(", ", names)}");
        new NodeReplacement(context, node).Commit(node.Input(0));
    }
}
