using System.Text.Json.Nodes;
using Prover.Cli.Commands;
using Prover.Cli.Output;

namespace Prover.Cli.Tests.Commands;

/// <summary>One call of the command inside this process, with its streams captured.</summary>
/// <param name="Exit">The exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
internal sealed record CommandRun(int Exit, string Output, string Error)
{
    /// <summary>Standard output as the one JSON object that it must be.</summary>
    public JsonObject Json => JsonNode.Parse(Output)!.AsObject();

    /// <summary>Calls the command as a script does: nobody watches.</summary>
    public static CommandRun Of(params string[] arguments) => With(CancellationToken.None, arguments);

    /// <summary>Calls the command and demands success.</summary>
    public static CommandRun Success(params string[] arguments)
    {
        CommandRun run = Of(arguments);
        Assert.True(run.Exit == 0, $"{string.Join(' ', arguments)}: exit {run.Exit}: {run.Error}{run.Output}");
        Assert.Empty(run.Error);
        return run;
    }

    /// <summary>Calls the command and demands a failure told in one line.</summary>
    public static CommandRun Failure(int exit, params string[] arguments)
    {
        CommandRun run = Of(arguments);
        Assert.True(run.Exit == exit, $"{string.Join(' ', arguments)}: exit {run.Exit} instead of {exit}: {run.Error}{run.Output}");
        Assert.Empty(run.Output);
        Assert.StartsWith("prover: ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        return run;
    }

    /// <summary>Calls the command with a token that Ctrl-C would cancel.</summary>
    public static CommandRun With(CancellationToken cancellation, params string[] arguments) =>
        On(arguments, isTerminal: false, cancellation);

    /// <summary>Calls the command as a person does, and demands success: what is shown besides the result is in standard error.</summary>
    public static CommandRun Watched(params string[] arguments)
    {
        CommandRun run = On(arguments, isTerminal: true, CancellationToken.None);
        Assert.True(run.Exit == 0, $"{string.Join(' ', arguments)}: exit {run.Exit}: {run.Error}{run.Output}");
        return run;
    }

    private static CommandRun On(string[] arguments, bool isTerminal, CancellationToken cancellation)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        int exit = ProverCommand.Run(arguments, new CommandStreams(output, error, isTerminal), cancellation);
        return new(exit, output.ToString(), error.ToString());
    }
}
