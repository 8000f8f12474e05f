using System.Diagnostics;
using System.Text.Json.Nodes;
using Prover.Cli.Failures;
using Prover.Cli.Files;
using Prover.Cli.Output;
using Prover.Verifier;
using Prover.Verifier.Artefacts;

namespace Prover.Cli.Models;

/// <summary>Checks that two model ids stand for the same weights (SPEC §8.10): whoever trusts the old one can trust the new one.</summary>
internal static class RefreshCheck
{
    /// <summary>Checks a refresh proof.</summary>
    /// <param name="oldPath">The old verification key.</param>
    /// <param name="newPath">The new verification key.</param>
    /// <param name="proofPath">The refresh proof.</param>
    /// <param name="options">What the caller demands.</param>
    /// <exception cref="CommandFailure">A file cannot be read, or a key is not usable.</exception>
    public static CommandResult Execute(string oldPath, string newPath, string proofPath, VerifierOptions options)
    {
        (VerificationKey oldKey, _) = ArtefactFile.ReadKey(oldPath);
        (VerificationKey newKey, _) = ArtefactFile.ReadKey(newPath);
        byte[] proof = InputFile.Read(proofPath);
        long start = Stopwatch.GetTimestamp();
        Verdict verdict = RefreshVerifier.Verify(oldKey, newKey, proof, options);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var json = new JsonObject
        {
            ["valid"] = verdict.IsValid,
            ["reason"] = verdict.Reason is { } reason ? StatementView.Code(reason) : null,
            ["detail"] = verdict.Detail,
            ["verify_seconds"] = seconds,
            ["same_weights"] = verdict.IsValid,
            ["old_model_id"] = oldKey.ModelId.ToString(),
            ["model_id"] = newKey.ModelId.ToString(),
            ["circuit_digest"] = newKey.CircuitDigest.ToString(),
            ["security_bits"] = verdict.SecurityBits,
        };
        if (!verdict.IsValid)
        {
            string refusal = $"refused: {proofPath}: {verdict.Detail} ({StatementView.Code(verdict.Reason!.Value)})";
            return new(json, [refusal], ExitCode.ProofRefused);
        }
        TextTable table = TextTable.Fields()
            .Add("old model id", oldKey.ModelId.ToString())
            .Add("new model id", newKey.ModelId.ToString())
            .Add("same weights", "yes, and the same circuit and interface")
            .Add("security", $"{verdict.SecurityBits} bits, proven")
            .Add("time", Quantity.Seconds(seconds));
        return new(json, [$"valid: {proofPath}", .. table.Lines()], ExitCode.Success);
    }

    /// <summary>A refresh proof where a proof is expected: one key does not do.</summary>
    /// <exception cref="CommandFailure">It is one.</exception>
    public static void RefuseWithoutOldKey(string path, ReadOnlySpan<byte> file)
    {
        if (ArtefactEnvelope.KindOf(file) != ArtefactKind.Refresh) return;
        throw CommandFailure.Usage(
            $"{path}: it is a refresh proof, which says that two model ids stand for the same weights",
            "give the other key with --old-key OLD.vk");
    }
}
