using System.Text.Json.Nodes;

namespace Prover.Cli.Tests.Commands;

/// <summary>Private weights through the command: budget, refusals, what is shown.</summary>
[Collection(CommandCollection.Name)]
public sealed class PrivateWeightTests : IDisposable
{
    private readonly ProvenModel model;
    private readonly string folder = Directory.CreateTempSubdirectory("prover-weights-").FullName;

    /// <summary>Takes the shared model.</summary>
    public PrivateWeightTests(ProvenModel model) => this.model = model;

    private string Key => In("private.pk");

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_key_proves_as_often_as_it_hides_the_weights()
    {
        JsonObject compiled = CommandRun.Success(
            "compile", model.Onnx, "-o", In("private.circuit"), "--visibility", "weights=private", "--proofs", "2", "--json").Json;
        Assert.True((bool)compiled["weights_hidden"]!);
        Assert.Equal(2, (int)compiled["proofs_per_key"]!);
        JsonObject first = Setup("first"), second = Setup("");
        Assert.Equal((string)first["circuit_digest"]!, (string)second["circuit_digest"]!);
        Assert.NotEqual((string)first["model_id"]!, (string)second["model_id"]!);
        byte[] unused = File.ReadAllBytes(Key);

        Assert.Equal(1, (int)Prove(0)["proofs_left"]!);
        Assert.Equal(0, (int)Prove(1)["proofs_left"]!);
        for (int proof = 0; proof < 2; proof++)
        {
            JsonObject verdict = CommandRun.Success(
                "verify", "--key", In("private.vk"), "--proof", In($"{proof}.proof"), "--input", model.Sample(proof), "--json").Json;
            Assert.Equal("private", (string)verdict["visibility"]!["weights"]!);
            Assert.True((bool)verdict["weights_hidden"]!);
        }
        string[] third = ["prove", "--key", Key, "--input", model.Sample(2), "-o", In("2.proof")];
        Assert.Contains("the 2 proofs that hide its weights", CommandRun.Failure(2, third).Error, StringComparison.Ordinal);
        Assert.Equal(2, (int)CommandRun.Success("inspect", Key, "--json").Json["proofs_begun"]!);

        File.WriteAllBytes(Key, unused);
        Assert.Contains("older copy", CommandRun.Failure(2, third).Error, StringComparison.Ordinal);
        File.WriteAllBytes(Key, unused[..^1]);
        CommandRun.Failure(2, third);
        unused[^1] ^= 1;
        unused[^50] ^= 1;
        File.WriteAllBytes(Key, unused);
        CommandRun.Failure(2, third);
        Assert.False(File.Exists(In("2.proof")));
    }

    [Fact]
    public void Cached_keys_of_private_weights_are_replaced_when_they_are_spent()
    {
        string[] visibility = ["--visibility", "weights=private", "--proofs", "1"];
        string[] prove = ["prove", model.Onnx, .. visibility, "--input", model.Sample(0), "--json", "-o"];
        JsonObject first = CommandRun.Success([.. prove, In("a.proof")]).Json, second = CommandRun.Success([.. prove, In("b.proof")]).Json;
        Assert.NotEqual((string)first["model_id"]!, (string)second["model_id"]!);
        CommandRun.Success("verify", "--key", (string)first["verification_key"]!, "--proof", In("a.proof"));
        CommandRun.Success("verify", "--key", (string)second["verification_key"]!, "--proof", In("b.proof"));
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        string[] compile = ["compile", model.Onnx, "-o", In("no.circuit"), "--visibility"];
        CommandRun.Failure(2, [.. compile, "weights=private", "--no-zk"]);
        CommandRun.Failure(2, [.. compile, "weights=hashed"]);
        CommandRun.Failure(2, [.. compile, "weights=public", "--proofs", "3"]);
        CommandRun.Failure(2, [.. compile, "weights=private", "--proofs", "0"]);
        CommandRun.Failure(2, "id", model.Onnx, "--visibility", "weights=private");
        Assert.False(File.Exists(In("no.circuit")));
    }

    private JsonObject Setup(string subfolder) =>
        CommandRun.Success("setup", In("private.circuit"), "-o", Path.Combine(folder, subfolder), "--json").Json;

    private JsonObject Prove(int sample) => CommandRun.Success(
        "prove", "--key", Key, "--input", model.Sample(sample), "-o", In($"{sample}.proof"), "--json").Json;

    private string In(string name) => Path.Combine(folder, name);
}
