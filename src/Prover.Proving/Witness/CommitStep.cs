namespace Prover.Proving.Witness;

/// <summary>Commits accumulators as they are.</summary>
/// <param name="Node">The name of the layer.</param>
/// <param name="Rows">The lookups of sum - committed in the table whose only row is 0.</param>
/// <param name="Output">The tensor of the sums.</param>
public sealed record CommitStep(string Node, int Rows, int Output) : WitnessStep(Node);
