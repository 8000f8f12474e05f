namespace Prover.Cli.Output;

/// <summary>Where a command writes.</summary>
/// <param name="Output">The result, and nothing else.</param>
/// <param name="Error">Errors, progress, notes.</param>
/// <param name="IsInteractive">Whether a person watches <paramref name="Error"/>; progress and notes are for people only.</param>
internal sealed record CommandStreams(TextWriter Output, TextWriter Error, bool IsInteractive);
