namespace Prover.Proving.Witness;

/// <summary>Applies a table of one value.</summary>
/// <param name="Node">The name of the layer.</param>
/// <param name="Rows">The lookups of (x, y).</param>
/// <param name="Output">The tensor of y.</param>
public sealed record UnaryStep(string Node, int Rows, int Output) : WitnessStep(Node);
