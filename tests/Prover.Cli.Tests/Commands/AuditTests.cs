using System.Text.Json.Nodes;
using Prover.Cli.Tests.ShippedModels;
using Prover.Onnx.Artefacts;
using Prover.Onnx.Compilation;
using Prover.Proving.Circuits;

namespace Prover.Cli.Tests.Commands;

/// <summary>`prove --audit` and `verify --audit`: what an id of private weights says, before and after (SPEC §11.8).</summary>
[Collection(CommandCollection.Name)]
public sealed class AuditTests : IDisposable
{
    private static readonly string[] Private = ["--visibility", "weights=private", "--proofs", "3"];
    private readonly ProvenModel model;
    private readonly string folder = Directory.CreateTempSubdirectory("prover-audit-").FullName;

    /// <summary>Takes the shared model.</summary>
    public AuditTests(ProvenModel model) => this.model = model;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void One_audited_proof_shows_the_tables_of_an_id()
    {
        CommandRun.Success(["compile", model.Onnx, "-o", In("owner.circuit"), .. Private]);
        CommandRun.Success("setup", In("owner.circuit"), "-o", folder);
        JsonObject made = CommandRun.Success([.. Prove("audit.proof"), "--audit", "--json"]).Json;
        Assert.True((bool)made["audited"]!);
        Assert.Equal(2, (int)made["proofs_left"]!);
        Assert.False((bool)CommandRun.Success([.. Prove("plain.proof"), "--json"]).Json["audited"]!);
        WithoutWeights(In("owner.circuit"), In("any.circuit"));

        JsonObject verdict = CommandRun.Success([.. Verify("audit.proof"), "--audit", In("any.circuit"), "--json"]).Json;
        Assert.True((bool)verdict["audited"]!);
        Assert.Equal((string)made["model_id"]!, (string)verdict["model_id"]!);
        string text = CommandRun.Success([.. Verify("audit.proof"), "--audit", In("any.circuit")]).Output;
        Assert.Contains($"the tables of this model are those of {In("any.circuit")}", text, StringComparison.Ordinal);
        Assert.False((bool)CommandRun.Success([.. Verify("plain.proof"), "--json"]).Json["audited"]!);
        Assert.Contains("prove --audit", CommandRun.Success(Verify("plain.proof")).Output, StringComparison.Ordinal);

        AssertRefused("wrong_audit", "--audit NAME.circuit", Verify("audit.proof"));
        AssertRefused("wrong_audit", "prove --audit", [.. Verify("plain.proof"), "--audit", In("any.circuit")]);
        CommandRun.Success(["compile", model.Onnx, "-o", In("other.circuit"), .. Private[..^1], "4"]);
        AssertRefused("wrong_circuit", "number of proofs", [.. Verify("audit.proof"), "--audit", In("other.circuit")]);
        WithAnotherScale(In("owner.circuit"), In("scaled.circuit"));
        AssertRefused("wrong_model", "another meaning", [.. Verify("audit.proof"), "--audit", In("scaled.circuit")]);
    }

    [Fact]
    public void Files_say_which_tables_they_have()
    {
        CommandRun.Success(["compile", model.Onnx, "-o", In("owner.circuit"), .. Private]);
        CommandRun.Success("setup", In("owner.circuit"), "-o", folder);
        CommandRun.Success([.. Prove("audit.proof"), "--audit"]);
        JsonObject circuit = CommandRun.Success("inspect", In("owner.circuit"), "--json").Json;
        JsonObject key = CommandRun.Success("inspect", In("owner.vk"), "--json").Json;
        Assert.InRange((long)circuit["fixed_values"]!, 1000, 1 << 24);
        Assert.Equal((long)circuit["fixed_values"]!, (long)key["fixed_values"]!);
        Assert.Equal((string)circuit["tables_digest"]!, (string)key["tables_digest"]!);
        Assert.Contains((string)key["tables_digest"]!, CommandRun.Success("inspect", In("owner.vk")).Output, StringComparison.Ordinal);
        Assert.True((bool)CommandRun.Success("inspect", In("audit.proof"), "--json").Json["audit"]!);
        Assert.False((bool)CommandRun.Success("inspect", model.Proof, "--json").Json["audit"]!);
    }

    [Fact]
    public void Public_weights_have_nothing_to_audit()
    {
        string[] compile = ["compile", model.Onnx, "-o", In("public.circuit"), "--visibility", "weights=public"];
        CommandRun.Success(compile);
        CommandRun.Success("setup", In("public.circuit"), "-o", folder);
        string[] prove = ["prove", "--key", In("public.pk"), "--input", model.Sample(0), "-o", In("public.proof")];
        Assert.Contains("nothing to audit", CommandRun.Failure(2, [.. prove, "--audit"]).Error, StringComparison.Ordinal);
        Assert.Null(CommandRun.Success([.. prove, "--json"]).Json["audited"]);
        string[] verify = ["verify", "--key", In("public.vk"), "--proof", In("public.proof"), "--audit", In("public.circuit")];
        Assert.Contains("nothing to audit", CommandRun.Failure(2, verify).Error, StringComparison.Ordinal);
        Assert.Null(CommandRun.Success([.. verify[..^2], "--json"]).Json["audited"]);
    }

    [Fact]
    public void Keys_of_private_weights_are_small()
    {
        ShippedModel lenet = ShippedModel.Find("mnist_lenet5");
        CommandRun.Success("compile", lenet.InFolder("model.onnx"), "-o", In("lenet.circuit"), "--visibility", "weights=private");
        CommandRun.Success("setup", In("lenet.circuit"), "-o", folder);
        Assert.InRange(new FileInfo(In("lenet.vk")).Length, 1, 64 << 10);
        Assert.InRange((long)CommandRun.Success("inspect", In("lenet.vk"), "--json").Json["fixed_values"]!, 1 << 18, 1 << 24);
    }

    private static void AssertRefused(string code, string hint, string[] arguments)
    {
        CommandRun run = CommandRun.Of([.. arguments, "--json"]);
        Assert.Equal(1, run.Exit);
        Assert.Equal(code, (string)run.Json["reason"]!);
        Assert.Contains(hint, (string)run.Json["detail"]!, StringComparison.Ordinal);
        Assert.Null(run.Json["audited"]);
    }

    /// <summary>The network of a circuit with other weights: whoever does not know them can compile it with any.</summary>
    private static void WithoutWeights(string from, string to) => Change(from, to, compiled =>
    {
        Network network = compiled.Network;
        int[][] values = [.. network.ModelValues.Select(
            (values, tensor) => network.Circuit.Tensors[tensor].IsFixed ? values : Array.ConvertAll(values, value => -value / 2))];
        return compiled with { Network = network with { ModelValues = values } };
    });

    private static void WithAnotherScale(string from, string to) => Change(from, to, compiled =>
        compiled with { Inputs = [compiled.Inputs[0] with { Scale = 2 * compiled.Inputs[0].Scale }, .. compiled.Inputs.Skip(1)] });

    private static void Change(string from, string to, Func<CompiledModel, CompiledModel> change) =>
        File.WriteAllBytes(to, CompiledModelFile.Write(change(CompiledModelFile.Read(File.ReadAllBytes(from)))));

    private string[] Prove(string proof) => ["prove", "--key", In("owner.pk"), "--input", model.Sample(0), "-o", In(proof)];

    private string[] Verify(string proof) => ["verify", "--key", In("owner.vk"), "--proof", In(proof)];

    private string In(string name) => Path.Combine(folder, name);
}
