using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Prover.Cli.Commands;
using Prover.Cli.Failures;
using Prover.Cli.Files;
using Prover.Cli.Models;
using Prover.Cli.Output;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;

namespace Prover.Cli.Verbs;

/// <summary>`verify`: checks a proof. Whatever is wrong with the proof is a verdict; whatever is wrong with the key is an error.</summary>
internal sealed class VerifyVerb : IVerb
{
    private readonly Option<string> key = new("--key") { Description = "The verification key", HelpName = "NAME.vk", Required = true };
    private readonly Option<string> proof = new("--proof") { Description = "The proof", HelpName = "RUN.proof", Required = true };

    private readonly Option<string?> oldKey = new("--old-key")
    {
        Description = "For a refresh proof: the verification key that --key replaces",
        HelpName = "OLD.vk",
    };

    private readonly Option<string?> context = new("--context")
    {
        Description = "Demand that the proof is bound to these bytes",
        HelpName = "HEX",
    };

    private readonly Option<int> minimumSecurity = new("--min-security")
    {
        Description = "The least proven security that is accepted, in bits",
        HelpName = "BITS",
        DefaultValueFactory = _ => 100,
    };

    private readonly Option<string[]> input = new("--input")
    {
        Description = "Demand that the proven input is this one: .json, .npy, .npz or .pb; name=FILE for one of several",
        HelpName = "FILE",
    };

    private readonly Option<string?> output = new("--output")
    {
        Description = "Demand that the proven output is this one, as `prove --output` writes it",
        HelpName = "FILE",
    };

    private readonly Option<string?> modelId = new("--model-id") { Description = "Demand this model", HelpName = "HEX" };

    private readonly Option<string[]> expect = new("--expect")
    {
        Description = "Demand that a hashed input or output has this digest",
        HelpName = "NAME=DIGEST",
    };

    private readonly Option<string?> audit = new("--audit")
    {
        Description = "Demand that the proof shows the tables of this compiled network, which may have any weights",
        HelpName = "NAME.circuit",
    };

    /// <summary>Defines the options.</summary>
    public VerifyVerb() => Definition = new("verify", "Check a proof or a refresh proof: exit code 0 if it is valid, 1 if it is refused")
    {
        key,
        oldKey,
        proof,
        input,
        output,
        context,
        minimumSecurity,
        modelId,
        expect,
        audit,
    };

    /// <inheritdoc/>
    public Command Definition { get; }

    /// <inheritdoc/>
    public CommandResult Execute(ParseResult arguments, CommandContext context)
    {
        var options = new VerifierOptions
        {
            MinimumSecurityBits = arguments.GetValue(minimumSecurity),
            Context = HexOption.Bytes(arguments, this.context, Protocol.MaximumContextBytes),
            ModelId = HexOption.Digest(arguments, modelId),
        };
        if (arguments.GetValue(oldKey) is { } oldPath)
        {
            Option[] others = [input, output, this.context, expect, audit];
            if (others.FirstOrDefault(option => arguments.GetResult(option) is { Implicit: false }) is { } other)
            {
                throw CommandFailure.Usage($"{other.Name}: a refresh proof is about no input, output, context or tables", "leave it out");
            }
            return RefreshCheck.Execute(oldPath, arguments.GetRequiredValue(key), arguments.GetRequiredValue(proof), options);
        }
        string keyPath = arguments.GetRequiredValue(key);
        (VerificationKey verificationKey, ProofVerifier verifier) = ArtefactFile.ReadKey(keyPath);
        DigestDemand.Check(verificationKey.Circuit, arguments.GetValue(expect) ?? []);
        string proofPath = arguments.GetRequiredValue(proof);
        byte[] proofBytes = InputFile.Read(proofPath);
        RefreshCheck.RefuseWithoutOldKey(proofPath, proofBytes);
        AuditDemand? demand = arguments.GetValue(audit) is { } auditPath ? AuditDemand.Read(auditPath) : null;
        long start = Stopwatch.GetTimestamp();
        Verdict verdict = demand?.Refuse(verificationKey, verifier.SecurityBits)
            ?? verifier.Verify(proofBytes, options with { Tables = demand?.Tables });
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        verdict = Compare(verdict, keyPath, verificationKey, arguments);
        if (AuditView.Remedy(verdict) is { } remedy) verdict = verdict with { Detail = $"{verdict.Detail}; {remedy}" };
        return new(
            Json(verdict, verificationKey, seconds),
            [.. Text(verdict, verificationKey, proofPath, seconds, demand)],
            verdict.IsValid ? ExitCode.Success : ExitCode.ProofRefused);
    }

