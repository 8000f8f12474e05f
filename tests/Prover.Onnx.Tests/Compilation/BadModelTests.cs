using Google.Protobuf;
using Prover.Onnx.Compilation;
using Prover.Onnx.Model;
using Prover.Onnx.Tensors;
using Prover.Onnx.Tests.Layers;
using Prover.Onnx.Tests.Support;

namespace Prover.Onnx.Tests.Compilation;

/// <summary>Malformed and unsupported models: a one-line error of the right kind, whatever the bytes are.</summary>
public sealed class BadModelTests : IDisposable
{
    private static readonly CompilationOptions Options = new();
    private readonly string folder = Directory.CreateTempSubdirectory("prover-models").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Every_truncation_is_an_error_of_a_known_kind()
    {
        byte[] model = LinearLayers.Gemm(1).Model.ToBytes();
        const int operatorSets = 32; // the file ends with them: a cut there may leave a complete model
        for (int length = 0; length < model.Length - operatorSets; length++)
        {
            Exception? error = Record.Exception(() => ModelCompiler.Compile(model[..length], "cut.onnx", Options));
            Assert.True(error is InvalidModelException or ModelNotSupportedException, $"length {length}: {error}");
            Assert.DoesNotContain('\n', error.Message);
        }
    }

    [Fact]
    public void Random_changes_never_escape_as_another_error()
    {
        byte[] model = LinearLayers.Convolution(3).Model.ToBytes();
        var random = new Random(1);
        for (int trial = 0; trial < 600; trial++)
        {
            byte[] changed = [.. model];
            for (int i = 0; i <= trial % 3; i++)
            {
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            }

            Exception? error = Record.Exception(() => ModelCompiler.Compile(changed, "changed.onnx", Options));
            Assert.True(error is null or InvalidModelException or ModelNotSupportedException, $"trial {trial}: {error}");
        }
    }

