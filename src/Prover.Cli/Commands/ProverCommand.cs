using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Prover.Cli.Failures;
using Prover.Cli.Output;
using Prover.Cli.Verbs;

namespace Prover.Cli.Commands;

/// <summary>
/// Parses a command line, runs the verb, writes its result or its failure, and gives the exit code. Nothing else writes to
/// standard output, and no exception leaves it.
/// </summary>
internal static class ProverCommand
{
    private static readonly JsonSerializerOptions JsonFormat = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>Runs one command line.</summary>
    public static int Run(IReadOnlyList<string> arguments, CommandStreams streams, CancellationToken cancellation)
    {
        var options = new GlobalOptions();
        var root = new RootCommand("Proves that a quantised ONNX model maps an input to an output, and verifies such proofs.");
        foreach (Option option in options.All()) root.Add(option);
        CommandResult? result = null;
        foreach (IVerb verb in VerbList.Create())
        {
            verb.Definition.SetAction(parsed =>
            {
                result = verb.Execute(parsed, ContextOf(parsed, options, streams, cancellation));
            });
            root.Add(verb.Definition);
        }

        // A response file would make an argument that starts with @ mean something else.
        ParseResult parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        try
        {
            if (parsed.Errors.Count > 0 && !IsHelp(arguments)) throw UsageFailure(parsed);
            int exit = parsed.Invoke(new InvocationConfiguration
            {
                Output = streams.Output,
                Error = streams.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
            if (result is null) return exit; // --help or --version
            Write(result, parsed.GetValue(options.Json), streams);
            return (int)result.Exit;
        }
        catch (Exception error)
        {
            return Report(error, arguments, streams);
        }
    }

    private static CommandContext ContextOf(
        ParseResult parsed, GlobalOptions options, CommandStreams streams, CancellationToken cancellation)
    {
        bool quiet = parsed.GetValue(options.Quiet) || !streams.IsInteractive;
        IProgressDisplay progress = quiet ? new SilentProgress() : new TerminalProgress(streams.Error);
        bool json = parsed.GetValue(options.Json);
        void Say(string line)
        {
            if (!json) streams.Output.WriteLine(PlainText.OneLine(line));
            streams.Output.Flush();
        }
        return new(parsed.GetValue(options.Threads), parsed.GetValue(options.Verbose), Say, progress, cancellation);
    }

    private static void Write(CommandResult result, bool json, CommandStreams streams)
    {
        if (json)
        {
            streams.Output.WriteLine(result.Json.ToJsonString(JsonFormat));
        }
        else
        {
            foreach (string line in result.Text) streams.Output.WriteLine(PlainText.OneLine(line));
        }
        streams.Output.Flush();
    }

    private static int Report(Exception error, IReadOnlyList<string> arguments, CommandStreams streams)
    {
        // The parse may have failed, so these two are looked for as they are.
        CommandFailure failure = FailureTranslator.Translate(error);
        string message = PlainText.OneLine(failure.Message);
        if (arguments.Contains("--json"))
        {
            var content = new JsonObject { ["code"] = failure.Code, ["message"] = message, ["hint"] = failure.Hint };
            streams.Output.WriteLine(new JsonObject { ["error"] = content }.ToJsonString(JsonFormat));
            streams.Output.Flush();
        }
        else
        {
            string hint = failure.Hint is null ? "" : $" ({PlainText.OneLine(failure.Hint)})";
            streams.Error.WriteLine($"prover: {message}{hint}");
        }
        if (arguments.Contains("--debug")) streams.Error.WriteLine(error);
        streams.Error.Flush();
        return (int)failure.Exit;
    }

    private static CommandFailure UsageFailure(ParseResult parsed)
    {
        string verb = parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ";
        return CommandFailure.Usage(
            string.Join("; ", parsed.Errors.Select(error => error.Message.TrimEnd('.'))), $"`prover {verb}--help` explains");
    }

    private static bool IsHelp(IReadOnlyList<string> arguments) => arguments.Any(argument => argument is "--help" or "-h" or "-?");
}
