using Prover.Onnx.Normalization;
using Prover.Onnx.Tensors;
using Prover.Onnx.Tests.Support;

namespace Prover.Onnx.Tests.Normalization;

public sealed class MachineLearningTests
{
    private const int Features = 4;
    private const int Rows = 40;

    [OnnxRuntimeFact]
    public void Scaler_and_normalizer()
    {
        foreach (string norm in new[] { "L1", "L2", "MAX" })
        {
            var c = new NormalizationCase(norm.Length);
            float[] offset = c.Draw(Features);
            float[] scale = c.Draw(Features, 3);
            string x = c.Model.Node("ai.onnx.ml:Scaler", [c.Input(Rows, Features)], ("offset", offset), ("scale", scale));
            c.Model.Output(c.Model.Node("ai.onnx.ml:Normalizer", [x], ("norm", norm)));
            Check(c);
        }
    }

    [OnnxRuntimeFact]
    public void Features_are_chosen_thresholded_and_imputed()
    {
        var c = new NormalizationCase(3);
        float[] values = c.Draw(Rows * Features);
        values[3] = float.NaN;
        values[5] = -7;
        string x = c.Input(DenseTensor.Create(values, Rows, Features));
        string imputed = c.Model.Node(
            "ai.onnx.ml:Imputer", [x], ("imputed_value_floats", c.Draw(Features)), ("replaced_value_float", float.NaN));
        string again = c.Model.Node(
            "ai.onnx.ml:Imputer", [imputed], ("imputed_value_floats", c.Draw(Features)), ("replaced_value_float", -7f));
        string chosen = c.Model.Node("ai.onnx.ml:ArrayFeatureExtractor", [again, c.Integers(2, 0)]);
        string binary = c.Model.Node("ai.onnx.ml:Binarizer", [chosen], ("threshold", 0.125f));
        c.Model.Output(c.Model.Node("ai.onnx.ml:FeatureVectorizer", [binary, again], ("inputdimensions", new[] { 2, Features })));
        Check(c);
    }

    [OnnxRuntimeFact]
    public void Categories_and_labels_are_encoded()
    {
        var c = new NormalizationCase(4);
        string x = c.Input(DenseTensor.Create(new long[] { 0, 3, 7, 5, 3 }, 5));
        c.Model.Output(c.Model.Node("ai.onnx.ml:OneHotEncoder", [x], ("cats_int64s", new[] { 3, 5, 9 })));
        string whole = c.Model.Node(
            "ai.onnx.ml:LabelEncoder", [x], ("keys_int64s", new[] { 3, 5 }), ("values_int64s", new[] { 30, 50 }), ("default_int64", -2));
        c.Model.Output(whole, TensorElementType.Int64);
        float[] values = [0.5f, -2.25f];
        c.Model.Output(c.Model.Node(
            "ai.onnx.ml:LabelEncoder", [x], ("keys_int64s", new[] { 3, 7 }), ("values_floats", values), ("default_float", 1.5f)));
        Check(c);
    }

    [OnnxRuntimeTheory]
    [InlineData("NONE")]
    [InlineData("SOFTMAX")]
    [InlineData("LOGISTIC")]
    [InlineData("SOFTMAX_ZERO")]
    public void A_linear_classifier_of_several_classes(string transform)
    {
        var c = new NormalizationCase(5);
        Classifier(
            c, "LinearClassifier", ("coefficients", c.Draw(3 * Features)), ("intercepts", c.Draw(3)),
            ("classlabels_ints", new[] { 2, 5, 9 }), ("post_transform", transform));
        Check(c);
    }

    [OnnxRuntimeTheory]
    [InlineData("NONE")]
    [InlineData("LOGISTIC")]
    public void A_linear_classifier_of_two_classes(string transform)
    {
        var c = new NormalizationCase(6);
        Classifier(
            c, "LinearClassifier", ("coefficients", c.Draw(Features)), ("intercepts", c.Draw(1)), ("classlabels_ints", new[] { 0, 1 }),
            ("post_transform", transform));
        Check(c);
    }

