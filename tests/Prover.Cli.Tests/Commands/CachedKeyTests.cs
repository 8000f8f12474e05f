using System.Text.Json.Nodes;
using Google.Protobuf;
using Prover.Cli.Commands;
using Prover.Cli.Failures;
using Prover.Cli.Models;
using Prover.Onnx.Artefacts;
using Prover.Onnx.Compilation;
using Prover.Onnx.Model;
using Prover.Proving.Circuits;
using Prover.Verifier.Hashing;

namespace Prover.Cli.Tests.Commands;

/// <summary>
/// Keys of private weights in the cache folder: refreshed when they are spent, whatever interrupts it (SPEC §8.9, §8.10).
/// </summary>
[Collection(CommandCollection.Name)]
public sealed class CachedKeyTests : IDisposable
{
    private const string Variable = "PROVER_CACHE_DIR";

    private readonly ProvenModel model;
    private readonly string? cacheBefore = Environment.GetEnvironmentVariable(Variable);
    private readonly string folder = Directory.CreateTempSubdirectory("prover-cached-").FullName;

    /// <summary>Takes the shared model, and a cache folder of its own.</summary>
    public CachedKeyTests(ProvenModel model)
    {
        this.model = model;
        Environment.SetEnvironmentVariable(Variable, Cache);
    }

    private string Cache => In("cache");

