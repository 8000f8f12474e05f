namespace Prover.Proving.Circuits;

/// <summary>
/// The integer functions that define a softmax (SPEC §10.10). With m the greatest of n elements that share a sum and z = m - x, let
/// s be the sum of Exponential(z), plus the sum of Fraction(z) divided by 2^FractionBits and rounded. The logarithm of the result is
/// -(DistanceFactor · z + LogarithmFactor · Logarithm(s)), in units that the reader of the accumulator knows.
/// </summary>
/// <param name="Exponential">From z in [0, range of x] to a fixed-point exponential, at least 0; entry 0 is the greatest.</param>
/// <param name="Fraction">From z to further bits of the exponential, in [0, 2^FractionBits) and 0 for 0; null for none.</param>
/// <param name="FractionBits">How many further bits.</param>
/// <param name="Logarithm">From a sum to its logarithm in [0, 65535], 0 for Exponential(0), non-decreasing.</param>
/// <param name="DistanceFactor">The factor of z, at least 1.</param>
/// <param name="LogarithmFactor">The factor of the logarithm, at least 1.</param>
public sealed record SoftmaxTables(
    Func<int, int> Exponential,
    Func<int, int>? Fraction,
    int FractionBits,
    Func<int, int> Logarithm,
    int DistanceFactor,
    int LogarithmFactor);
