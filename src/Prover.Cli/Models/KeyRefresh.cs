using System.Diagnostics;
using System.Text.Json.Nodes;
using Prover.Cli.Commands;
using Prover.Cli.Failures;
using Prover.Cli.Files;
using Prover.Cli.Output;
using Prover.Onnx.Artefacts;
using Prover.Proving.Refresh;
using Prover.Verifier;

namespace Prover.Cli.Models;

/// <summary>
/// Replaces a proving key of private weights by one of another seed and proves that both hold the same weights (SPEC §8.10). The use that
/// this takes is stored in the old key before anything is written, and the new key is written with its own.
/// </summary>
internal static class KeyRefresh
{
    private const ulong UsesOfNewKey = 1;

    /// <summary>Writes the new keys and the refresh proof.</summary>
    /// <param name="oldPath">The old proving key.</param>
    /// <param name="folder">Where the new files go.</param>
    /// <param name="profile">The profile that the caller asks for, or null.</param>
    /// <param name="context">Threads and progress.</param>
    /// <exception cref="CommandFailure">The key cannot be refreshed, or a file is in the way.</exception>
    public static CommandResult Execute(string oldPath, string folder, int? profile, CommandContext context)
    {
        ProvingKeyFile file = ArtefactFile.Read(oldPath, static bytes => ProvingKeyFile.Read(bytes));
        Check(oldPath, file, profile);
        string name = Path.Combine(folder, Path.GetFileNameWithoutExtension(oldPath));
        (string provingPath, string verificationPath, string proofPath) = (name + ".pk", name + ".vk", name + ".refresh");
        foreach (string path in (string[])[provingPath, verificationPath, proofPath]) CheckFree(path);
        long start = Stopwatch.GetTimestamp();
        (PreparedModel old, PreparedModel renewed) = Commit(file, oldPath, context);
        using (old)
        using (renewed)
        {
            OutputFile.CreateFolder(folder);
            byte[] provingKey = renewed.WriteProvingKey(UsesOfNewKey), proofFile = Prove(old, renewed, context);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            Verdict verdict = RefreshVerifier.Verify(
                old.Verification, renewed.Verification, proofFile, new() { MinimumSecurityBits = 0 });
            if (!verdict.IsValid) throw Internal(verdict);
            // In this order: a refresh proof must not be there without the key that knows of it.
            OutputFile.Write([
                new(provingPath, provingKey, IsSecret: true),
                new(verificationPath, renewed.Verification.Write()),
                new(proofPath, proofFile),
            ]);
            int left = renewed.Verification.Circuit.ModelProofs - (int)UsesOfNewKey;
            var json = new JsonObject
            {
                ["proving_key"] = provingPath,
                ["verification_key"] = verificationPath,
                ["refresh_proof"] = proofPath,
                ["refresh_bytes"] = proofFile.Length,
                ["old_model_id"] = old.ModelId.ToString(),
                ["model_id"] = renewed.ModelId.ToString(),
                ["circuit_digest"] = renewed.Verification.CircuitDigest.ToString(),
                ["security_bits"] = verdict.SecurityBits,
                ["proofs_left"] = left,
                ["setup_seconds"] = seconds,
            };
            TextTable table = TextTable.Fields()
                .Add("proving key", $"{provingPath} ({Quantity.Bytes(provingKey.Length)})")
                .Add("verification key", verificationPath)
                .Add("refresh proof", $"{proofPath} ({Quantity.Bytes(proofFile.Length)})")
                .Add("old model id", old.ModelId.ToString())
                .Add("new model id", renewed.ModelId.ToString())
                .Add("proofs left", Quantity.Count(left))
                .Add("security", $"{verdict.SecurityBits} bits, proven")
                .Add("time", Quantity.Seconds(seconds));
            return new(json, [.. table.Lines()]);
        }
    }

    private static (PreparedModel Old, PreparedModel New) Commit(ProvingKeyFile file, string oldPath, CommandContext context) =>
        context.Progress.Run(["commit old", "commit new"], step =>
        {
            step("commit old");
            PreparedModel old = PreparedModel.Load(file, oldPath, context.Threads);
            try
            {
                old.Count!.DemandRefresh();
                context.Cancellation.ThrowIfCancellationRequested();
                step("commit new");
                return (old, PreparedModel.Create(file.Model, file.Profile, context.Threads));
            }
            catch
            {
                old.Dispose();
                throw;
            }
        });

    private static byte[] Prove(PreparedModel old, PreparedModel renewed, CommandContext context) =>
        context.Progress.Run(["prove"], step =>
        {
            step("prove");
            return RefreshProver.Prove(old.Key, renewed.Key, new()
            {
                Threads = context.Threads,
                Cancellation = context.Cancellation,
                CountOldUse = old.Count!.TakeRefresh,
                CountNewUse = () => { }, // the new key is written with this use in its count, and never without
            }).Write();
        });

    private static void Check(string path, ProvingKeyFile file, int? profile)
    {
        int budget = file.Model.Network.Circuit.ModelProofs;
        if (budget == 0)
        {
            throw new CommandFailure(
                ExitCode.BadInput,
                "public_weights",
                $"{path}: its weights are public: whoever has the model recomputes the id, and no number of proofs uses up the key",
                "use the key as it is, or compile with `--visibility weights=private`");
        }
        if (budget == 1)
        {
            throw new CommandFailure(
                ExitCode.BadInput,
                "key_spent",
                $"{path}: the key is for one proof, which a refreshed key would spend on being refreshed",
                "compile with `--proofs 2` or more");
        }
        if (profile is { } wanted && wanted != file.Profile)
        {
            throw CommandFailure.Usage(
                $"{path}: the key is of profile P{file.Profile}, and a refreshed one is of the same", "leave out --security");
        }
    }

    private static void CheckFree(string path)
    {
        if (!File.Exists(path) && !Directory.Exists(path)) return;
        throw new CommandFailure(
            ExitCode.BadInput, "key_exists", $"{path}: it exists, and a refresh overwrites nothing", "choose another folder with -o");
    }

    private static CommandFailure Internal(Verdict verdict) => new(
        ExitCode.Environment,
        "internal",
        $"internal error: the verifier refuses the refresh proof just made: {verdict.Detail}",
        "nothing was written; report this with the model");
}
