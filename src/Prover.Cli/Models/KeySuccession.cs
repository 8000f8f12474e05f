using System.Text.Json.Nodes;
using Prover.Cli.Output;
using Prover.Verifier.Hashing;

namespace Prover.Cli.Models;

/// <summary>
/// A cached key of private weights in the place of another one: what an operator must tell those who trust the old model id.
/// </summary>
/// <param name="IsNew">Whether it took its place in this run.</param>
/// <param name="OldModelId">The old key's model id; null if the old key cannot be read.</param>
/// <param name="OldVerificationKey">The old verification key.</param>
/// <param name="ModelId">The new model id.</param>
/// <param name="VerificationKey">The new verification key.</param>
/// <param name="RefreshProof">What connects the two ids (SPEC §8.10); null if nothing does.</param>
/// <param name="Reason">Why the old key did not do, and why nothing connects the two; null if something does.</param>
internal sealed record KeySuccession(
    bool IsNew, Digest? OldModelId, string OldVerificationKey, Digest ModelId, string VerificationKey, string? RefreshProof, string? Reason)
{
    /// <summary>What checks that both ids stand for the same weights.</summary>
    public string? Command => RefreshProof is null ? null
        : $"prover verify --old-key {ShellText.Word(OldVerificationKey)} --key {ShellText.Word(VerificationKey)} "
            + $"--proof {ShellText.Word(RefreshProof)}";

    /// <summary>For people; nothing if the key had its place before this run.</summary>
    public IEnumerable<string> Lines()
    {
        if (!IsNew) yield break;
        yield return OldModelId is { } old ? $"the model id changed from {old} to {ModelId}" : $"the model id changed to {ModelId}";
        yield return $"  old verification key: {OldVerificationKey}";
        yield return $"  new verification key: {VerificationKey}";
        if (Command is null)
        {
            yield return $"  nothing shows that both have the same weights: {Reason}";
            yield break;
        }
        yield return "  no proof was left of the old key";
        yield return $"  refresh proof:        {RefreshProof}";
        yield return "  that both have the same weights is checked, by whoever trusts the old id, with";
        yield return $"  {Command}";
    }

    /// <summary>For programs.</summary>
    public JsonObject Json() => new()
    {
        ["in_this_run"] = IsNew,
        ["model_id"] = OldModelId?.ToString(),
        ["verification_key"] = OldVerificationKey,
        ["new_model_id"] = ModelId.ToString(),
        ["new_verification_key"] = VerificationKey,
        ["refresh_proof"] = RefreshProof,
        ["reason"] = Reason,
        ["verify_command"] = Command,
    };
}
