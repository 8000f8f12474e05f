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
        Add(cases, "LinearRegressor", ("coefficients", new[] { 0.5f, -1, 2, 0.25f }), ("intercepts", new[] { 0.1f }), ("targets", 1));
        Add(cases, "TreeEnsembleRegressor",
            ("n_targets", 1), ("nodes_treeids", new[] { 0, 0, 0 }), ("nodes_nodeids", new[] { 0, 1, 2 }),
            ("nodes_featureids", new[] { 1, 0, 0 }), ("nodes_values", new[] { 0.125f, 0, 0 }),
            ("nodes_modes", new[] { "BRANCH_LEQ", "LEAF", "LEAF" }), ("nodes_truenodeids", new[] { 1, 0, 0 }),
            ("nodes_falsenodeids", new[] { 2, 0, 0 }), ("target_treeids", new[] { 0, 0 }), ("target_nodeids", new[] { 1, 2 }),
            ("target_ids", new[] { 0, 0 }), ("target_weights", new[] { -1f, 2 }));
    }

    private static void Add(
        Dictionary<string, Func<CaseBuilder, QuantizedRun>> cases, string op, params (string Name, object Value)[] attributes) =>
        cases[$"{MachineLearning}.{op}"] = c => c.Finish(c.Node($"{MachineLearning}:{op}", [c.Input([1, Features])], attributes));
}
