using Google.Protobuf;
using Prover.Onnx.Graphs;
using Prover.Onnx.Model;
using Prover.Onnx.Normalization;
using Prover.Onnx.Runtime;
using Prover.Onnx.Tensors;
using Prover.Onnx.Tests.Support;

namespace Prover.Onnx.Tests.Normalization;

/// <summary>A float model with random inputs, run as it is and normalised.</summary>
internal sealed class NormalizationCase
{
    private readonly Random random;
    private readonly Dictionary<string, DenseTensor> inputs = [];

    internal NormalizationCase(int seed, int opset = 17)
    {
        random = new Random(seed);
        Model = new TestModel(opset);
    }

    internal TestModel Model { get; }

    internal Random Random => random;

    /// <summary>Every input of the case.</summary>
    internal IReadOnlyDictionary<string, DenseTensor> Inputs => inputs;

    internal float[] Draw(int count, double scale = 1) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)(((random.NextDouble() * 2) - 1) * scale))];

    internal string Input(params int[] shape) => Input(DenseTensor.Create(Draw(DenseTensor.ElementCount(shape), 2), shape));

    internal string Input(DenseTensor value)
    {
        string name = Model.Input($"x{inputs.Count}", value.ElementType, value.Shape);
        inputs[name] = value;
        return name;
    }

    internal string Weights(params int[] shape) => Model.Constant(Draw(DenseTensor.ElementCount(shape)), shape);

    internal string Integers(params long[] values) => Model.Constant(values, values.Length);

    internal NormalizedModel Normalized() => Normalized(Model.ToProto().Clone());

    internal static NormalizedModel Normalized(ModelProto model) =>
        FloatModelNormalizer.Normalize(model, "case", null, new Dictionary<string, int>());

    /// <summary>Compares the model and its normal form, which must consist of the given operators only.</summary>
    internal NormalizedModel Check(string operators, double tolerance = 1e-5)
    {
        IReadOnlyList<DenseTensor> expected = TestModel.RunReference(
            Model.ToBytes(), [.. inputs.Select(static pair => (pair.Key, pair.Value))]);
        return Check(expected, operators, tolerance);
    }

    /// <summary>Compares the normal form with given outputs.</summary>
    internal NormalizedModel Check(IReadOnlyList<DenseTensor> expected, string operators, double tolerance = 1e-5)
    {
        NormalizedModel normalized = Normalized();
        IReadOnlyList<DenseTensor> actual = Run(normalized.Graph, inputs);
        AssertClose(expected, actual, tolerance);
        string found = string.Join(" ", normalized.Graph.Nodes.Select(static node => node.OperatorName).Distinct().Order(
            StringComparer.Ordinal));
        Assert.Equal(operators, found);
        return normalized;
    }

    internal static IReadOnlyList<DenseTensor> Run(ModelGraph graph, IReadOnlyDictionary<string, DenseTensor> inputs)
    {
        byte[] bytes = ModelGraphWriter.Write(graph, graph.Outputs.Select(static name => new ValueInfoProto { Name = name }))
            .ToByteArray();
        using var session = new InferenceSession(bytes, new SessionOptions());
        return session.Run(inputs);
    }

    internal static void AssertClose(IReadOnlyList<DenseTensor> expected, IReadOnlyList<DenseTensor> actual, double tolerance)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.Equal(expected[i].Shape, actual[i].Shape);
            double[] wanted = expected[i].ToDouble();
            double[] found = actual[i].ToDouble();
            for (int j = 0; j < wanted.Length; j++)
            {
                bool close = Math.Abs(wanted[j] - found[j]) <= tolerance * Math.Max(1, Math.Abs(wanted[j]));
                Assert.True(close, $"output {i}, element {j}: {wanted[j]} became {found[j]}");
            }
        }
    }
}
