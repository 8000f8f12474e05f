using System.CommandLine;
using System.Text.Json.Nodes;
using Prover.Cli.Commands;
using Prover.Cli.Failures;
using Prover.Cli.Models;
using Prover.Cli.Output;
using Prover.Onnx.Compilation;
using Prover.Proving.Circuits;

namespace Prover.Cli.Verbs;

/// <summary>`id`: the id of a model, recomputed from its file; it does not depend on the security profile.</summary>
internal sealed class IdVerb : IVerb
{
    private const int AnyProfile = 100;
    private readonly Argument<string> model = new("MODEL.onnx") { Description = "A quantised ONNX model, or a circuit" };

    /// <summary>Only public weights have an id that a file determines.</summary>
    private readonly CompileOptionGroup options = new(TensorVisibility.Public);

    /// <summary>Defines the options.</summary>
    public IdVerb()
    {
        Definition = new("id", "Recompute the 32-byte id of a model of public weights from its file") { model };
        foreach (Option option in options.All) Definition.Add(option);
    }

    /// <inheritdoc/>
    public Command Definition { get; }

    /// <inheritdoc/>
    public CommandResult Execute(ParseResult arguments, CommandContext context)
    {
        CompilationOptions settings = options.Read(arguments);
        using PreparedModel prepared = context.Progress.Run(["compile", "commit"], step =>
        {
            step("compile");
            CompiledModel compiled = ModelSource.ReadOrCompile(arguments.GetRequiredValue(model), settings);
            context.Cancellation.ThrowIfCancellationRequested();
            if (compiled.Network.Circuit.ModelProofs > 0)
            {
                throw CommandFailure.Usage("private weights have a new id for every key", "`prover inspect NAME.vk` shows it");
            }
            step("commit");
            return PreparedModel.Create(compiled, AnyProfile, context.Threads);
        });
        var json = new JsonObject
        {
            ["model_id"] = prepared.ModelId.ToString(),
            ["circuit_digest"] = prepared.Verification.CircuitDigest.ToString(),
        };
        return new(json, [prepared.ModelId.ToString()]);
    }
}
