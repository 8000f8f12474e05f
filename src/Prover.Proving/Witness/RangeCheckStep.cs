namespace Prover.Proving.Witness;

/// <summary>Counts the values of a private input in its range table; it computes nothing.</summary>
/// <param name="Node">The name of the input.</param>
/// <param name="Rows">The lookups, of one column.</param>
public sealed record RangeCheckStep(string Node, int Rows) : WitnessStep(Node);
