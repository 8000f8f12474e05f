using System.CommandLine;
using Prover.Cli.Commands;
using Prover.Cli.Failures;
using Prover.Cli.Output;

namespace Prover.Cli.Verbs;

/// <summary>`quantize`: reserved for the calibrated quantiser; the next release asks for it.</summary>
internal sealed class QuantizeVerb : IVerb
{
    /// <inheritdoc/>
    public Command Definition { get; } = new("quantize", "Not yet: turn a float ONNX model into a quantised one")
    {
        new Argument<string>("MODEL.onnx") { Description = "A float ONNX model" },
        new Option<string>("--calibration") { Description = "Sample inputs", HelpName = "DIR_OR_FILE" },
        new Option<string>("--output", "-o") { Description = "The quantised model", HelpName = "NAME.qdq.onnx" },
        new Option<string>("--method") { Description = "minmax, percentile or entropy" },
        new Option<bool>("--per-channel") { Description = "One weight scale per output channel" },
        new Option<string>("--scales") { Description = "any or pow2" },
    };

    /// <inheritdoc/>
    public CommandResult Execute(ParseResult arguments, CommandContext context) => throw new CommandFailure(
        ExitCode.Environment,
        "not_yet",
        "quantize is not there yet; it comes with the next release",
        "ONNX Runtime's quantize_static with QuantFormat.QDQ writes models that `prover compile` reads");
}
