using Prover.Onnx.Compilation;
using Prover.Onnx.Model;
using Prover.Onnx.Tensors;
using Prover.Onnx.Tests.Support;
using Prover.Proving.Circuits;
using Prover.Verifier.Artefacts;

namespace Prover.Onnx.Tests.Layers;

/// <summary>
/// Constants beside the weights of a private model (DECISIONS/0010): what would show its values in the circuit is refused, and what
/// SPEC §11.9 calls public is said to be.
/// </summary>
public class SecretConstantTests
{
    private static readonly CompilationOptions Secret = new()
    {
        Visibility = new() { Inputs = TensorVisibility.Private, Weights = TensorVisibility.Private },
    };

    [Fact]
    public void A_looked_up_table_of_32_bits_is_refused() => AssertRefused(seed =>
    {
        LayerCase c = Case(seed);
        string tokens = c.Tokens(TensorElementType.Int64, 7, 1, 5);
        string table = c.Model.Constant(Integers(28, 900, seed), 7, 4);
        string rows = c.Model.Node("DequantizeLinear", [table, c.Model.Constant(new[] { 0.04f })]);
        return c.QuantizedOutput(c.Model.Node("Gather", [rows, tokens]), 0.5f, c.Middle);
    });

    [Fact]
    public void A_joined_constant_of_several_scales_is_refused() => AssertRefused(seed =>
    {
        LayerCase c = Case(seed);
        string x = c.RealInput(0.05f, c.Middle, 1, 3, 4);
        sbyte[] values = [.. Integers(12, 127, seed).Select(value => (sbyte)value)];
        string constant = c.RealConstant(values, [1, 3, 4], [0.04f, 0.05f, 0.06f], 1);
        return c.QuantizedOutput(c.Model.Node("Concat", [x, constant], ("axis", 2)), 0.06f, c.Middle);
    });

    [Theory]
    [InlineData(0.5f)]
    [InlineData(0.3f)]
    public void A_bias_with_a_factor_is_refused(float beta)
    {
        // In units of input scale times weight scale it would be private, but not a part of it.
        AssertRefused(seed => Dense(seed, beta));
        Assert.Equal(Circuit(Dense(1, 1f), Secret), Circuit(Dense(2, 1f), Secret));
    }

    [Theory]
    [InlineData(2f, 0.125f)]
    [InlineData(-3f, 0.125f)]
    [InlineData(0f, 0.125f)]
    [InlineData(0.5f, 0.25f)]
    [InlineData(0.25f, 1.5f)]
    [InlineData(1f, 0.375f)]
    public void A_bias_of_whole_units_with_its_factor_is_private(float beta, float scale)
    {
        byte[] circuit = Circuit(Dense(0, beta, scale), Secret);
        Assert.All([1, 2, 3], seed => Assert.Equal(circuit, Circuit(Dense(seed, beta, scale), Secret)));
        CompiledModel model = ModelCompiler.Compile(Dense(1, beta, scale).Model.ToBytes(), "bias", Secret);
        Assert.DoesNotContain(model.Notes, note => note.Contains("do not hide", StringComparison.Ordinal));
    }

    [OnnxRuntimeTheory]
    [InlineData(2f, 0.125f)]
    [InlineData(-3f, 0.125f)]
    [InlineData(0f, 0.125f)]
    [InlineData(0.5f, 0.25f)]
    [InlineData(1f, 0.375f)]
    public void A_private_bias_with_its_factor_is_what_the_runtime_adds(float beta, float scale)
    {
        for (int seed = 0; seed < 5; seed++)
        {
            LayerCase layer = Dense(seed, beta, scale);
            CompiledModel model = ModelCompiler.Compile(layer.Model.ToBytes(), "bias", Secret);
            Assert.Equal(layer.Reference().As<float>(), model.Run(layer.Inputs)[0].Value.As<float>());
        }
    }

