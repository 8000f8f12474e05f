namespace Prover.Benchmarks.EndToEnd;

/// <summary>Wall-clock time of one phase of a proof.</summary>
internal sealed record PhaseTime(string Name, double Seconds);
