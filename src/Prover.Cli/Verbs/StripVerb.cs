using System.CommandLine;
using System.Text.Json.Nodes;
using Prover.Cli.Commands;
using Prover.Cli.Failures;
using Prover.Cli.Files;
using Prover.Cli.Models;
using Prover.Cli.Output;
using Prover.Onnx.Compilation;
using Prover.Onnx.Model;
using Prover.Onnx.Stripping;
using Prover.Proving.Circuits;
using Prover.Verifier.Artefacts;

namespace Prover.Cli.Verbs;

/// <summary>`strip`: the ONNX model without its private weights, from which anyone compiles the same circuit.</summary>
internal sealed class StripVerb : IVerb
{
    private readonly Argument<string> model = new("MODEL.onnx") { Description = "A quantised ONNX model" };
    private readonly Option<string> output = new("--output", "-o")
    {
        Description = "The model with zeros in place of weights, for publication",
        HelpName = "PUBLIC.onnx",
        Required = true,
    };

    private readonly CompileOptionGroup options = new();

    /// <summary>Defines the options.</summary>
    public StripVerb()
    {
        Definition = new("strip", "Remove the private weights of an ONNX model, so that others can compile its circuit") { model, output };
        foreach (Option option in options.All) Definition.Add(option);
    }

    /// <inheritdoc/>
    public Command Definition { get; }

    /// <inheritdoc/>
    public CommandResult Execute(ParseResult arguments, CommandContext context)
    {
        string source = arguments.GetRequiredValue(model), target = arguments.GetRequiredValue(output);
        CompilationOptions settings = options.Read(arguments);
        if (settings.Visibility.Weights != TensorVisibility.Private)
        {
            throw new CommandFailure(
                ExitCode.BadInput,
                "public_weights",
                $"{source}: a circuit of public weights depends on them, so nobody could compile it without",
                "leave out weights=public and --no-zk; whoever may have the weights checks an id with `prover id`");
        }
        OutputFile.Check(target);
        CheckSource(source, target);
        (CompiledModel compiled, StrippedModel stripped) = context.Progress.Run(["compile", "strip"], step =>
        {
            step("compile");
            CompiledModel compiled = Compile(source, settings);
            step("strip");
            return (compiled, ModelStripper.Strip(source, compiled, settings, share =>
            {
                context.Cancellation.ThrowIfCancellationRequested();
                context.Progress.Advance(share);
            }));
        });
        OutputFile.Write(target, stripped.Bytes);
        string[] notes = [.. stripped.Kept.Select(
            tensor => $"{tensor.Name} stays, {Quantity.Count(tensor.Elements, "element")}: {tensor.Reason}")];
        foreach (string note in notes) context.Progress.Note($"note: {note}");
        return Report(target, stripped, CircuitDigest.Of(compiled.Network.Circuit).ToString(), notes);
    }

    private static CommandResult Report(string target, StrippedModel stripped, string digest, string[] notes)
    {
        var json = new JsonObject
        {
            ["model"] = target,
            ["model_bytes"] = stripped.Bytes.Length,
            ["circuit_digest"] = digest,
            ["removed_tensors"] = stripped.RemovedTensors,
            ["removed_elements"] = stripped.RemovedElements,
            ["kept"] = new JsonArray([.. stripped.Kept.Select(static tensor => (JsonNode)new JsonObject
            {
                ["name"] = tensor.Name,
                ["elements"] = tensor.Elements,
                ["reason"] = tensor.Reason,
            })]),
        };
        TextTable table = TextTable.Fields()
            .Add("model", $"{target} ({Quantity.Bytes(stripped.Bytes.Length)})")
            .Add("circuit", $"{digest}, the same with and without weights")
            .Add("removed", $"{Quantity.Count(stripped.RemovedElements, "element")} of {Quantity.Count(stripped.RemovedTensors, "tensor")}")
            .Add("kept", $"{Quantity.Count(stripped.Kept.Count, "tensor")} that might be weights, besides scales, zero points and shapes");
        return new(json, [.. table.Lines(), .. notes.Select(static note => $"note: {note}")]);
    }

    /// <summary>A slip of the pen must not cost the only copy of the weights.</summary>
    private static void CheckSource(string source, string target)
    {
        ModelSource.CheckOnnx(source);
        IEnumerable<string> files = [Path.GetFullPath(source), .. ExternalData.Files(InputFile.Read(source), OutputFile.FolderOf(source))];
        if (!files.Select(OutputFile.TargetOf).Contains(Path.GetFullPath(OutputFile.TargetOf(target)))) return;
        throw CommandFailure.Usage($"{target}: it holds the weights, which would be lost", "give -o another name");
    }

    private static CompiledModel Compile(string source, CompilationOptions settings)
    {
        try
        {
            return ModelSource.Compile(source, settings);
        }
        catch (ModelNotSupportedException error)
        {
            throw new CommandFailure(
                ExitCode.ModelNotSupported,
                "model_not_supported",
                error.Message,
                "a float model needs `prover quantize` first: what is proven, and so what is published, is its result",
                error);
        }
    }
}
