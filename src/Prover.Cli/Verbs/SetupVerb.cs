using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Prover.Cli.Commands;
using Prover.Cli.Failures;
using Prover.Cli.Files;
using Prover.Cli.Models;
using Prover.Cli.Output;
using Prover.Onnx.Compilation;

namespace Prover.Cli.Verbs;

/// <summary>`setup`: commits a model and writes both keys.</summary>
internal sealed class SetupVerb : IVerb
{
    private readonly Argument<string?> circuit = new("NAME.circuit")
    {
        Description = "A circuit made by `compile`, instead of --refresh",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> refresh = new("--refresh")
    {
        Description = "Replace a key of private weights by a new one, and prove that both hold the same weights",
        HelpName = "OLD.pk",
    };

    private readonly Option<string> output = new("--output", "-o")
    {
        Description = "The folder for both keys",
        HelpName = "DIR",
        Required = true,
    };

    private readonly Option<int> security = ProfileOption.Create();

    /// <summary>Defines the options.</summary>
    public SetupVerb() => Definition = new("setup", "Commit a model: write its proving key and its verification key")
    {
        circuit,
        refresh,
        output,
        security,
    };

    /// <inheritdoc/>
    public Command Definition { get; }

    /// <inheritdoc/>
    public CommandResult Execute(ParseResult arguments, CommandContext context)
    {
        string folder = arguments.GetRequiredValue(output);
        string? source = arguments.GetValue(circuit), oldKey = arguments.GetValue(refresh);
        if (source is null == oldKey is null)
        {
            throw CommandFailure.Usage(
                "give either a circuit or a proving key with --refresh, and not both", "`prover setup --help` explains");
        }
        if (source is null)
        {
            int? profile = arguments.GetResult(security) is { Implicit: false } ? arguments.GetValue(security) : null;
            return KeyRefresh.Execute(oldKey!, folder, profile, context);
        }
        CompiledModel model = ModelSource.ReadCircuit(source);
        long start = Stopwatch.GetTimestamp();
        using PreparedModel prepared = context.Progress.Run(["commit"], step =>
        {
            step("commit");
            return PreparedModel.Create(model, arguments.GetValue(security), context.Threads);
        });
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        context.Cancellation.ThrowIfCancellationRequested();
        OutputFile.CreateFolder(folder);
        string name = Path.Combine(folder, Path.GetFileNameWithoutExtension(source));
        byte[] provingKey = prepared.WriteProvingKey(), verificationKey = prepared.Verification.Write();
        OutputFile.Write([new(name + ".pk", provingKey, prepared.HidesModel), new(name + ".vk", verificationKey)]);
        var json = new JsonObject
        {
            ["proving_key"] = name + ".pk",
            ["verification_key"] = name + ".vk",
            ["model_id"] = prepared.ModelId.ToString(),
            ["circuit_digest"] = prepared.Verification.CircuitDigest.ToString(),
            ["security_bits"] = prepared.Verifier.SecurityBits,
            ["setup_seconds"] = seconds,
        };
        TextTable table = TextTable.Fields()
            .Add("proving key", $"{name}.pk ({Quantity.Bytes(provingKey.Length)})")
            .Add("verification key", $"{name}.vk ({Quantity.Bytes(verificationKey.Length)})")
            .Add("model id", prepared.ModelId.ToString())
            .Add("security", $"{prepared.Verifier.SecurityBits} bits, proven")
            .Add("time", Quantity.Seconds(seconds));
        return new(json, [.. table.Lines()]);
    }
}
