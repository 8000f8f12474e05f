using System.Runtime.InteropServices;
using Prover.Cli.Commands;
using Prover.Cli.Output;

namespace Prover.Cli;

/// <summary>The `prover` command.</summary>
internal static class Program
{
    /// <summary>Connects the command to the process: its streams and its signals.</summary>
    public static int Main(string[] arguments)
    {
        using var cancellation = new CancellationTokenSource();
        void Cancel(PosixSignalContext signal)
        {
            // The first signal ends the work in good order; a second one ends the process.
            if (cancellation.IsCancellationRequested) return;
            signal.Cancel = true;
            cancellation.Cancel();
        }
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        var streams = new CommandStreams(Console.Out, Console.Error, IsInteractive: !Console.IsErrorRedirected);
        return ProverCommand.Run(arguments, streams, cancellation.Token);
    }
}