    /// <summary>Compares a valid proof's public values with the caller's files; a difference is a refusal.</summary>
    private Verdict Compare(Verdict verdict, string keyPath, VerificationKey verificationKey, ParseResult arguments)
    {
        string[] inputs = arguments.GetValue(input) ?? [];
        string? outputs = arguments.GetValue(output);
        if (verdict is not { IsValid: true, Statement: { } statement }) return verdict;
        string? other = DigestDemand.FindDifference(verificationKey.Circuit, statement, arguments.GetValue(expect) ?? []);
        if (other is not null) return verdict with { Reason = RejectReason.PublicValues, Detail = other };
        if (inputs.Length == 0 && outputs is null) return verdict;
        var comparison = new PublicComparison(keyPath, verificationKey);
        string? difference = inputs.Length == 0 ? null : comparison.CompareInputs(statement, comparison.ReadInputs(inputs));
        difference ??= outputs is null ? null : comparison.CompareOutputs(statement, outputs);
        return difference is null ? verdict : verdict with { Reason = RejectReason.PublicValues, Detail = difference };
    }

    private static JsonObject Json(Verdict verdict, VerificationKey key, double seconds)
    {
        JsonObject json = Fields(verdict, key, seconds);
        Secrecy.AddTo(json, key.Circuit);
        return json;
    }

    private static JsonObject Fields(Verdict verdict, VerificationKey key, double seconds) => new()
    {
        ["valid"] = verdict.IsValid,
        ["reason"] = verdict.Reason is { } reason ? StatementView.Code(reason) : null,
        ["detail"] = verdict.Detail,
        ["verify_seconds"] = seconds,
        ["model_id"] = key.ModelId.ToString(),
        ["circuit_digest"] = key.CircuitDigest.ToString(),
        ["security_bits"] = verdict.SecurityBits,
        ["context"] = verdict.Statement is { } claimed ? Convert.ToHexStringLower(claimed.Context) : null,
        ["public"] = verdict is { IsValid: true, Statement: { } proven } ? StatementView.PublicValues(key.Circuit, proven) : null,
        ["hashed"] = verdict is { IsValid: true, Statement: { } known } ? VisibilityView.Digests(key.Circuit, known) : null,
        ["visibility"] = VisibilityView.Json(key),
        ["audited"] = AuditView.Of(verdict, key.Circuit),
    };

    private static IEnumerable<string> Text(Verdict verdict, VerificationKey key, string path, double seconds, AuditDemand? audit)
    {
        if (verdict is not { IsValid: true, Statement: { } statement })
        {
            yield return $"refused: {path}: {verdict.Detail} ({StatementView.Code(verdict.Reason!.Value)})";
            yield break;
        }
        yield return $"valid: {path}";
        TextTable table = TextTable.Fields()
            .Add("model", key.ModelId.ToString())
            .Add("security", $"{verdict.SecurityBits} bits, proven")
            .Add(Secrecy.Field, Secrecy.Words(key.Circuit))
            .Add("context", statement.Context.Length == 0 ? "none" : Convert.ToHexStringLower(statement.Context))
            .Add("time", Quantity.Seconds(seconds));
        if (AuditView.Words(statement, key.Circuit, audit?.Path) is { } tables) table.Add(AuditView.Field, tables);
        foreach (string line in table.Lines()) yield return line;
        foreach (string line in StatementView.PublicLines(key.Circuit, statement)) yield return line;
        foreach (string line in VisibilityView.Lines(key, statement)) yield return line;
    }
}
