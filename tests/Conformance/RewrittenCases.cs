using Prover.Onnx.Tensors;

namespace Prover.Conformance.Tests;

/// <summary>Operators that `prover quantize` rewrites to others before the compiler sees them.</summary>
internal static class RewrittenCases
{
    private const string MachineLearning = "ai.onnx.ml";
    private const int Hidden = 3, Features = 4;

    /// <summary>Adds the cases by operator.</summary>
    public static void AddTo(Dictionary<string, Func<CaseBuilder, QuantizedRun>> cases)
    {
        foreach ((string op, int gates) in (ReadOnlySpan<(string, int)>)[("LSTM", 4), ("GRU", 3), ("RNN", 1)])
        {
            cases[op] = c => c.Finish(c.Node(op,
                [c.Input([3, 1, Features]), c.Parameter([1, gates * Hidden, Features]), c.Parameter([1, gates * Hidden, Hidden])],
                ("hidden_size", Hidden)));
        }

        Add(cases, "Scaler", ("offset", new[] { 0.5f, 0, 0, 0.25f }), ("scale", new[] { 2f, 1, 1, 0.5f }));
        Add(cases, "Normalizer", ("norm", "L2"));
        Add(cases, "Imputer", ("imputed_value_floats", new[] { 0.5f }), ("replaced_value_float", -7f));
        Add(cases, "Binarizer", ("threshold", 0.125f));
        Add(cases, "LinearRegressor", ("coefficients", new[] { 0.5f, -1, 2, 0.25f }), ("intercepts", new[] { 0.1f }), ("targets", 1));
        Add(cases, "TreeEnsembleRegressor", [.. Tree("target"), ("n_targets", 1)]);
        Add(cases, "SVMRegressor", [.. Vectors(), ("n_supports", 3)]);
        AddClassifier(cases, "LinearClassifier", ("coefficients", new[] { 0.5f, -1, 2, 0.25f, 1, 0.5f, -2, 1, 0.1f, 0.2f, 0.3f, -1 }),
            ("intercepts", new[] { 0.1f, 0, -0.1f }), ("classlabels_ints", new[] { 2, 5, 9 }), ("post_transform", "SOFTMAX"));
        AddClassifier(cases, "SVMClassifier", [.. Vectors(), ("vectors_per_class", new[] { 2, 1 }), ("classlabels_ints", new[] { 0, 1 })]);
        AddClassifier(cases, "TreeEnsembleClassifier", [.. Tree("class"), ("classlabels_int64s", new[] { 0, 1, 2 })]);
        cases[$"{MachineLearning}.ZipMap"] = c =>
        {
            string x = c.Node($"{MachineLearning}:LinearRegressor", [c.Input([1, Features])],
                ("coefficients", new[] { 0.5f, -1, 2, 0.25f, 1, 0.5f, -2, 1 }), ("targets", 2));
            return c.Finish(c.Node($"{MachineLearning}:ZipMap", [x], ("classlabels_int64s", new[] { 0, 1 })));
        };
    }

    /// <summary>One question and two leaves, which give scores to targets or classes 0 and (of classes) 1.</summary>
    private static (string, object)[] Tree(string prefix) =>
    [
        ("nodes_treeids", new[] { 0, 0, 0 }), ("nodes_nodeids", new[] { 0, 1, 2 }),
        ("nodes_featureids", new[] { 1, 0, 0 }), ("nodes_values", new[] { 0.125f, 0, 0 }),
        ("nodes_modes", new[] { "BRANCH_LEQ", "LEAF", "LEAF" }), ("nodes_truenodeids", new[] { 1, 0, 0 }),
        ("nodes_falsenodeids", new[] { 2, 0, 0 }), ($"{prefix}_treeids", new[] { 0, 0 }), ($"{prefix}_nodeids", new[] { 1, 2 }),
        ($"{prefix}_ids", prefix == "class" ? new[] { 0, 1 } : [0, 0]), ($"{prefix}_weights", new[] { -1f, 2 }),
    ];

    private static (string, object)[] Vectors() =>
    [
        ("coefficients", new[] { 0.5f, 0.25f, -0.75f }), ("rho", new[] { 0.125f }), ("kernel_type", "RBF"),
        ("kernel_params", new[] { 0.5f, 0, 3 }),
        ("support_vectors", new[] { 0.5f, -1, 0.25f, 0, 1, 0.5f, -0.5f, 0.75f, -0.25f, 0, 0.5f, -0.5f }),
    ];

    /// <summary>A classifier with its label and its scores.</summary>
    private static void AddClassifier(
        Dictionary<string, Func<CaseBuilder, QuantizedRun>> cases, string op, params (string Name, object Value)[] attributes) =>
        cases[$"{MachineLearning}.{op}"] = c =>
        {
            string[] y = c.Model.Nodes($"{MachineLearning}:{op}", [c.Input([1, Features])], 2, attributes);
            c.Model.Output(y[0], TensorElementType.Int64);
            return c.Finish(y[1]);
        };

    private static void Add(
        Dictionary<string, Func<CaseBuilder, QuantizedRun>> cases, string op, params (string Name, object Value)[] attributes) =>
        cases[$"{MachineLearning}.{op}"] = c => c.Finish(c.Node($"{MachineLearning}:{op}", [c.Input([1, Features])], attributes));
}
