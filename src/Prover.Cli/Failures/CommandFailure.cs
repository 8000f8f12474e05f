namespace Prover.Cli.Failures;

/// <summary>A verb cannot do its work; what to tell the caller.</summary>
internal sealed class CommandFailure : Exception
{
    /// <summary>A failure.</summary>
    /// <param name="exit">The exit code.</param>
    /// <param name="code">A stable word for programs, in snake case.</param>
    /// <param name="message">One line naming the file and what is wrong, without a final full stop.</param>
    /// <param name="hint">What to do about it, or null.</param>
    /// <param name="cause">The original error, or null.</param>
    public CommandFailure(ExitCode exit, string code, string message, string? hint = null, Exception? cause = null)
        : base(message, cause)
    {
        Exit = exit;
        Code = code;
        Hint = hint;
    }

    /// <summary>The exit code.</summary>
    public ExitCode Exit { get; }

    /// <summary>A stable word for programs.</summary>
    public string Code { get; }

    /// <summary>What to do about it, or null.</summary>
    public string? Hint { get; }

    /// <summary>A failure of the command line.</summary>
    public static CommandFailure Usage(string message, string? hint = null) => new(ExitCode.BadInput, "usage", message, hint);
}