    [Theory]
    [InlineData(9)]
    [InlineData(99)]
    public void A_wrong_operator_set_is_named(int version)
    {
        var model = new TestModel(version);
        model.Input("x", TensorElementType.Float, 1, 4);
        model.Output(model.Node("Relu", ["x"]));
        var error = Assert.Throws<ModelNotSupportedException>(() => ModelCompiler.Compile(model.ToBytes(), "old.onnx", Options));
        Assert.Contains($"ai.onnx {version}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_initialiser_is_named()
    {
        ModelProto model = LinearLayers.Gemm(1).Model.ToProto();
        string removed = model.Graph.Initializer[3].Name;
        model.Graph.Initializer.RemoveAt(3);
        var error = Assert.Throws<InvalidModelException>(() => ModelCompiler.Compile(model.ToByteArray(), "gap.onnx", Options));
        Assert.Contains(removed, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void External_data_is_read_from_the_models_folder_only()
    {
        string path = Path.Combine(folder, "model.onnx");
        ModelProto model = LinearLayers.Gemm(1).Model.ToProto();
        TensorProto weights = model.Graph.Initializer.OrderByDescending(static t => t.RawData.Length).First();
        byte[] data = weights.RawData.ToByteArray();
        string here = ModelCompilerDigest(model.ToByteArray());
        weights.ClearRawData();
        weights.DataLocation = TensorProto.Types.DataLocation.External;
        weights.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "weights.bin" });

        File.WriteAllBytes(path, model.ToByteArray());
        AssertInvalid(path, "weights.bin does not exist");
        File.WriteAllBytes(Path.Combine(folder, "weights.bin"), data[..^1]);
        AssertInvalid(path, "weights.bin does not hold");
        File.WriteAllBytes(Path.Combine(folder, "weights.bin"), data);
        Assert.Equal(here, Digest(ModelCompiler.Compile(path, Options)));

        string found = Assert.Single(ExternalData.Files(model.ToByteArray(), folder));
        Assert.Equal(Path.GetFullPath(Path.Combine(folder, "weights.bin")), found);
        Assert.Empty(ExternalData.Files([1, 2, 3], folder));

        foreach (string outside in (string[])["../weights.bin", Path.Combine(folder, "weights.bin"), "a\0b"])
        {
            weights.ExternalData[0].Value = outside;
            File.WriteAllBytes(path, model.ToByteArray());
            Assert.Empty(ExternalData.Files(model.ToByteArray(), folder));
            AssertInvalid(path, "outside the model's folder");
        }
    }

    [Fact]
    public void Every_unsupported_node_is_named_with_its_operator()
    {
        var model = new TestModel();
        model.Input("x", TensorElementType.Float, 1, 4);
        string real = model.Dequantize(model.Quantize("x", 0.1f, TensorElementType.UInt8, 0), 0.1f, TensorElementType.UInt8, 0);
        string sums = model.Node("NonZero", [real]);
        model.Output(model.Node("com.example:Frobnicate", [sums]));
        var error = Assert.Throws<ModelNotSupportedException>(() => ModelCompiler.Compile(model.ToBytes(), "odd.onnx", Options));
        Assert.Equal(["NonZero", "com.example.Frobnicate"], error.Nodes.Select(static node => node.Operator));
        Assert.All(error.Nodes, node => Assert.Contains(node.Node, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Nodes_behind_a_refused_node_are_named_too()
    {
        var model = new TestModel();
        model.Input("x", TensorElementType.Float, 1, 4);
        string Closed(string value) => model.Dequantize(
            model.Quantize(value, 0.1f, TensorElementType.UInt8, 0), 0.1f, TensorElementType.UInt8, 0);
        string real = Closed("x");
        sbyte[] integers = [.. Enumerable.Repeat((sbyte)100, 16)];
        string weights = model.Dequantize(model.Constant(integers, 4, 4), 0.01f, TensorElementType.Int8, 0);
        string sums = model.Node("MatMul", [real, weights]);
        string product = Closed(model.Node("Mul", [sums, real]));
        model.Output(model.Node("MatMul", [product, model.Constant(new float[8], 4, 2)]));
        var error = Assert.Throws<ModelNotSupportedException>(() => ModelCompiler.Compile(model.ToBytes(), "two.onnx", Options));
        Assert.Equal(["Mul", "MatMul"], error.Nodes.Select(static node => node.Operator));
        Assert.Contains("float constant", error.Nodes[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_float_model_is_refused_with_advice()
    {
        var model = new TestModel();
        model.Input("x", TensorElementType.Float, 1, 4);
        model.Output(model.Node("MatMul", ["x", model.Constant(new float[8], 4, 2)]));
        var error = Assert.Throws<ModelNotSupportedException>(() => ModelCompiler.Compile(model.ToBytes(), "float.onnx", Options));
        Assert.Contains("quantise", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_softmax_that_could_be_off_by_more_than_a_step_is_refused()
    {
        var c = new LayerCase(1) { Type = TensorElementType.UInt16 };
        string x = c.RealInput(0.1f, 0, 1, 8);
        string middle = c.Model.Dequantize(c.Model.Quantize(c.Model.Node("Softmax", [x]), 1f / 65536, c.Type, 0), 1f / 65536, c.Type, 0);
        string w = c.RealConstant(c.Weights(16), [8, 2], [0.1f], 1);
        c.QuantizedOutput(c.Model.Node("MatMul", [middle, w]), 0.1f, 0);
        var error = Assert.Throws<ModelNotSupportedException>(() => ModelCompiler.Compile(c.Model.ToBytes(), "middle.onnx", Options));
        Assert.Contains("8 elements share a sum", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Negative_weight_scales_are_refused()
    {
        var c = new LayerCase(2) { Type = TensorElementType.UInt8 };
        string w = c.RealConstant(c.Weights(16), [8, 2], [-0.01f], 1);
        string product = c.Model.Node("MatMul", [c.RealInput(0.1f, 0, 1, 8), w]);
        c.QuantizedOutput(product, 0.1f, 0);
        var error = Assert.Throws<ModelNotSupportedException>(() => ModelCompiler.Compile(c.Model.ToBytes(), "sign.onnx", Options));
        Assert.Contains("positive scales", error.Message, StringComparison.Ordinal);
    }

    private static void AssertInvalid(string path, string problem)
    {
        var error = Assert.Throws<InvalidModelException>(() => ModelCompiler.Compile(path, Options));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
    }

    private static string ModelCompilerDigest(byte[] bytes) => Digest(ModelCompiler.Compile(bytes, "model.onnx", Options));

    private static string Digest(CompiledModel model) => string.Join(
        " ", model.Network.ModelValues.SelectMany(static values => values).Aggregate(17L, static (hash, value) => (hash * 31) + value));
}
