using Prover.Onnx.Compilation;
using Prover.Onnx.Inputs;
using Prover.Onnx.Model;
using Prover.Onnx.Tensors;
using Prover.Onnx.Tests.Layers;
using Prover.Onnx.Tests.Support;
using Prover.Proving;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Soundness;

namespace Prover.Onnx.Tests.Elementwise;

/// <summary>Elementwise regions in whole models: proofs, integer inputs, truth values, integer products, and what is refused.</summary>
public class RegionModelTests
{
    private static readonly CompilationOptions Options = new();

    [Theory]
    [InlineData("function of sums", 18)]
    [InlineData("chain", 1)]
    [InlineData("masks", 3)]
    [InlineData("logic", 2)]
    [InlineData("wide", 3)]
    public void Regions_prove_and_verify(string family, int seed)
    {
        LayerCase layer = family switch
        {
            "function of sums" => RegionLayers.OfSums(seed),
            "chain" => RegionLayers.Chain(seed),
            "masks" => RegionLayers.Masks(seed),
            "logic" => RegionLayers.Logic(seed),
            _ => RegionLayers.Wide(seed),
        };
        CompiledModel model = ModelCompiler.Compile(layer.Model.ToBytes(), family, Options);
        using ProvingKey key = ProvingKey.Create(model.Network, SecurityProfile.All[0], 1);
        ProvenRun run = key.Prove(model.Quantize(layer.Inputs), [1], new() { Threads = 1 });
        byte[] proof = new ProofArtefact(Protocol.Version, run.Statement, run.Messages).Write();
        ProofVerifier verifier = ProofVerifier.Prepare(VerificationKey.Read(key.Verification.Write()));
        Verdict verdict = verifier.Verify(proof, new() { MinimumSecurityBits = SecurityProfile.All[0].Bits, Context = [1] });
        Assert.True(verdict.IsValid, $"{verdict.Reason}, {verdict.Detail}");
    }

    [OnnxRuntimeFact]
    public void Integer_inputs_are_computed_with_exactly()
    {
        var model = new TestModel();
        string a = model.Input("a", TensorElementType.Int64, 1, 6);
        string b = model.Input("b", TensorElementType.Bool, 1, 6);
        string sum = model.Node("Add", [a, model.Constant(new[] { 3L, -2L, 0L, 5L, 1L, 7L }, 1, 6)]);
        string real = model.Node("Cast", [sum], ("to", (int)TensorElementType.Float));
        string chosen = model.Node("Where", [b, real, model.Node("Mul", [real, model.Scalar(-0.5f)])]);
        model.Output(model.Dequantize(model.Quantize(chosen, 0.25f, TensorElementType.Int8, 0), 0.25f, TensorElementType.Int8, 0));
        DenseTensor integers = DenseTensor.Create(new[] { 5L, -7, 0, 30, -31, 2 }, 1, 6);
        DenseTensor truths = DenseTensor.Create(new[] { true, false, true, false, false, true }, 1, 6);
        float[] expected = model.RunReference(("a", integers), ("b", truths))[0].As<float>();
        CompiledModel compiled = ModelCompiler.Compile(model.ToBytes(), "integers", Options);
        var inputs = new Dictionary<string, DenseTensor> { ["a"] = integers, ["b"] = truths };
        Assert.Equal(expected, compiled.Run(inputs)[0].Value.As<float>());
        inputs["a"] = DenseTensor.Create(new[] { 0L, 0, 40000, 0, 0, 0 }, 1, 6);
        var error = Assert.Throws<InvalidInputException>(() => compiled.Run(inputs));
        Assert.Contains("a: element 2 is 40000", error.Message, StringComparison.Ordinal);
    }

    [OnnxRuntimeFact]
    public void Truth_values_leave_the_model_as_such()
    {
        var c = new LayerCase(5);
        string x = c.RealInput(0.1f, c.Middle, 2, 30);
        c.Model.Output(c.Model.Node("Greater", [x, c.Model.Scalar(0.35f)]), TensorElementType.Bool);
        bool[] expected = c.Reference().As<bool>();
        CompiledModel compiled = ModelCompiler.Compile(c.Model.ToBytes(), "truths", Options);
        Assert.Equal(expected, compiled.Run(c.Inputs)[0].Value.As<bool>());
    }

    [OnnxRuntimeTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Integer_convolutions_are_scaled_behind_a_cast(int seed)
    {
        var c = new LayerCase(seed) { Type = TensorElementType.UInt8 };
        int zero = c.Zero(c.Type);
        string x = c.QuantizedInput(0.05f, zero, 1, 2, 6, 6);
        string w = c.Model.Constant(c.Weights(3 * 2 * 9), 3, 2, 3, 3);
        string sums = c.Model.Node(
            "ConvInteger", [x, w, c.Model.Constant(new[] { (byte)zero }, [])], ("pads", new[] { 1, 1, 1, 1 }));
        string real = c.Model.Node("Cast", [sums], ("to", (int)TensorElementType.Float));
        string scaled = c.Model.Node("Mul", [real, c.Model.Constant(c.Scales(3, 0.0005), 1, 3, 1, 1)]);
        string shifted = c.Model.Node("Add", [scaled, c.Model.Constant(c.Scales(3, 0.3), 1, 3, 1, 1)]);
        c.QuantizedOutput(c.Model.Node("Relu", [shifted]), 0.03f, 10);
        float[] expected = c.Reference().As<float>();
        CompiledModel compiled = ModelCompiler.Compile(c.Model.ToBytes(), "ConvInteger", Options);
        Assert.Equal(expected, compiled.Run(c.Inputs)[0].Value.As<float>());
    }

    [OnnxRuntimeFact]
    public void Sums_of_wide_values_are_within_one_step_and_noted()
    {
        var c = new LayerCase(3, 21) { Type = TensorElementType.UInt16 };
        string[] inputs = [.. Enumerable.Range(0, 3).Select(i => c.RealInput(0.0001f * (i + 1), 30000 + i, 2, 100))];
        const float scale = 0.001f;
        c.QuantizedOutput(c.Model.Node("Relu", [c.Model.Node("Sum", inputs)]), scale, 100);
        float[] expected = c.Reference().As<float>();
        CompiledModel compiled = ModelCompiler.Compile(c.Model.ToBytes(), "wide sum", Options);
        float[] actual = compiled.Run(c.Inputs)[0].Value.As<float>();
        Assert.NotEmpty(compiled.Notes);
        Assert.All(actual.Zip(expected), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, scale * 1.01f));
    }

    [Fact]
    public void Products_of_three_values_are_refused_with_advice()
    {
        var c = new LayerCase(4) { Type = TensorElementType.UInt8 };
        string[] inputs = [.. Enumerable.Range(0, 3).Select(_ => c.RealInput(0.1f, 0, 1, 8))];
        string product = c.Model.Node("Mul", [c.Model.Node("Mul", [inputs[0], inputs[1]]), inputs[2]]);
        c.QuantizedOutput(product, 0.1f, 0);
        var error = Assert.Throws<ModelNotSupportedException>(() => ModelCompiler.Compile(c.Model.ToBytes(), "three", Options));
        Assert.Contains("a function of 3 computed tensors", error.Message, StringComparison.Ordinal);
        Assert.Contains("put QuantizeLinear", error.Message, StringComparison.Ordinal);
    }
}
