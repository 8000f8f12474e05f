namespace Prover.Proving.Circuits;

/// <summary>
/// The approximate slopes of a binary function that is nearly a·left + b·right, rounded: it starts the search for small integers
/// A and B such that the function is exactly a step function of A·left + B·right (design §3.3). It never affects the result.
/// </summary>
/// <param name="Left">The slope a, not 0.</param>
/// <param name="Right">The slope b, not 0.</param>
public readonly record struct RescaleHint(double Left, double Right);
