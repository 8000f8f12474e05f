namespace Prover.Proving.Circuits;

/// <summary>An interval of accumulators on which a requantisation keeps one direction.</summary>
/// <param name="First">The first accumulator.</param>
/// <param name="Last">The last accumulator.</param>
/// <param name="Direction">
/// 1 where the function does not decrease, -1 where it does not increase, 0 where nothing is known: it is then evaluated everywhere.
/// </param>
public readonly record struct MonotonePiece(int First, int Last, int Direction);
