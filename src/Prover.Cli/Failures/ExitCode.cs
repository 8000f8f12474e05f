namespace Prover.Cli.Failures;

/// <summary>Exit codes of the command (cli.md).</summary>
internal enum ExitCode
{
    /// <summary>Done; for `verify`: the proof is valid.</summary>
    Success = 0,

    /// <summary>The proof is refused.</summary>
    ProofRefused = 1,

    /// <summary>Bad command line, unreadable or malformed input file, input that does not fit the model.</summary>
    BadInput = 2,

    /// <summary>The model uses something that cannot be proven.</summary>
    ModelNotSupported = 3,

    /// <summary>The environment lacks something, or the program has an error.</summary>
    Environment = 4,

    /// <summary>Cancelled by Ctrl-C.</summary>
    Cancelled = 130,
}