    /// <inheritdoc/>
    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, cacheBefore);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_spent_key_is_refreshed_and_the_operator_is_told_how_to_check_it()
    {
        string[] prove = ["prove", model.Onnx, "--proofs", "3", "--input", model.Sample(0), "-o"];
        JsonObject first = CommandRun.Success([.. prove, In("1.proof"), "--json"]).Json;
        Assert.Null(first["replaced_key"]);
        Assert.Equal(2, (int)first["proofs_left"]!);
        Assert.DoesNotContain("warning", CommandRun.Success([.. prove, In("2.proof")]).Error, StringComparison.Ordinal);
        string warned = CommandRun.Watched([.. prove, In("3.proof")]).Error;
        Assert.Contains("warning: proofs left of this key: 0 of 3", warned, StringComparison.Ordinal);

        CommandRun fourth = CommandRun.Watched([.. prove, In("4.proof"), "--json"]);
        JsonObject replaced = fourth.Json["replaced_key"]!.AsObject();
        Assert.True((bool)replaced["in_this_run"]!);
        Assert.Equal((string)first["model_id"]!, (string)replaced["model_id"]!);
        Assert.Equal((string)first["verification_key"]!, (string)replaced["verification_key"]!);
        Assert.Equal((string)fourth.Json["model_id"]!, (string)replaced["new_model_id"]!);
        Assert.NotEqual((string)first["model_id"]!, (string)fourth.Json["model_id"]!);
        Assert.Equal(1, (int)fourth.Json["proofs_left"]!);
        string[] told = ["model_id", "new_model_id", "verification_key", "new_verification_key", "refresh_proof", "verify_command"];
        Assert.All(told, field => Assert.Contains((string)replaced[field]!, fourth.Error, StringComparison.Ordinal));

        string[] check = ((string)replaced["verify_command"]!).Split(' ');
        Assert.Equal("prover", check[0]);
        Assert.True((bool)CommandRun.Success([.. check[1..], "--json"]).Json["same_weights"]!);
        Assert.Equal(Cache, Path.GetDirectoryName((string)replaced["refresh_proof"]!));
        CommandRun.Success("verify", "--key", (string)first["verification_key"]!, "--proof", In("1.proof"));
        CommandRun.Success("verify", "--key", (string)fourth.Json["verification_key"]!, "--proof", In("4.proof"));
        JsonObject old = CommandRun.Success("inspect", Path.ChangeExtension((string)first["verification_key"]!, ".pk"), "--json").Json;
        Assert.Equal((4, 0), ((int)old["proofs_begun"]!, (int)old["proofs_left"]!));

        // The next run uses the same key and still says where it comes from, without a fuss.
        CommandRun fifth = CommandRun.Watched([.. prove, In("5.proof"), "--json"]);
        Assert.False((bool)fifth.Json["replaced_key"]!["in_this_run"]!);
        Assert.Equal((string)fourth.Json["model_id"]!, (string)fifth.Json["model_id"]!);
        Assert.DoesNotContain("changed", fifth.Error, StringComparison.Ordinal);
        // And so on.
        JsonObject sixth = CommandRun.Success([.. prove, In("6.proof"), "--json"]).Json;
        Assert.Equal((string)fourth.Json["model_id"]!, (string)sixth["replaced_key"]!["model_id"]!);
        CommandRun.Success(((string)sixth["replaced_key"]!["verify_command"]!).Split(' ')[1..]);
    }

    [Fact]
    public void A_refresh_that_is_interrupted_anywhere_reuses_no_count_and_loses_no_key()
    {
        for (int number = 0; number < KeyReplacement.Steps.Count; number++)
        {
            Environment.SetEnvironmentVariable(Variable, Path.Combine(Cache, $"{number}"));
            (Digest oldId, string oldKey) = Spend(proofs: 2);
            byte[] before = File.ReadAllBytes(oldKey);
            Assert.Throws<InterruptionException>(() => Prepare(2, KeyReplacement.Steps[number]));
            bool isCounted = number > 2;
            Assert.Equal([oldKey], Directory.GetFiles(Path.GetDirectoryName(oldKey)!, "*.pk"));
            Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(oldKey)!, "*.refresh"));
            byte[] after = File.ReadAllBytes(oldKey);
            Assert.Equal(isCounted ? 3ul : 2ul, ProvingKeyFile.Read(after).ProofsBegun);
            Assert.True(before.AsSpan(..^ProofCount.Bytes).SequenceEqual(after.AsSpan(..^ProofCount.Bytes)));

            CachedKey next = Prepare(2);
            using PreparedModel renewed = next.Model;
            Assert.NotEqual(oldId, renewed.ModelId);
            Assert.Equal(oldId, next.Succession!.OldModelId);
            Assert.Equal(isCounted, next.Succession.RefreshProof is null);
            Assert.Equal(isCounted, next.Succession.Reason is not null);
            Assert.Equal(3ul, ProvingKeyFile.Read(File.ReadAllBytes(oldKey)).ProofsBegun);
            // A key that a refresh proof was made for has a use less.
            Assert.Equal(isCounted ? 2 : 1, renewed.Count!.Left());
            if (!isCounted) CommandRun.Success(next.Succession.Command!.Split(' ')[1..]);
        }
    }

    [Fact]
    public void A_refresh_that_cannot_be_written_says_what_it_cost()
    {
        (_, string oldKey) = Spend(proofs: 2);
        string inTheWay = oldKey[..^".pk".Length] + "-2.refresh";
        Directory.CreateDirectory(inTheWay);
        CommandFailure failure = Assert.Throws<CommandFailure>(() => Prepare(2));
        Assert.Contains(inTheWay, failure.Message, StringComparison.Ordinal);
        Assert.Contains("spent a use", failure.Hint, StringComparison.Ordinal);
        Assert.Equal([oldKey], Directory.GetFiles(Cache, "*.pk"));
        Directory.Delete(inTheWay);
        CachedKey next = Prepare(2);
        using PreparedModel renewed = next.Model;
        Assert.Contains("nothing shows", string.Join(' ', next.Succession!.Lines()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_crash_between_the_names_of_the_new_files_leaves_a_usable_key()
    {
        Spend(proofs: 2);
        CachedKey next = Prepare(2);
        byte[] verificationKey = File.ReadAllBytes(next.VerificationKey);
        next.Model.Dispose();
        File.Delete(next.VerificationKey);
        File.Delete(next.Succession!.RefreshProof!);
        CachedKey again = Prepare(2);
        using PreparedModel loaded = again.Model;
        Assert.Equal(next.Model.ModelId, loaded.ModelId);
        Assert.Equal(1, loaded.Count!.Left());
        Assert.Null(again.Succession);
        Assert.Equal(verificationKey, File.ReadAllBytes(again.VerificationKey));
    }

    [Fact]
    public void Several_processes_at_once_make_one_key_and_one_refresh()
    {
        Assert.Single(Together().Distinct());
        (Digest oldId, _) = Spend(proofs: 2);
        Digest[] renewed = Together();
        Assert.Single(renewed.Distinct());
        Assert.NotEqual(oldId, renewed[0]);
    }

    [Fact]
    public void A_key_for_one_proof_is_replaced_without_a_refresh_and_that_is_said()
    {
        (Digest oldId, _) = Spend(proofs: 1);
        CachedKey next = Prepare(1);
        using PreparedModel made = next.Model;
        Assert.Equal(oldId, next.Succession!.OldModelId);
        Assert.Null(next.Succession.Command);
        Assert.Contains("--proofs 2", next.Succession.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_key_of_private_weights_is_kept_and_one_of_public_weights_made_again()
    {
        (_, string secret) = Spend(proofs: 2);
        byte[] damaged = File.ReadAllBytes(secret)[..^1];
        File.WriteAllBytes(secret, damaged);
        CachedKey next = Prepare(2);
        using PreparedModel made = next.Model;
        Assert.Equal(damaged, File.ReadAllBytes(secret));
        Assert.Contains("truncated", next.Succession!.Reason, StringComparison.Ordinal);
        Assert.Null(next.Succession.OldModelId);

        CachedKey open = Prepare(null);
        open.Model.Dispose();
        string key = Path.ChangeExtension(open.VerificationKey, ".pk");
        byte[] whole = File.ReadAllBytes(key);
        File.WriteAllBytes(key, whole[..^1]);
        CachedKey again = Prepare(null);
        again.Model.Dispose();
        Assert.Null(again.Succession);
        Assert.Equal(whole, File.ReadAllBytes(key));
    }

    [Fact]
    public void Another_version_of_the_program_goes_on_with_a_private_key_if_it_makes_the_same_circuit()
    {
        CachedKey first = Prepare(2);
        first.Model.Dispose();
        string mark = Path.ChangeExtension(first.VerificationKey, ".program"), key = Path.ChangeExtension(first.VerificationKey, ".pk");
        string program = File.ReadAllText(mark);
        File.WriteAllText(mark, "another version");
        CachedKey same = Prepare(2);
        same.Model.Dispose();
        Assert.Equal((first.Model.ModelId, first.VerificationKey), (same.Model.ModelId, same.VerificationKey));
        Assert.Null(same.Succession);
        Assert.Equal(program, File.ReadAllText(mark));

        // What another version would have left: the key of another circuit.
        string other = Path.ChangeExtension(Prepare(3).VerificationKey, ".pk");
        File.Copy(other, key, overwrite: true);
        File.WriteAllText(mark, "another version");
        CachedKey next = Prepare(2);
        using PreparedModel made = next.Model;
        Assert.Contains("another circuit", next.Succession!.Reason, StringComparison.Ordinal);
        Assert.NotEqual(first.Model.ModelId, made.ModelId);
        Assert.Equal(File.ReadAllBytes(other), File.ReadAllBytes(key));
        Assert.Equal(2, made.Count!.Left());
        CachedKey kept = Prepare(2);
        kept.Model.Dispose();
        Assert.Equal(made.ModelId, kept.Model.ModelId);
    }

    [Fact]
    public void Tensors_in_files_beside_the_model_are_a_part_of_what_keys_are_found_by()
    {
        ModelProto proto = ModelProto.Parser.ParseFrom(File.ReadAllBytes(model.Onnx));
        TensorProto weights = proto.Graph.Initializer.OrderByDescending(tensor => tensor.RawData.Length).First();
        byte[] data = weights.RawData.ToByteArray();
        weights.ClearRawData();
        weights.DataLocation = TensorProto.Types.DataLocation.External;
        weights.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "weights.bin" });
        File.WriteAllBytes(In("model.onnx"), proto.ToByteArray());
        var ids = new List<Digest>();
        foreach (byte last in (byte[])[0, 1, 0])
        {
            data[^1] = last;
            File.WriteAllBytes(In("weights.bin"), data);
            string[] prove = ["prove", In("model.onnx"), "--visibility", "weights=public", "--input", model.Sample(0)];
            JsonObject made = CommandRun.Success([.. prove, "-o", In("x.proof"), "--json"]).Json;
            ids.Add(Digest.FromBytes(Convert.FromHexString((string)made["model_id"]!)));
        }
        Assert.NotEqual(ids[0], ids[1]);
        Assert.Equal(ids[0], ids[2]);
    }

    [Theory]
    [InlineData(100, 11, false)]
    [InlineData(100, 10, true)]
    [InlineData(5, 2, false)]
    [InlineData(5, 1, true)]
    [InlineData(1, 0, true)]
    public void Few_proofs_left_are_warned_of(int budget, int left, bool isLow) =>
        Assert.Equal(isLow, new ProofSupply(left, budget, "").Warning is not null);

    /// <summary>A key that has made its proofs, and where it is.</summary>
    private (Digest Id, string ProvingKey) Spend(int proofs)
    {
        CachedKey key = Prepare(proofs);
        using PreparedModel prepared = key.Model;
        while (prepared.Count!.Left() > 0) prepared.Count.Take();
        return (prepared.ModelId, Path.ChangeExtension(key.VerificationKey, ".pk"));
    }

    private CachedKey Prepare(int? proofs, string? interruptedAt = null) => CachedKeys.Prepare(
        model.Onnx,
        new CompilationOptions
        {
            ModelProofs = proofs,
            Visibility = new() { Weights = proofs is null ? TensorVisibility.Public : TensorVisibility.Private },
        },
        100,
        new CommandContext(2, false, static _ => { }, new InterruptedProgress(interruptedAt), CancellationToken.None));

    private Digest[] Together()
    {
        var ids = new Digest[3];
        Thread[] threads = [.. Enumerable.Range(0, ids.Length).Select(i => new Thread(() =>
        {
            using PreparedModel prepared = Prepare(2).Model;
            ids[i] = prepared.ModelId;
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        return ids;
    }

    private string In(string name) => Path.Combine(folder, name);
}
