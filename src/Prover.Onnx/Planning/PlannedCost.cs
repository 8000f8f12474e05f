namespace Prover.Onnx.Planning;

/// <summary>One summand of the predicted time.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Label">What is counted.</param>
/// <param name="Count">How many of it.</param>
/// <param name="Seconds">The time it takes.</param>
public sealed record PlannedCost(ProvingPhase Phase, string Label, double Count, double Seconds);
