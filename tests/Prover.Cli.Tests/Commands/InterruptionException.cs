namespace Prover.Cli.Tests.Commands;

/// <summary>The work ended in the middle, on a test's demand.</summary>
internal sealed class InterruptionException : Exception;
