using System.Text.Json.Nodes;
using Prover.Onnx.Artefacts;

namespace Prover.Cli.Tests.Commands;

/// <summary>`setup --refresh` and what `verify` says of its proofs (SPEC §8.10).</summary>
[Collection(CommandCollection.Name)]
public sealed class RefreshTests : IDisposable
{
    private readonly ProvenModel model;
    private readonly string folder = Directory.CreateTempSubdirectory("prover-refresh-").FullName;

    /// <summary>Takes the shared model.</summary>
    public RefreshTests(ProvenModel model) => this.model = model;

    private string Old => In("old.pk");

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_spent_key_is_replaced_and_the_new_id_is_proven_to_have_the_same_weights()
    {
        Setup("private", 2);
        Prove(Old, "0.proof");
        Prove(Old, "1.proof");
        string[] third = ["prove", "--key", Old, "--input", model.Sample(2), "-o", In("2.proof")];
        Assert.Contains("setup --refresh", CommandRun.Failure(2, third).Error, StringComparison.Ordinal);

        JsonObject security = CommandRun.Success("security", In("old.vk"), "--json").Json["refresh"]!.AsObject();
        Assert.All(security["terms"]!.AsArray(), term => Assert.InRange((double)term!["bits"]!, 100, 200));
        Assert.Contains("refresh proofs: ", CommandRun.Success("security", In("old.vk")).Output, StringComparison.Ordinal);

        JsonObject refreshed = Refresh("new").Json;
        Assert.Equal((int)security["security_bits"]!, (int)refreshed["security_bits"]!);
        Assert.Equal(1, (int)refreshed["proofs_left"]!);
        Assert.Equal(In("new/old.refresh"), (string)refreshed["refresh_proof"]!);
        string[] verify = ["verify", "--old-key", In("old.vk"), "--key", In("new/old.vk"), "--proof", In("new/old.refresh")];
        JsonObject verdict = CommandRun.Success([.. verify, "--json"]).Json;
        Assert.True((bool)verdict["same_weights"]!);
        Assert.Equal((string)refreshed["old_model_id"]!, (string)verdict["old_model_id"]!);
        Assert.Equal((string)refreshed["model_id"]!, (string)verdict["model_id"]!);
        string text = CommandRun.Success(verify).Output;
        Assert.Contains((string)verdict["old_model_id"]!, text, StringComparison.Ordinal);
        Assert.Contains((string)verdict["model_id"]!, text, StringComparison.Ordinal);
        Assert.Contains("same weights", text, StringComparison.Ordinal);
        CommandRun.Success([.. verify, "--model-id", (string)verdict["model_id"]!]);
        Assert.Equal(1, CommandRun.Of([.. verify, "--model-id", (string)verdict["old_model_id"]!]).Exit);
        Assert.Equal("refresh_proof", (string)CommandRun.Success("inspect", In("new/old.refresh"), "--json").Json["kind"]!);

        Prove(In("new/old.pk"), "2.proof");
        CommandRun.Success("verify", "--key", In("new/old.vk"), "--proof", In("2.proof"));
        CommandRun more = CommandRun.Failure(2, "prove", "--key", In("new/old.pk"), "--input", model.Sample(1), "-o", In("3.proof"));
        Assert.Contains("hide its weights", more.Error, StringComparison.Ordinal);

        // The use that was kept for it is spent; the new key has its own.
        string again = CommandRun.Failure(2, "setup", "--refresh", Old, "-o", In("again")).Error;
        Assert.Contains("its refresh proof", again, StringComparison.Ordinal);
        Assert.False(Directory.Exists(In("again")));
        CommandRun.Success("setup", "--refresh", In("new/old.pk"), "-o", In("third"));
    }

