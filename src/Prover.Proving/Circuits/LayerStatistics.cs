namespace Prover.Proving.Circuits;

/// <summary>What one layer adds to the circuit.</summary>
/// <param name="Node">The name of the layer.</param>
/// <param name="Parameters">Constants of the model: weights and biases, without tables.</param>
/// <param name="Products">Multiplications of its accumulators.</param>
/// <param name="Contractions">Its accumulators' inner products, counted as relations, not as elements.</param>
/// <param name="Lookups">Its lookups.</param>
/// <param name="TableRows">Rows of the tables that it introduced; shared tables count where they first occur.</param>
/// <param name="Committed">Witness elements, without multiplicities.</param>
public sealed record LayerStatistics(
    string Node, long Parameters, long Products, int Contractions, long Lookups, long TableRows, long Committed);
