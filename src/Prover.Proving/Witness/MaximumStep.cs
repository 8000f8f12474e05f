namespace Prover.Proving.Witness;

/// <summary>One step of a running maximum.</summary>
/// <param name="Node">The name of the layer.</param>
/// <param name="Rows">The lookups of (running - other, maximum - other).</param>
/// <param name="Output">The tensor of the maximum.</param>
public sealed record MaximumStep(string Node, int Rows, int Output) : WitnessStep(Node);