    [Fact]
    public void A_private_bias_beyond_32_bits_of_units_is_refused()
    {
        var error = Assert.Throws<ModelNotSupportedException>(() => Circuit(Dense([1 << 20, -(1 << 20)], 65536f, 0.125f), Secret));
        Assert.Contains("beyond 32 bits", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_of_long_integers_show_and_are_noted() => AssertNoted("table of integers", seed =>
    {
        LayerCase c = Case(seed);
        string tokens = c.Tokens(TensorElementType.Int64, 7, 1, 5);
        string found = c.Model.Node("Gather", [c.Model.Constant(Integers(28, 900, seed), 7, 4), tokens]);
        return c.QuantizedOutput(c.Model.Node("Cast", [found], ("to", 1)), 0.5f, c.Middle);
    });

    [Fact]
    public void Constants_of_elementwise_operators_show_and_are_noted() => AssertNoted("elementwise", seed =>
    {
        LayerCase c = Case(seed);
        string x = c.RealInput(0.05f, c.Middle, 1, 4);
        sbyte[] values = seed == 0 ? new sbyte[4] : [1, 2, 3, 4];
        return c.QuantizedOutput(c.Model.Node("Add", [x, c.RealConstant(values, [4], [0.01f], 0)]), 0.06f, c.Middle);
    });

    [Fact]
    public void A_bias_in_other_units_is_noted()
    {
        LayerCase c = Case(1);
        string x = c.RealInput(0.05f, c.Middle, 1, 4);
        string weights = c.RealConstant(c.Weights(8), [4, 2], [0.04f], 0);
        string bias = c.Model.Constant(new[] { 0.3f, -0.2f }, 2);
        string negated = c.Model.Node("Neg", [c.Model.Node("Gemm", [x, weights, bias])]);
        byte[] model = c.QuantizedOutput(negated, 0.06f, c.Middle).Model.ToBytes();
        Assert.Contains(
            ModelCompiler.Compile(model, "bias", Secret).Notes, note => note.Contains("do not hide its bias", StringComparison.Ordinal));
        Assert.DoesNotContain(
            ModelCompiler.Compile(model, "bias", new()).Notes, note => note.Contains("do not hide", StringComparison.Ordinal));
    }

    private static LayerCase Case(int seed) => new(seed, 17) { Type = TensorElementType.UInt8 };

    /// <summary>A dense layer whose bias has a factor; the unit of its sums is 0.125.</summary>
    private static LayerCase Dense(int seed, float beta, float scale = 0.125f) => Dense(Integers(2, 50, seed), beta, scale);

    private static LayerCase Dense(int[] integers, float beta, float scale)
    {
        LayerCase c = Case(1);
        string x = c.RealInput(0.5f, 3, 1, 4);
        string weights = c.RealConstant(c.Weights(8), [4, 2], [0.25f], 1), bias = c.RealConstant(integers, [2], [scale], 0);
        return c.QuantizedOutput(c.Model.Node("Gemm", [x, weights, bias], ("beta", beta)), 1f, 5);
    }

    /// <summary>Integers of some magnitude; seed 0 gives zeros, as whoever looks for a difference would try first.</summary>
    private static int[] Integers(int count, int magnitude, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => seed == 0 ? 0 : random.Next(-magnitude, magnitude + 1))];
    }

    /// <summary>Circuits with public weights differ, so that the constant would show; with private ones there is no circuit.</summary>
    private static void AssertRefused(Func<int, LayerCase> make)
    {
        Assert.NotEqual(Circuit(make(0), new()), Circuit(make(1), new()));
        var error = Assert.Throws<ModelNotSupportedException>(() => Circuit(make(1), Secret));
        Assert.Contains("weights=public", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Circuits differ although weights are private, and the compiled model says so.</summary>
    private static void AssertNoted(string word, Func<int, LayerCase> make)
    {
        Assert.NotEqual(Circuit(make(0), Secret), Circuit(make(1), Secret));
        CompiledModel model = ModelCompiler.Compile(make(1).Model.ToBytes(), "noted", Secret);
        Assert.Contains(model.Notes, note => note.Contains("private weights do not hide", StringComparison.Ordinal)
            && note.Contains(word, StringComparison.Ordinal));
    }

    private static byte[] Circuit(LayerCase layer, CompilationOptions options) =>
        CircuitWriter.Write(ModelCompiler.Compile(layer.Model.ToBytes(), "constants", options).Network.Circuit);
}
