namespace Prover.Proving.Circuits;

/// <summary>A row of a threshold table: the value is right for every accumulator in [Base, Base + Span).</summary>
/// <param name="Value">The stored result.</param>
/// <param name="Base">The first accumulator.</param>
/// <param name="Span">The number of accumulators.</param>
internal readonly record struct IntervalRow(int Value, int Base, int Span);
