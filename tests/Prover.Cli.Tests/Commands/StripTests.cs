using System.Text;
using System.Text.Json.Nodes;
using Prover.Cli.Tests.ShippedModels;
using Prover.Onnx.Artefacts;
using Prover.Onnx.Compilation;
using Prover.Verifier.Artefacts;

namespace Prover.Cli.Tests.Commands;

/// <summary>`strip`: what an owner of private weights publishes, so that others can audit his ids.</summary>
[Collection(CommandCollection.Name)]
public sealed class StripTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("prover-strip-").FullName;
    private readonly string open = Directory.CreateTempSubdirectory("prover-open-").FullName;
    private readonly SecretModel secret = new();

    /// <summary>Writes the owner's model.</summary>
    public StripTests() => secret.Write(folder);

    private string Public => Path.Combine(open, "public.onnx");

    /// <inheritdoc/>
    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        Directory.Delete(open, recursive: true);
    }

    [Fact]
    public void A_stripped_model_has_no_weights_and_the_same_circuit()
    {
        JsonObject stripped = CommandRun.Success("strip", In("model.onnx"), "-o", Public, "--json").Json;
        byte[] file = File.ReadAllBytes(Public);
        Assert.Equal(7, secret.Secrets.Count);
        Assert.All(secret.Secrets, elements => Assert.Equal(-1, file.AsSpan().IndexOf(elements.AsSpan(0, 8))));
        Assert.Equal(-1, file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(SecretModel.Remark)));
        Assert.Equal(-1, file.AsSpan().IndexOf("weights.bin"u8));
        Assert.Equal((4 * 64) + (3 * 8), (int)stripped["removed_elements"]!);
        JsonNode kept = Assert.Single(stripped["kept"]!.AsArray())!;
        Assert.Equal("offset", (string)kept["name"]!);
        Assert.Contains("circuit depends", (string)kept["reason"]!, StringComparison.Ordinal);

        (byte[] circuit, byte[] meaning) = Compile(In("model.onnx"), In("owner.circuit"));
        (byte[] otherCircuit, byte[] otherMeaning) = Compile(Public, In("any.circuit"));
        Assert.Equal(circuit, otherCircuit);
        Assert.Equal(meaning, otherMeaning);
        string text = CommandRun.Success("strip", In("model.onnx"), "-o", Public).Output;
        Assert.Contains("offset stays, 8 elements", text, StringComparison.Ordinal);
        Assert.Equal(file, File.ReadAllBytes(Public));
    }

    [Fact]
    public void Ids_are_audited_with_the_stripped_model()
    {
        string[] options = ["--proofs", "2", "--visibility", "input=private"];
        CommandRun.Success(["strip", In("model.onnx"), "-o", Public, .. options]);
        CommandRun.Success(["compile", In("model.onnx"), "-o", In("owner.circuit"), .. options]);
        CommandRun.Success("setup", In("owner.circuit"), "-o", folder);
        CommandRun.Success("prove", "--key", In("owner.pk"), "--input", In("x.json"), "-o", In("a.proof"), "--audit");
        CommandRun.Success(["compile", Public, "-o", In("any.circuit"), .. options]);
        string[] verify = ["verify", "--key", In("owner.vk"), "--proof", In("a.proof"), "--audit", In("any.circuit"), "--json"];
        Assert.True((bool)CommandRun.Success(verify).Json["audited"]!);
    }

    [Fact]
    public void A_shipped_model_loses_all_its_integers()
    {
        ShippedModel mlp = ShippedModel.Find("mnist_mlp");
        JsonObject stripped = CommandRun.Success("strip", mlp.InFolder("model.onnx"), "-o", Public, "--json").Json;
        Assert.Empty(stripped["kept"]!.AsArray());
        JsonObject owner = CommandRun.Success("compile", mlp.InFolder("model.onnx"), "-o", In("mlp.circuit"), "--json").Json;
        Assert.Equal((string)owner["circuit_digest"]!, (string)stripped["circuit_digest"]!);
        Assert.InRange((int)stripped["removed_elements"]!, (int)owner["parameters"]!, int.MaxValue);
    }

    [Fact]
    public void Weights_that_circuits_show_cannot_be_removed()
    {
        Assert.Contains("prover id", Refused(2, "--visibility", "weights=public"), StringComparison.Ordinal);
        Assert.Contains("prover id", Refused(2, "--no-zk"), StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_are_not_overwritten()
    {
        byte[] before = File.ReadAllBytes(In("model.onnx")), beside = File.ReadAllBytes(In("weights.bin"));
        CommandRun.Failure(2, "strip", In("model.onnx"), "-o", In("model.onnx"));
        CommandRun.Failure(2, "strip", In("model.onnx"), "-o", In("weights.bin"));
        Assert.Equal(before, File.ReadAllBytes(In("model.onnx")));
        Assert.Equal(beside, File.ReadAllBytes(In("weights.bin")));
    }

    [Fact]
    public void Float_models_are_told_to_be_quantised_first()
    {
        SecretModel.WriteFloat(In("model.onnx"));
        Assert.Contains("prover quantize", Refused(3), StringComparison.Ordinal);
        Assert.False(File.Exists(Public));
    }

    private static (byte[] Circuit, byte[] Interface) Compile(string model, string circuit)
    {
        CommandRun.Success("compile", model, "-o", circuit);
        CompiledModel compiled = CompiledModelFile.Read(File.ReadAllBytes(circuit));
        return (CircuitWriter.Write(compiled.Network.Circuit), ModelInterface.Of(compiled).Write());
    }

    private string Refused(int exit, params string[] options) =>
        CommandRun.Failure(exit, ["strip", In("model.onnx"), "-o", Public, .. options]).Error;

    private string In(string name) => Path.Combine(folder, name);
}