    [OnnxRuntimeTheory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_linear_regressor(int targets)
    {
        var c = new NormalizationCase(7);
        string x = c.Input(Rows, Features);
        c.Model.Output(c.Model.Node(
            "ai.onnx.ml:LinearRegressor", [x], ("coefficients", c.Draw(targets * Features)), ("intercepts", c.Draw(targets)),
            ("targets", targets)));
        Check(c);
    }

    [OnnxRuntimeTheory]
    [InlineData("LINEAR", 0)]
    [InlineData("RBF", 0)]
    [InlineData("POLY", 0)]
    [InlineData("SIGMOID", 0)]
    [InlineData("RBF", 1)]
    public void A_support_vector_regressor(string kernel, int oneClass)
    {
        var c = new NormalizationCase(8);
        const int vectors = 9;
        string x = c.Input(Rows, Features);
        c.Model.Output(c.Model.Node(
            "ai.onnx.ml:SVMRegressor", [x], ("coefficients", c.Draw(vectors)), ("support_vectors", c.Draw(vectors * Features)),
            ("n_supports", vectors), ("rho", c.Draw(1)), ("kernel_type", kernel), ("kernel_params", Kernel), ("one_class", oneClass)));
        Check(c);
    }

    [OnnxRuntimeTheory]
    [InlineData("LINEAR", false)]
    [InlineData("RBF", false)]
    [InlineData("POLY", false)]
    [InlineData("SIGMOID", true)]
    [InlineData("RBF", true)]
    public void A_support_vector_classifier_of_two_classes(string kernel, bool probabilities)
    {
        var c = new NormalizationCase(9);
        const int vectors = 9;
        List<(string, object)> attributes =
        [
            ("coefficients", c.Draw(vectors)), ("support_vectors", c.Draw(vectors * Features)), ("vectors_per_class", new[] { 5, 4 }),
            ("rho", c.Draw(1)), ("kernel_type", kernel), ("kernel_params", Kernel), ("classlabels_ints", new[] { 3, 4 }),
        ];
        if (probabilities)
        {
            float[] slope = [-1.5f];
            float[] shift = [0.25f];
            attributes.AddRange([("prob_a", slope), ("prob_b", shift)]);
        }

        Classifier(c, "SVMClassifier", [.. attributes]);
        Check(c, probabilities ? 0.005 : 1e-4); // ONNX Runtime finds probabilities by iteration and stops early
    }

    [OnnxRuntimeFact]
    public void A_support_vector_classifier_of_several_classes_counts_votes()
    {
        var c = new NormalizationCase(10);
        const int vectors = 12;
        Classifier(
            c, "SVMClassifier", ("coefficients", c.Draw(3 * vectors)), ("support_vectors", c.Draw(vectors * Features)),
            ("vectors_per_class", new[] { 3, 2, 4, 3 }), ("rho", c.Draw(6)), ("kernel_type", "RBF"), ("kernel_params", Kernel),
            ("classlabels_ints", new[] { 0, 1, 2, 3 }));
        Check(c);
    }

    [OnnxRuntimeTheory]
    [InlineData("BRANCH_LEQ", 1, "NONE")]
    [InlineData("BRANCH_LT", 2, "NONE")]
    [InlineData("BRANCH_GTE", 1, "NONE")]
    [InlineData("BRANCH_GT", 3, "SOFTMAX")]
    [InlineData("BRANCH_EQ", 1, "NONE")]
    [InlineData("BRANCH_NEQ", 1, "LOGISTIC")]
    public void A_forest_for_regression(string mode, int targets, string transform)
    {
        var c = new NormalizationCase(11);
        var forest = new RandomForest(c, 6, 4, mode, targets);
        string x = c.Input(forest.Inputs(Rows, Features));
        c.Model.Output(c.Model.Node("ai.onnx.ml:TreeEnsembleRegressor", [x], [
            .. forest.Attributes("target"), ("n_targets", targets), ("post_transform", transform), ("base_values", c.Draw(targets)),
        ]));
        Check(c);
    }

    [OnnxRuntimeTheory]
    [InlineData(3, 3, "NONE", false)]
    [InlineData(3, 3, "SOFTMAX", false)]
    [InlineData(4, 4, "LOGISTIC", false)]
    [InlineData(2, 1, "NONE", false)]
    [InlineData(2, 1, "LOGISTIC", false)]
    [InlineData(2, 1, "NONE", true)]
    [InlineData(2, 2, "NONE", true)]
    public void A_forest_for_classification(int classes, int used, string transform, bool positive)
    {
        var c = new NormalizationCase(12 + classes);
        var forest = new RandomForest(c, 5, 4, "BRANCH_LEQ", used, positive);
        Classifier(c, "TreeEnsembleClassifier", forest.Inputs(Rows, Features), [
            .. forest.Attributes("class"), ("classlabels_int64s", Enumerable.Range(0, classes).ToArray()), ("post_transform", transform),
        ]);
        Check(c);
    }

    [OnnxRuntimeFact]
    public void Texts_as_labels_become_numbers_and_maps_become_tensors()
    {
        var c = new NormalizationCase(20);
        float[] coefficients = c.Draw(3 * Features);
        string x = c.Input(Rows, Features);
        string[] y = c.Model.Nodes(
            "ai.onnx.ml:LinearClassifier", [x], 2, ("coefficients", coefficients), ("intercepts", new float[3]),
            ("classlabels_strings", new[] { "cat", "dog", "owl" }), ("post_transform", "SOFTMAX"));
        c.Model.Output(y[0], TensorElementType.String);
        c.Model.Output(c.Model.Node("ai.onnx.ml:ZipMap", [y[1]], ("classlabels_strings", new[] { "cat", "dog", "owl" })));

        NormalizedModel normalized = c.Normalized();

        Assert.Contains(normalized.Notes, static note => note.Contains("1 = dog", StringComparison.Ordinal));
        Assert.Contains(normalized.Notes, static note => note.Contains("a tensor instead of a map", StringComparison.Ordinal));
        IReadOnlyList<DenseTensor> result = NormalizationCase.Run(normalized.Graph, c.Inputs);
        float[] probabilities = result[1].As<float>();
        for (int row = 0; row < Rows; row++)
        {
            float[] own = probabilities[(3 * row)..(3 * (row + 1))];
            Assert.Equal(1, own.Sum(), 1e-5);
            Assert.Equal(Array.IndexOf(own, own.Max()), result[0].As<long>()[row]);
        }
    }

    private static float[] Kernel => [0.3f, 0.2f, 3];

    private static void Classifier(NormalizationCase c, string op, params (string Name, object Value)[] attributes) =>
        Classifier(c, op, DenseTensor.Create(c.Draw(Rows * Features, 2), Rows, Features), attributes);

    private static void Classifier(NormalizationCase c, string op, DenseTensor input, params (string Name, object Value)[] attributes)
    {
        string[] y = c.Model.Nodes($"ai.onnx.ml:{op}", [c.Input(input)], 2, attributes);
        c.Model.Output(y[0], TensorElementType.Int64);
        c.Model.Output(y[1]);
    }

    private static void Check(NormalizationCase c, double tolerance = 1e-4)
    {
        IReadOnlyList<DenseTensor> expected = c.Model.RunReference([.. c.Inputs.Select(static pair => (pair.Key, pair.Value))]);
        NormalizedModel normalized = c.Normalized();
        Assert.DoesNotContain(normalized.Graph.Nodes, static node => node.Domain.Length > 0);
        NormalizationCase.AssertClose(expected, NormalizationCase.Run(normalized.Graph, c.Inputs), tolerance);
        Assert.All(normalized.Published.Concat(normalized.Prepared).Concat(normalized.FixedRanges.Keys), value => Assert.Contains(
            normalized.Graph.Nodes, node => node.Outputs.Contains(value)));
    }
}
