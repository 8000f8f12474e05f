using Prover.Onnx.Artefacts;
using Prover.Onnx.Compilation;
using Prover.Onnx.Model;
using Prover.Onnx.Tensors;
using Prover.Onnx.Tests.Layers;
using Prover.Proving;
using Prover.Proving.Circuits;
using Prover.Proving.Hashed;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Soundness;

namespace Prover.Onnx.Tests.Compilation;

/// <summary>What a verifier sees of a model's inputs and outputs (SPEC §10.2), and chains of models (SPEC §5.10).</summary>
public class VisibilityTests
{
    private const float Scale = 0.1f;
    private const int ZeroPoint = 100, Size = 6;

    [Fact]
    public void Two_models_are_chained_by_a_digest()
    {
        CompiledModel first = Compile(Stage(1), new() { Inputs = TensorVisibility.Private, Outputs = TensorVisibility.Hashed });
        CompiledModel second = Compile(Stage(2), new() { Inputs = TensorVisibility.Hashed });
        DenseTensor image = DenseTensor.Create(new[] { 1.5f, -3f, 0.2f, 4f, -2.2f, 0.7f }, 1, Size);
        (ProvenRun one, Verdict accepted) = Prove(first, first.Quantize(Named(image)), []);
        TensorOpening opening = one.Openings[0];
        Dictionary<string, int[]> integers = new() { ["x"] = [.. opening.Values] };
        (ProvenRun two, Verdict also) = Prove(
            second, second.Quantize(new Dictionary<string, DenseTensor>(), integers), new() { ["x"] = opening });

        Assert.True(accepted.IsValid && also.IsValid, accepted.Detail + also.Detail);
        Assert.Equal(accepted.Statement!.HashedDigests[0], also.Statement!.HashedDigests[0]);
        Assert.Empty(accepted.Statement.PublicValues);
        DenseTensor between = Compile(Stage(1), new()).Run(Named(image))[0].Value;
        Assert.Equal(between.As<float>(), first.Outputs(one.Outputs)[0].Value.As<float>());
        DenseTensor expected = Compile(Stage(2), new()).Run(Named(between))[0].Value;
        var shown = ModelInterface.Of(second).Outputs(second.Network.Circuit, also.Statement);
        Assert.Equal(expected.As<float>(), shown[0].Value.As<float>());
    }

    [Fact]
    public void Names_go_before_the_rest_and_only_public_outputs_are_shown()
    {
        Dictionary<string, TensorVisibility> names = new() { ["x"] = TensorVisibility.Private, ["a"] = TensorVisibility.Private };
        CompiledModel model = Compile(TwoOutputs(), new() { Names = names });
        Assert.Equal(TensorVisibility.Private, model.Network.Inputs[0].Visibility);
        Assert.Single(model.Network.Circuit.Publics);
        (ProvenRun run, Verdict verdict) = Prove(model, model.Quantize(Named(DenseTensor.Create(new float[Size], 1, Size))), []);
        Assert.True(verdict.IsValid, verdict.Detail);
        Assert.Equal(["b"], ModelInterface.Of(model).Outputs(model.Network.Circuit, run.Statement).Select(output => output.Key));
        Assert.Equal(["a", "b"], model.Outputs(run.Outputs).Select(output => output.Key));
        CompiledModel read = CompiledModelFile.Read(CompiledModelFile.Write(model));
        Assert.Equal(model.Network.Outputs.Select(output => output.Visibility), read.Network.Outputs.Select(output => output.Visibility));
    }

    [Fact]
    public void Misspelt_names_hashing_without_hiding_and_one_tensor_in_two_visibilities_are_refused()
    {
        Dictionary<string, TensorVisibility> misspelt = new() { ["y "] = TensorVisibility.Private };
        var unknown = Assert.Throws<InvalidModelException>(() => Compile(TwoOutputs(), new() { Names = misspelt }));
        Assert.Contains("x, a, b", unknown.Message, StringComparison.Ordinal);
        Assert.Throws<ModelNotSupportedException>(() => ModelCompiler.Compile(
            Stage(1), "m", new() { Visibility = new() { Inputs = TensorVisibility.Hashed }, ZeroKnowledge = false }));
        Dictionary<string, TensorVisibility> mixed = new() { ["a"] = TensorVisibility.Hashed };
        var shared = Assert.Throws<ModelNotSupportedException>(() => Compile(TwoOutputs(isShared: true), new() { Names = mixed }));
        Assert.Contains("hashed", shared.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Visibility_is_part_of_the_circuit()
    {
        string[] digests = [.. from input in Enum.GetValues<TensorVisibility>() from output in Enum.GetValues<TensorVisibility>()
            select CircuitDigest.Of(Compile(Stage(1), new() { Inputs = input, Outputs = output }).Network.Circuit).ToString()];
        Assert.Equal(9, digests.Distinct().Count());
    }

    private static CompiledModel Compile(byte[] model, VisibilityRules rules) =>
        ModelCompiler.Compile(model, "m", new CompilationOptions { Visibility = rules });

    private static (ProvenRun Run, Verdict Verdict) Prove(
        CompiledModel model, int[][] inputs, Dictionary<string, TensorOpening> openings)
    {
        using ProvingKey key = ProvingKey.Create(model.Network, SecurityProfile.P100, 2, ModelInterface.Of(model).Write());
        ProvenRun run = key.Prove(inputs, [], new() { Threads = 2, InputOpenings = openings });
        byte[] proof = new ProofArtefact(Protocol.Version, run.Statement, run.Messages).Write();
        return (run, ProofVerifier.Verify(key.Verification.Write(), proof, new()));
    }

    private static Dictionary<string, DenseTensor> Named(DenseTensor x) => new() { ["x"] = x };

    /// <summary>A dense layer whose input and output have the same scale and zero point.</summary>
    private static byte[] Stage(int seed)
    {
        var c = new LayerCase(seed) { Type = TensorElementType.UInt8, Dyadic = false };
        string real = Requantise(c, c.Model.Input("x", TensorElementType.Float, 1, Size));
        string dense = c.Model.Node("MatMul", [real, c.RealConstant(c.Weights(Size * Size), [Size, Size], [0.01f], 1)]);
        c.Model.Output(Requantise(c, dense));
        return c.Model.ToBytes();
    }

    /// <summary>Two outputs of one input: of two layers, or twice of the same integers.</summary>
    private static byte[] TwoOutputs(bool isShared = false)
    {
        var c = new LayerCase(3) { Type = TensorElementType.UInt8, Dyadic = false };
        string real = Requantise(c, c.Model.Input("x", TensorElementType.Float, 1, Size));
        string Layer() => Requantise(c, c.Model.Node("MatMul", [real, c.RealConstant(c.Weights(Size * 2), [Size, 2], [0.01f], 1)]));
        string first = Layer(), second = isShared ? first : Layer();
        c.Model.Output(c.Model.Rename("a", c.Model.Node("Sigmoid", [first])));
        c.Model.Output(c.Model.Rename("b", c.Model.Node("Identity", [second])));
        return c.Model.ToBytes();
    }

    private static string Requantise(LayerCase c, string x) =>
        c.Model.Dequantize(c.Model.Quantize(x, Scale, c.Type, ZeroPoint), Scale, c.Type, ZeroPoint);
}
