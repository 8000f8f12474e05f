using Prover.Cli.Output;

namespace Prover.Cli.Commands;

/// <summary>What every verb is given besides its own options.</summary>
/// <param name="Threads">The largest number of threads.</param>
/// <param name="IsVerbose">Whether to say more.</param>
/// <param name="Say">Writes a line of the result at once, for a verb that explains as it goes; nothing with --json.</param>
/// <param name="Progress">Where to show progress.</param>
/// <param name="Cancellation">Ctrl-C.</param>
internal sealed record CommandContext(
    int Threads, bool IsVerbose, Action<string> Say, IProgressDisplay Progress, CancellationToken Cancellation);
