namespace Prover.Proving.Witness;

/// <summary>
/// One step of the computation of a witness: it reads tensors of earlier steps and writes its own. Everything else, such as the
/// reads, the accumulators and the tables, it takes from the circuit.
/// </summary>
/// <param name="Node">The name of the layer.</param>
public abstract record WitnessStep(string Node);
