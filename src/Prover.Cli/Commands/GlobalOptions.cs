using System.CommandLine;
using System.CommandLine.Parsing;

namespace Prover.Cli.Commands;

/// <summary>Options that every verb takes.</summary>
internal sealed class GlobalOptions
{
    private const int MaximumThreads = 1024;

    /// <summary>One JSON object instead of text.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "Write one JSON object to standard output", Recursive = true };

    /// <summary>No progress and no notes.</summary>
    public Option<bool> Quiet { get; } = new("--quiet") { Description = "Show no progress and no notes", Recursive = true };

    /// <summary>More in the result.</summary>
    public Option<bool> Verbose { get; } = new("--verbose") { Description = "Say more", Recursive = true };

    /// <summary>The stack trace of an error.</summary>
    public Option<bool> Debug { get; } = new("--debug") { Description = "Print the stack trace of an error", Recursive = true };

    /// <summary>The largest number of threads.</summary>
    public Option<int> Threads { get; } = new("--threads")
    {
        Description = "The largest number of threads; all processors if not given",
        HelpName = "N",
        DefaultValueFactory = _ => Environment.ProcessorCount,
        Recursive = true,
    };

    /// <summary>The options, with their checks.</summary>
    public IEnumerable<Option> All()
    {
        Threads.Validators.Add(CheckThreads);
        return [Json, Quiet, Verbose, Debug, Threads];
    }

    private void CheckThreads(OptionResult result)
    {
        if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int threads) && threads is < 1 or > MaximumThreads)
        {
            result.AddError($"--threads is {threads}; it must be from 1 to {MaximumThreads}");
        }
    }
}
