using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Normalization.MachineLearning;

/// <summary>Operators that prepare features: [batch, features] to [batch, features].</summary>
internal static class FeatureOperators
{
    /// <summary>Scaler: (x - offset) · scale.</summary>
    internal static void Scaler(NormalizationContext context, GraphNode node)
    {
        var target = new NodeReplacement(context, node);
        string x = target.AsFloat(node.Input(0));
        float[] offset = node.Attributes.Floats("offset") ?? [0];
        float[] scale = node.Attributes.Floats("scale") ?? [1];
        string centred = target.Node("Sub", x, target.Floats("offset", offset, offset.Length));
        target.Commit(target.Node("Mul", centred, target.Floats("scale", scale, scale.Length)));
    }

    /// <summary>Normalizer: each row divided by its norm.</summary>
    internal static void Normalizer(NormalizationContext context, GraphNode node)
    {
        var target = new NodeReplacement(context, node);
        string x = target.AsFloat(node.Input(0));
        string axes = target.Integers("axes", -1);
        NodeAttributes keep = NodeAttributes.Empty.With("keepdims", 1);
        string norm = node.Attributes.Text("norm", "MAX") switch
        {
            "L1" => target.Node("ReduceSum", keep, IsPositive(context.Graph, node.Input(0)) ? x : target.Node("Abs", x), axes),
            "L2" => target.Node("Sqrt", target.Node("ReduceSum", keep, target.Node("Mul", x, x), axes)),
            "MAX" => target.Reduce("ReduceMax", x, -1),
            var other => throw new FormatException($"node {node.Name} (Normalizer): the norm {other} does not exist"),
        };
        string isZero = target.Node("Equal", norm, target.Scalar("zero", 0));
        target.Commit(target.Node("Div", x, target.Node("Where", isZero, target.Scalar("one", 1), norm)));
    }

    private static bool IsPositive(ModelGraph graph, string value) => graph.Producer(value)?.Operator is "Softmax" or "Sigmoid" or "Relu";

    /// <summary>Binarizer: 1 above the threshold, else 0.</summary>
    internal static void Binarizer(NormalizationContext context, GraphNode node)
    {
        var target = new NodeReplacement(context, node);
        string threshold = target.Scalar("threshold", node.Attributes.Float("threshold", 0));
        target.Commit(target.AsFloat(target.Node("Greater", target.AsFloat(node.Input(0)), threshold)));
    }

    /// <summary>Imputer: a marked value, or what is not a number, becomes a constant per feature.</summary>
    internal static void Imputer(NormalizationContext context, GraphNode node)
    {
        if (node.Attributes.Floats("imputed_value_floats") is not { Length: > 0 } values)
        {
            throw new FormatException($"node {node.Name} (Imputer): only float values can be replaced");
        }

        var target = new NodeReplacement(context, node);
        string x = target.AsFloat(node.Input(0));
        float marked = node.Attributes.Float("replaced_value_float", float.NaN);
        string found = float.IsNaN(marked) ? target.Node("IsNaN", x) : target.Node("Equal", x, target.Scalar("marked", marked));
        target.Commit(target.Node("Where", found, target.Floats("values", values, values.Length), x));
    }

    /// <summary>ArrayFeatureExtractor: chosen elements of the last axis.</summary>
    internal static void Extractor(NormalizationContext context, GraphNode node)
    {
        if (context.Graph.Constant(node.Input(1)) is not { } indices)
        {
            throw new FormatException($"node {node.Name} (ArrayFeatureExtractor): the chosen columns must be constants");
        }

        var target = new NodeReplacement(context, node);
        string columns = target.Integers("columns", indices.ToInt64());
        target.Commit(target.Node("Gather", NodeAttributes.Empty.With("axis", -1), node.Input(0), columns));
    }

    /// <summary>FeatureVectorizer: columns side by side.</summary>
    internal static void Vectorizer(NormalizationContext context, GraphNode node)
    {
        var target = new NodeReplacement(context, node);
        target.Commit(target.Concat(1, [.. node.Inputs.Select(target.AsFloat)]));
    }

    /// <summary>OneHotEncoder of numbers: a new last axis with 1 at the category.</summary>
    internal static void OneHot(NormalizationContext context, GraphNode node)
    {
        if (node.Attributes.Longs("cats_int64s") is not { Length: > 0 } categories)
        {
            throw new FormatException($"node {node.Name} (OneHotEncoder): texts as categories are not supported; encode them as numbers");
        }

        var target = new NodeReplacement(context, node);
        target.Commit(Matches(target, node.Input(0), categories));
    }

    /// <summary>LabelEncoder from numbers to numbers; texts as results are dropped where they are only shown.</summary>
    internal static void LabelEncoder(NormalizationContext context, GraphNode node)
    {
        var target = new NodeReplacement(context, node);
        NodeAttributes attributes = node.Attributes;
        if (attributes.Longs("keys_int64s") is not { Length: > 0 } keys)
        {
            throw new FormatException($"node {node.Name} (LabelEncoder): only whole numbers can be encoded");
        }

        if (attributes.Texts("values_strings") is { Length: > 0 } texts)
        {
            string meaning = string.Join(", ", keys.Zip(texts, static (key, text) => $"{key} = {text}"));
            context.AddNote($"{node.Name} (LabelEncoder): its result stays a number: {meaning}");
            target.Commit(node.Input(0));
            return;
        }

        long[]? whole = attributes.Longs("values_int64s");
        float[] values = whole is { Length: > 0 }
            ? Array.ConvertAll(whole, static value => (float)value)
            : attributes.Floats("values_floats") ?? [];
        float absent = whole is { Length: > 0 } ? attributes.Int("default_int64", -1) : attributes.Float("default_float", -0f);
        float[] differences = Array.ConvertAll(values, value => value - absent);
        string table = target.Floats("values", differences, differences.Length);
        string change = target.Node("MatMul", Matches(target, node.Input(0), keys), table);
        string sum = target.Node("Add", change, target.Scalar("absent", absent));
        NodeAttributes toWhole = NodeAttributes.Empty.With("to", (long)TensorElementType.Int64);
        target.Commit(whole is { Length: > 0 } ? target.Node("Cast", toWhole, sum) : sum);
    }

    /// <summary>A new last axis with 1 where the value equals a number.</summary>
    private static string Matches(NodeReplacement target, string value, long[] numbers)
    {
        NodeAttributes toWhole = NodeAttributes.Empty.With("to", (long)TensorElementType.Int64);
        string column = target.Node("Unsqueeze", target.Node("Cast", toWhole, value), target.Integers("axis", -1));
        return target.AsFloat(target.Node("Equal", column, target.Integers("numbers", numbers)));
    }
}
