using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Prover.Cli.Commands;
using Prover.Cli.Failures;
using Prover.Cli.Files;
using Prover.Cli.Models;
using Prover.Cli.Output;
using Prover.Onnx.Compilation;
using Prover.Verifier.Artefacts;

namespace Prover.Cli.Verbs;

/// <summary>`run`: integer inference without a proof, on request beside ONNX Runtime.</summary>
internal sealed class RunVerb : IVerb
{
    private readonly Argument<string> model = new("MODEL_OR_CIRCUIT") { Description = "A quantised ONNX model, or a circuit" };

    private readonly Option<string[]> input = new("--input")
    {
        Description = "The input: .json, .npy, .npz or .pb; name=FILE for one of several",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<bool> compare = new("--compare") { Description = "Run ONNX Runtime too and count differing elements" };
    private readonly CompileOptionGroup options = new();

    /// <summary>Defines the options.</summary>
    public RunVerb()
    {
        Definition = new("run", "Run a model in integers, without a proof") { model, input, compare };
        foreach (Option option in options.All) Definition.Add(option);
    }

    /// <inheritdoc/>
    public Command Definition { get; }

    /// <inheritdoc/>
    public CommandResult Execute(ParseResult arguments, CommandContext context)
    {
        string source = arguments.GetRequiredValue(model);
        CompilationOptions settings = options.Read(arguments);
        byte[] file = InputFile.Read(source);
        if (arguments.GetValue(compare) && ArtefactEnvelope.KindOf(file) is not null)
        {
            throw CommandFailure.Usage($"{source}: --compare needs the ONNX model, which a circuit does not contain");
        }
        return context.Progress.Run(["compile", "run"], step =>
        {
            step("compile");
            CompiledModel compiled = ModelSource.ReadOrCompile(source, settings);
            var inputs = ModelRun.ReadInputs(compiled, arguments.GetRequiredValue(input));
            context.Cancellation.ThrowIfCancellationRequested();
            step("run");
            long start = Stopwatch.GetTimestamp();
            ModelRun run = ModelRun.Execute(compiled, inputs, context.Threads);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            Comparison? comparison = arguments.GetValue(compare) ? Comparison.With(file, settings.Batch, inputs, run) : null;
            return Result(run, seconds, comparison);
        });
    }

    private static CommandResult Result(ModelRun run, double seconds, Comparison? comparison)
    {
        JsonObject outputs = ModelRun.Json(run.Outputs);
        string outputText = outputs.ToJsonString();
        var json = new JsonObject { ["outputs"] = outputs, ["run_seconds"] = seconds };
        if (comparison is null) return new(json, [outputText]);
        json["differing_elements"] = comparison.Differing;
        json["total_elements"] = comparison.Total;
        json["max_abs_diff_steps"] = comparison.MaximumSteps;
        string verdict = comparison.Differing == 0
            ? $"equal to ONNX Runtime in all {Quantity.Count(comparison.Total, "element")}"
            : $"{Quantity.Count(comparison.Differing)} of {Quantity.Count(comparison.Total, "element")} differ from ONNX Runtime, "
                + $"by at most {Quantity.Number(comparison.MaximumSteps)} steps";
        return new(json, [outputText, verdict]);
    }
}
