namespace Prover.Proving.Witness;

/// <summary>Copies a view into a tensor of its own, or into a part of one.</summary>
/// <param name="Node">The name of the layer.</param>
/// <param name="Constraint">The constraint: its first term is the copy, its second the view.</param>
public sealed record RecommitStep(string Node, int Constraint) : WitnessStep(Node);
