using System.Diagnostics;
using System.Text.Json.Nodes;
using Prover.Cli.Commands;
using Prover.Cli.Failures;
using Prover.Cli.Files;
using Prover.Cli.Output;
using Prover.Onnx.Artefacts;

namespace Prover.Cli.Models;

/// <summary>
/// `setup --refresh`: replaces a proving key of private weights by one of another seed and proves that both hold the same weights
/// (SPEC §8.10).
/// </summary>
internal static class KeyRefresh
{
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
        KeyFiles files = KeyFiles.Of(Path.Combine(folder, Path.GetFileNameWithoutExtension(oldPath)));
        foreach (string path in (string[])[files.ProvingKey, files.VerificationKey, files.RefreshProof]) CheckFree(path);
        long start = Stopwatch.GetTimestamp();
        using PreparedModel old = context.Progress.Run(["commit old key"], step =>
        {
            step("commit old key");
            return PreparedModel.Load(file, oldPath, context.Threads);
        });
        KeyReplacement made = KeyReplacement.Make(old, files, context);
        using PreparedModel renewed = made.Renewed;
        return Result(old, made, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static CommandResult Result(PreparedModel old, KeyReplacement made, double seconds)
    {
        (PreparedModel renewed, KeyFiles files) = (made.Renewed, made.Files);
        int left = renewed.Count!.Left();
        var json = new JsonObject
        {
            ["proving_key"] = files.ProvingKey,
            ["verification_key"] = files.VerificationKey,
            ["refresh_proof"] = files.RefreshProof,
            ["refresh_bytes"] = made.ProofBytes,
            ["old_model_id"] = old.ModelId.ToString(),
            ["model_id"] = renewed.ModelId.ToString(),
            ["circuit_digest"] = renewed.Verification.CircuitDigest.ToString(),
            ["security_bits"] = made.SecurityBits,
            ["proofs_left"] = left,
            ["setup_seconds"] = seconds,
        };
        TextTable table = TextTable.Fields()
            .Add("proving key", $"{files.ProvingKey} ({Quantity.Bytes(made.ProvingKeyBytes)})")
            .Add("verification key", files.VerificationKey)
            .Add("refresh proof", $"{files.RefreshProof} ({Quantity.Bytes(made.ProofBytes)})")
            .Add("old model id", old.ModelId.ToString())
            .Add("new model id", renewed.ModelId.ToString())
            .Add("proofs left", Quantity.Count(left))
            .Add("security", $"{made.SecurityBits} bits, proven")
            .Add("time", Quantity.Seconds(seconds));
        return new(json, [.. table.Lines()]);
    }

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
}
