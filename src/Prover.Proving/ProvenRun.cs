using Prover.Verifier.Arguments;

namespace Prover.Proving;

/// <summary>A finished proof.</summary>
/// <param name="Statement">What was proven, public values included.</param>
/// <param name="Messages">The proof's messages (SPEC §5.6).</param>
/// <param name="Phases">The phases and their times in seconds.</param>
public sealed record ProvenRun(Statement Statement, byte[] Messages, IReadOnlyList<(string Name, double Seconds)> Phases);
