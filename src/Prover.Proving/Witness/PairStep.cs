namespace Prover.Proving.Witness;

/// <summary>Applies a table of two values.</summary>
/// <param name="Node">The name of the layer.</param>
/// <param name="Rows">The lookups of (u, v, y).</param>
/// <param name="Output">The tensor of y.</param>
public sealed record PairStep(string Node, int Rows, int Output) : WitnessStep(Node);
