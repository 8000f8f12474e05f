using System.CommandLine;
using Prover.Cli.Commands;
using Prover.Cli.Failures;
using Prover.Cli.Output;

namespace Prover.Cli.Verbs;

/// <summary>`plan`: reserved for predictions before any work; the next release asks for it.</summary>
internal sealed class PlanVerb : IVerb
{
    /// <inheritdoc/>
    public Command Definition { get; } = new("plan", "Not yet: predict time, memory and proof size before any work")
    {
        new Argument<string>("MODEL.onnx") { Description = "A quantised ONNX model" },
    };

    /// <inheritdoc/>
    public CommandResult Execute(ParseResult arguments, CommandContext context) => throw new CommandFailure(
        ExitCode.Environment,
        "not_yet",
        "plan is not there yet; it comes with the next release",
        "`prover compile` lists unsupported nodes and `prover inspect` the size of the circuit by layer");
}
