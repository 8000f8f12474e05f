using System.Text.Json.Nodes;

namespace Prover.Cli.Tests.Commands;

/// <summary>`--visibility`, openings and digests through the command.</summary>
[Collection(CommandCollection.Name)]
public sealed class VisibilityTests : IDisposable
{
    private readonly ProvenModel model;
    private readonly string folder = Directory.CreateTempSubdirectory("prover-visibility-").FullName;

    /// <summary>Takes the shared model.</summary>
    public VisibilityTests(ProvenModel model) => this.model = model;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Hashed_values_are_proven_again_opened_and_demanded()
    {
        string[] visibility = [model.Onnx, "--visibility", "input=hashed,output=hashed"];
        JsonObject made = Prove("first", [.. visibility, "--input", model.Sample(0)]);
        JsonArray hashed = made["hashed"]!.AsArray();
        string key = (string)made["verification_key"]!, digest = (string)hashed[0]!["digest"]!, opening = (string)hashed[0]!["opening"]!;
        Assert.Equal(2, hashed.Count);
        Assert.NotNull(made["outputs"]!["logits"]);

        string output = $"{hashed[1]!["name"]}={hashed[1]!["digest"]}";
        JsonObject verdict = Verify(key, "first", 0, "--expect", $"input={digest}", "--expect", output);
        Assert.Equal(digest, (string)verdict["hashed"]!["inputs"]!["input"]!);
        Assert.Equal("hashed", (string)verdict["visibility"]!["inputs"]!["input"]!);
        Assert.Empty(verdict["public"]!["inputs"]!.AsObject());
        Assert.Empty(verdict["public"]!["outputs"]!.AsObject());

        // The same commitment once more: no input is given, the digest stays, one more use is counted.
        int left = (int)hashed[0]!["uses_left"]!;
        JsonObject again = Prove("second", [.. visibility, "--opening", opening]);
        Assert.Equal(digest, (string)again["hashed"]![0]!["digest"]!);
        Assert.Equal(left - 1, (int)again["hashed"]![0]!["uses_left"]!);
        Assert.Equal(made["outputs"]!.ToJsonString(), again["outputs"]!.ToJsonString());
        Verify(key, "second", 0, "--expect", $"input={digest}");
        Assert.NotEqual((string)hashed[1]!["digest"]!, (string)again["hashed"]![1]!["digest"]!);

        // Another digest, and the values of the opening.
        JsonObject other = Verify(key, "second", 1, "--expect", $"output={hashed[1]!["digest"]}");
        Assert.Equal("public_values", (string)other["reason"]!);
        string values = In("values.json");
        JsonObject opened = CommandRun.Success("commitment", opening, "--expect", digest, "--output", values, "--json").Json;
        Assert.True((bool)opened["matches"]!);
        Assert.Equal(784, JsonNode.Parse(File.ReadAllText(values))!["values"]!.AsArray().Count);
        Assert.Equal(1, CommandRun.Of("commitment", opening, "--expect", new string('0', 64)).Exit);
        Assert.Contains(digest, CommandRun.Success("inspect", opening).Output, StringComparison.Ordinal);
        Assert.Contains(digest, CommandRun.Success("inspect", In("second.proof")).Output, StringComparison.Ordinal);

        // Neither an opening that exists nor the one of other integers is overwritten or used.
        CommandRun.Failure(2, ["prove", .. visibility, "--input", model.Sample(1), "-o", In("first.proof")]);
        string foreign = (string)hashed[1]!["opening"]!;
        CommandRun.Failure(2, ["prove", .. visibility, "--opening", foreign, "-o", In("third.proof")]);
        CommandRun.Failure(2, "verify", "--key", key, "--proof", In("first.proof"), "--output", model.Outputs);
        CommandRun.Failure(2, "verify", "--key", key, "--proof", In("first.proof"), "--input", model.Sample(0));
    }

    [Fact]
    public void A_spent_or_locked_opening_makes_no_proof()
    {
        string[] visibility = [model.Onnx, "--visibility", "input=hashed"];
        JsonObject made = Prove("spend", [.. visibility, "--input", model.Sample(0)]);
        string opening = (string)made["hashed"]![0]!["opening"]!;
        File.WriteAllBytes(opening + ".lock", []);
        string[] command = ["prove", .. visibility, "--opening", opening, "-o", In("more.proof")];
        Assert.Contains(".lock", CommandRun.Failure(4, command).Error, StringComparison.Ordinal);
        File.Delete(opening + ".lock");

        var profile = Prover.Verifier.Soundness.SecurityProfile.P100;
        var spent = Prover.Proving.Hashed.TensorOpening.Read(File.ReadAllBytes(opening), 1);
        while (spent.UsesLeft(profile) > 0) spent = spent.Spend(profile);
        File.WriteAllBytes(opening, spent.Write());
        Assert.Contains("commit the values again", CommandRun.Failure(2, command).Error, StringComparison.Ordinal);
        Assert.False(File.Exists(In("more.proof")));
        Assert.False(File.Exists(opening + ".lock"));
    }

    [Fact]
    public void A_private_output_is_not_in_the_proof_and_names_choose()
    {
        JsonObject made = Prove("private", [model.Onnx, "--visibility", "logits=private", "--input", model.Sample(0)]);
        string key = (string)made["verification_key"]!;
        JsonObject verdict = Verify(key, "private", 0);
        Assert.NotEmpty(verdict["public"]!["inputs"]!.AsObject());
        Assert.Empty(verdict["public"]!["outputs"]!.AsObject());
        Assert.All(verdict["visibility"]!["outputs"]!.AsObject(), output => Assert.Equal("private", (string)output.Value!));
        Assert.Contains("private", CommandRun.Success("inspect", key).Output, StringComparison.Ordinal);
        CommandRun.Failure(2, "verify", "--key", key, "--proof", In("private.proof"), "--output", model.Outputs);
        CommandRun.Failure(2, "compile", model.Onnx, "-o", In("x.circuit"), "--visibility", "nobody=private");
    }

    [Fact]
    public void Without_hiding_nothing_is_hashed_and_private_is_called_not_hidden()
    {
        string circuit = In("plain.circuit");
        CommandRun.Failure(2, "compile", model.Onnx, "-o", circuit, "--no-zk", "--visibility", "input=hashed");
        CommandRun.Success("compile", model.Onnx, "-o", circuit, "--no-zk", "--visibility", "input=private");
        Assert.Contains("private but not hidden", CommandRun.Success("inspect", circuit).Output, StringComparison.Ordinal);
    }

    private JsonObject Prove(string name, string[] arguments) =>
        CommandRun.Success(["prove", .. arguments, "-o", In($"{name}.proof"), "--json"]).Json;

    private JsonObject Verify(string key, string name, int exit, params string[] demands)
    {
        CommandRun run = CommandRun.Of(["verify", "--key", key, "--proof", In($"{name}.proof"), .. demands, "--json"]);
        Assert.True(run.Exit == exit, run.Error + run.Output);
        return run.Json;
    }

    private string In(string name) => Path.Combine(folder, name);
}
