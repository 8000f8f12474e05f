using System.CommandLine;
using Prover.Cli.Commands;
using Prover.Cli.Failures;
using Prover.Cli.Files;
using Prover.Cli.Models;
using Prover.Cli.Output;
using Prover.Onnx.Inputs;
using Prover.Onnx.Quantization;
using Prover.Onnx.Runtime;

namespace Prover.Cli.Verbs;

/// <summary>`quantize`: a float model and sample inputs become a quantised model, with a report of what that costs.</summary>
internal sealed class QuantizeVerb : IVerb
{
    private readonly Argument<string> model = new("MODEL.onnx") { Description = "A float ONNX model" };

    private readonly Option<string> output = new("--output", "-o")
    {
        Description = "The quantised model",
        HelpName = "NAME.qdq.onnx",
        Required = true,
    };

    private readonly Option<string?> calibration = new("--calibration")
    {
        Description = "Sample inputs: a folder of .npy, .npz, .pb or .json files, or one file; each a sample or a stack of samples",
        HelpName = "DIR_OR_FILE",
    };

    private readonly Option<string?> labels = new("--labels")
    {
        Description = "The right class of every sample of --evaluation: .npy, .csv or .json; measures accuracy",
        HelpName = "FILE",
    };

    private readonly Option<string?> evaluation = new("--evaluation")
    {
        Description = "The samples that --labels is about, if not those of --calibration",
        HelpName = "DIR_OR_FILE",
    };

    private readonly QuantizationOptionGroup options = new();

    /// <summary>Defines the options.</summary>
    public QuantizeVerb()
    {
        Definition = new("quantize", "Turn a float ONNX model into a quantised one") { model, output, calibration, labels, evaluation };
        foreach (Option option in options.All) Definition.Add(option);
    }

    /// <inheritdoc/>
    public Command Definition { get; }

    /// <inheritdoc/>
    public CommandResult Execute(ParseResult arguments, CommandContext context)
    {
        string path = arguments.GetRequiredValue(model), target = arguments.GetRequiredValue(output);
        if (arguments.GetValue(calibration) is not { } source)
        {
            throw CommandFailure.Usage(
                $"{path}: quantising needs sample inputs, from which the ranges of all layers follow",
                "give --calibration a folder of .npy, .npz, .pb or .json files, or one file with a stack of samples; "
                + "100 typical inputs are enough, labels are not needed");
        }
        if (arguments.GetValue(evaluation) is not null && arguments.GetValue(labels) is null)
        {
            throw CommandFailure.Usage("--evaluation is for --labels, which is not given");
        }
        OutputFile.Check(target);
        if (!OnnxRuntimeLibrary.TryLoad(out string? reason))
        {
            throw new CommandFailure(
                ExitCode.Environment, "library_missing", $"quantize runs the float model in ONNX Runtime: {reason}", "see `prover doctor`");
        }
        InputFile.Read(path);
        string[] steps = ["read", "calibrate", "correct biases", "measure layers", "compile", "measure accuracy"];
        return context.Progress.Run(steps, step =>
        {
            step(steps[0]);
            var quantizer = new ModelQuantizer(path, options.Read(arguments, context.Threads));
            SampleSet samples = ReadSamples(source, quantizer);
            SampleSet labelled = arguments.GetValue(evaluation) is { } other ? ReadSamples(other, quantizer) : samples;
            long[]? classes = arguments.GetValue(labels) is { } file ? LabelReader.Read(file, labelled.Count) : null;
            var current = (QuantizationStep)(-1);
            QuantizedModel result = quantizer.Quantize(samples, (stage, done, all) =>
            {
                context.Cancellation.ThrowIfCancellationRequested();
                if (stage != current) step(steps[1 + (int)stage]);
                current = stage;
                context.Progress.Advance((double)done / all);
            });
            step(steps[4]);
            var provable = ProvableModel.Of(result.Bytes, target, options.Compilation(arguments));
            step(steps[5]);
            AccuracyComparison? accuracy = classes is null
                ? null
                : AccuracyComparison.Measure(result, provable.Compiled, labelled, classes, context.Threads, share =>
                {
                    context.Cancellation.ThrowIfCancellationRequested();
                    context.Progress.Advance(share);
                });
            OutputFile.Write(target, result.Bytes);
            return new QuantizationReport(target, result, provable, accuracy).ToResult(context.IsVerbose);
        });
    }

    private static SampleSet ReadSamples(string path, ModelQuantizer quantizer)
    {
        try
        {
            return SampleReader.Read(path, quantizer.Inputs);
        }
        catch (InvalidInputException error)
        {
            IEnumerable<string> wanted = quantizer.Inputs.Select(
                input => $"{input.Name} {input.ElementType} {Quantity.Shape(input.Shape)}");
            throw new CommandFailure(
                ExitCode.BadInput, "invalid_input", error.Message, $"one sample is {string.Join(" and ", wanted)}", error);
        }
    }
}
