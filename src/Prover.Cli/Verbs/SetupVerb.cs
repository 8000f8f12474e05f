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
    private readonly Argument<string> circuit = new("NAME.circuit") { Description = "A circuit made by `compile`" };

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
        output,
        security,
    };

    /// <inheritdoc/>
    public Command Definition { get; }

    /// <inheritdoc/>
    public CommandResult Execute(ParseResult arguments, CommandContext context)
    {
        string source = arguments.GetRequiredValue(circuit), folder = arguments.GetRequiredValue(output);
        CompiledModel model = ModelSource.ReadCircuit(source);
        long start = Stopwatch.GetTimestamp();
        using PreparedModel prepared = context.Progress.Run(["commit"], step =>
        {
            step("commit");
            return PreparedModel.Create(model, arguments.GetValue(security), context.Threads);
        });
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        context.Cancellation.ThrowIfCancellationRequested();
        CreateFolder(folder);
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

    private static void CreateFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(
                ExitCode.Environment, "write_failed", $"{folder}: the folder cannot be created: {error.Message}", null, error);
        }
    }
}