    [Fact]
    public void A_refresh_counts_in_both_keys_before_it_is_written()
    {
        Setup("private", 3);
        JsonObject refreshed = Refresh("new").Json;
        Assert.Equal(2, (int)refreshed["proofs_left"]!);
        Assert.Equal(1ul, ProvingKeyFile.Read(File.ReadAllBytes(Old)).ProofsBegun);
        Assert.Equal(1ul, ProvingKeyFile.Read(File.ReadAllBytes(In("new/old.pk"))).ProofsBegun);
        // What cannot be stored is not proven.
        byte[] old = File.ReadAllBytes(Old);
        File.WriteAllBytes(Old, old[..^1]);
        CommandRun.Failure(2, "setup", "--refresh", Old, "-o", In("damaged"));
        Assert.False(File.Exists(In("damaged/old.refresh")));
    }

    [Fact]
    public void What_was_proven_of_other_keys_is_refused()
    {
        Setup("private", 3);
        Refresh("new");
        Refresh("other");
        string[] keys = ["verify", "--old-key", In("old.vk"), "--key"];
        Refused("wrong_model", [.. keys, In("new/old.vk"), "--proof", In("other/old.refresh")]);
        Refused(
            "wrong_model", "verify", "--old-key", In("new/old.vk"), "--key", In("old.vk"), "--proof", In("new/old.refresh"));
        Refused("malformed_proof", [.. keys, In("new/old.vk"), "--proof", model.Proof]);
        string usage = CommandRun.Failure(2, "verify", "--key", In("new/old.vk"), "--proof", In("new/old.refresh")).Error;
        Assert.Contains("--old-key", usage, StringComparison.Ordinal);
        CommandRun.Failure(2, [.. keys, In("new/old.vk"), "--proof", In("new/old.refresh"), "--context", "00"]);
        CommandRun.Failure(2, [.. keys, In("new/old.pk"), "--proof", In("new/old.refresh")]);
    }

    [Fact]
    public void What_cannot_be_refreshed_is_refused_with_a_remedy()
    {
        CommandRun.Success("compile", model.Onnx, "-o", In("open.circuit"), "--visibility", "weights=public");
        CommandRun.Success("setup", In("open.circuit"), "-o", folder);
        string open = CommandRun.Failure(2, "setup", "--refresh", In("open.pk"), "-o", In("a")).Error;
        Assert.Contains("its weights are public", open, StringComparison.Ordinal);
        Setup("single", 1);
        Assert.Contains("--proofs 2", CommandRun.Failure(2, "setup", "--refresh", Old, "-o", In("a")).Error, StringComparison.Ordinal);
        Setup("private", 2);
        Assert.Contains("exists", CommandRun.Failure(2, "setup", "--refresh", Old, "-o", folder).Error, StringComparison.Ordinal);
        CommandRun.Failure(2, "setup", "--refresh", Old, "-o", In("a"), "--security", "128");
        CommandRun.Failure(2, "setup", In("old.circuit"), "--refresh", Old, "-o", In("a"));
        CommandRun.Failure(2, "setup", "-o", In("a"));
        CommandRun.Failure(2, "setup", "--refresh", In("old.vk"), "-o", In("a"));
        Assert.False(Directory.Exists(In("a")));
        Assert.Equal(0ul, ProvingKeyFile.Read(File.ReadAllBytes(Old)).ProofsBegun);
    }

    private static void Refused(string reason, params string[] arguments)
    {
        CommandRun run = CommandRun.Of([.. arguments, "--json"]);
        Assert.Equal(1, run.Exit);
        Assert.Equal(reason, (string)run.Json["reason"]!);
        Assert.False((bool)run.Json["same_weights"]!);
    }

    private void Setup(string name, int proofs)
    {
        string compiled = In(name + ".circuit");
        CommandRun.Success(
            "compile", model.Onnx, "-o", compiled, "--visibility", "weights=private", "--proofs", proofs.ToString("D", null));
        File.Copy(compiled, In("old.circuit"), overwrite: true);
        CommandRun.Success("setup", In("old.circuit"), "-o", folder);
    }

    private CommandRun Refresh(string target) => CommandRun.Success("setup", "--refresh", Old, "-o", In(target), "--json");

    private void Prove(string key, string proof) =>
        CommandRun.Success("prove", "--key", key, "--input", model.Sample(0), "-o", In(proof));

    private string In(string name) => Path.Combine(folder, name);
}
