using Google.Protobuf;
using Prover.Onnx.Compilation;
using Prover.Onnx.Model;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;
using Prover.Verifier.Artefacts;

namespace Prover.Onnx.Tests.Layers;

/// <summary>A circuit that is to hide its model is the same for all weights, biases and tables of one architecture (SPEC §11.9).</summary>
public class SecretWeightTests
{
    private static readonly CompilationOptions Secret = new()
    {
        Visibility = new() { Inputs = TensorVisibility.Private, Weights = TensorVisibility.Private },
    };

    [Theory]
    [InlineData("convolution", 60)]
    [InlineData("gemm", 30)]
    [InlineData("matmul", 30)]
    [InlineData("matmul bias", 15)]
    [InlineData("float result", 15)]
    [InlineData("embedding", 10)]
    [InlineData("join constants", 15)]
    [InlineData("residual network", 5)]
    public void Circuits_of_other_weights_are_byte_identical(string family, int cases)
    {
        for (int seed = 0; seed < cases; seed++)
        {
            LayerCase layer = LayerTests.Families[family](seed);
            CompiledModel model = ModelCompiler.Compile(layer.Model.ToBytes(), family, Secret);
            foreach (WeightKind kind in Enum.GetValues<WeightKind>())
            {
                byte[] other = WithOtherWeights(layer.Model.ToProto().Clone(), kind);
                CompiledModel changed = ModelCompiler.Compile(other, family, Secret);
                bool same = CircuitWriter.Write(changed.Network.Circuit).AsSpan().SequenceEqual(CircuitWriter.Write(model.Network.Circuit));
                Assert.True(same, $"{family}, seed {seed}, {kind}: the circuit shows the weights; {layer.Model.Describe()}");
            }
            CompiledModel plain = ModelCompiler.Compile(layer.Model.ToBytes(), family, new CompilationOptions());
            Assert.Equal(plain.Run(layer.Inputs)[0].Value.As<float>(), model.Run(layer.Inputs)[0].Value.As<float>());
        }
    }

    [Fact]
    public void Circuits_of_public_weights_show_them()
    {
        LayerCase layer = LinearLayers.Gemm(1);
        byte[] zeros = WithOtherWeights(layer.Model.ToProto().Clone(), WeightKind.Zero);
        byte[] Circuit(byte[] model) => CircuitWriter.Write(ModelCompiler.Compile(model, "gemm", new()).Network.Circuit);
        Assert.NotEqual(Circuit(layer.Model.ToBytes()), Circuit(zeros));
    }

    [Fact]
    public void A_bias_that_the_weights_do_not_explain_is_refused()
    {
        byte[] model = Dense(bias: 1_000_000);
        var error = Assert.Throws<ModelNotSupportedException>(() => ModelCompiler.Compile(model, "dense", Secret));
        Assert.Contains("weights=public", error.Message, StringComparison.Ordinal);
        _ = ModelCompiler.Compile(model, "dense", new CompilationOptions());
        _ = ModelCompiler.Compile(Dense(bias: 60_000), "dense", Secret);
    }

    internal enum WeightKind
    {
        /// <summary>Nothing at all.</summary>
        Zero,

        /// <summary>The least value of the type.</summary>
        Least,

        /// <summary>The greatest value of the type.</summary>
        Greatest,

        /// <summary>Uniform values.</summary>
        Random,
    }

    private static byte[] Dense(int bias)
    {
        var c = new LayerCase(0) { Type = TensorElementType.UInt8 };
        string x = c.RealInput(0.5f, 0, 1, 2);
        string w = c.RealConstant(new sbyte[] { 1, -2 }, [2, 1], [0.25f], 1);
        string b = c.RealConstant(new[] { bias }, [1], [0.125f], 0);
        return c.QuantizedOutput(c.Model.Node("Gemm", [x, w, b]), 1f, 0).Model.ToBytes();
    }

    /// <summary>Replaces what linear layers, joins and lookups take from the model; scales, zero points and shapes stay.</summary>
    internal static byte[] WithOtherWeights(ModelProto model, WeightKind kind)
    {
        var random = new Random(7);
        HashSet<string> names = [.. model.Graph.Node.SelectMany(WeightSlots).Where(name => name.Length > 0)];
        for (int i = 0; i < model.Graph.Initializer.Count; i++)
        {
            TensorProto tensor = model.Graph.Initializer[i];
            if (!names.Contains(tensor.Name)) continue;
            DenseTensor old = TensorProtoReader.Read(tensor, null);
            int Draw(int low, int high) => kind switch
            {
                WeightKind.Zero => 0,
                WeightKind.Least => low,
                WeightKind.Greatest => high,
                _ => random.Next(low, high + 1),
            };
            Array data = old.Data switch
            {
                // To the runtime an array of bytes is one of signed bytes, too.
                sbyte[] bytes when old.ElementType == TensorElementType.Int8 => Array.ConvertAll(bytes, _ => (sbyte)Draw(-128, 127)),
                byte[] bytes => Array.ConvertAll(bytes, _ => (byte)Draw(0, 255)),
                int[] integers => Array.ConvertAll(integers, _ => Draw(-1000, 1000)),
                _ => old.Data,
            };
            model.Graph.Initializer[i] = TensorProtoWriter.Write(tensor.Name, DenseTensor.Create(data, old.Shape));
        }
        return model.ToByteArray();
    }

    private static string[] WeightSlots(NodeProto node) => node.OpType switch
    {
        "DequantizeLinear" => [node.Input[0]],
        "QLinearConv" or "QGemm" or "QLinearMatMul" => [node.Input[3], .. node.Input.Skip(node.OpType == "QGemm" ? 6 : 8).Take(1)],
        "MatMulInteger" or "ConvInteger" => [node.Input[1]],
        "Concat" => [.. node.Input],
        _ => [],
    };
}
