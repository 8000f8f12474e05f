using System.CommandLine;
using System.Text.Json.Nodes;
using Prover.Cli.Commands;
using Prover.Cli.Files;
using Prover.Cli.Models;
using Prover.Cli.Output;
using Prover.Onnx.Artefacts;
using Prover.Onnx.Compilation;
using Prover.Proving.Circuits;
using Prover.Verifier.Artefacts;

namespace Prover.Cli.Verbs;

/// <summary>`compile`: quantised ONNX to circuit.</summary>
internal sealed class CompileVerb : IVerb
{
    private readonly Argument<string> model = new("MODEL.onnx") { Description = "A quantised ONNX model" };
    private readonly Option<string> output = new("--output", "-o")
    {
        Description = "The circuit",
        HelpName = "NAME.circuit",
        Required = true,
    };

    private readonly CompileOptionGroup options = new();

    /// <summary>Defines the options.</summary>
    public CompileVerb()
    {
        Definition = new("compile", "Compile a quantised ONNX model into a circuit") { model, output };
        foreach (Option option in options.All) Definition.Add(option);
    }

    /// <inheritdoc/>
    public Command Definition { get; }

    /// <inheritdoc/>
    public CommandResult Execute(ParseResult arguments, CommandContext context)
    {
        string source = arguments.GetRequiredValue(model), target = arguments.GetRequiredValue(output);
        CompilationOptions settings = options.Read(arguments);
        OutputFile.Check(target);
        (CompiledModel compiled, byte[] file) = context.Progress.Run(["compile"], step =>
        {
            step("compile");
            CompiledModel result = ModelSource.Compile(source, settings);
            return (result, CompiledModelFile.Write(result));
        });
        context.Cancellation.ThrowIfCancellationRequested();
        // A circuit file holds the weights.
        OutputFile.Write([new(target, file, compiled.Network.Circuit.ModelProofs > 0)]);
        foreach (string note in compiled.Notes) context.Progress.Note($"note: {note}");
        NetworkStatistics size = compiled.Network.Statistics;
        string digest = CircuitDigest.Of(compiled.Network.Circuit).ToString();
        var json = new JsonObject
        {
            ["circuit"] = target,
            ["circuit_digest"] = digest,
            ["parameters"] = size.Parameters,
            ["lookups"] = size.Lookups,
            ["table_rows"] = size.TableRows,
            ["committed_elements"] = size.Committed,
            ["contractions"] = size.Contractions,
            ["nodes"] = compiled.NodeCount,
            ["notes"] = new JsonArray([.. compiled.Notes.Select(note => (JsonNode)note)]),
        };
        Secrecy.AddTo(json, compiled.Network.Circuit);
        TextTable table = TextTable.Fields()
            .Add("circuit", $"{target} ({Quantity.Bytes(file.Length)})")
            .Add("digest", digest)
            .Add(Secrecy.Field, Secrecy.Words(compiled.Network.Circuit))
            .Add("model", $"{Quantity.Count(compiled.NodeCount, "node")}, {Quantity.Count(size.Parameters, "parameter")}")
            .Add("size", $"{Quantity.Count(size.Lookups, "lookup")}, {Quantity.Count(size.TableRows, "table row")}, "
                + $"{Quantity.Count(size.Committed, "committed element")}, {Quantity.Count(size.Contractions, "contraction")}");
        return new(json, [.. table.Lines(), .. compiled.Notes.Select(note => $"note: {note}")]);
    }
}
