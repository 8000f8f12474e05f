namespace Prover.Onnx.Planning;

/// <summary>One summand of the predicted proving time: a count of the circuit times seconds per unit.</summary>
/// <param name="Phase">The phase it belongs to.</param>
/// <param name="Label">What is counted, for people.</param>
/// <param name="Seconds">Seconds per unit on the reference machine (benchmarks/README.md).</param>
/// <param name="Count">The count.</param>
internal sealed record CostTerm(ProvingPhase Phase, string Label, double Seconds, Func<ProvingWork, double> Count);
