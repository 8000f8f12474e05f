namespace Prover.Verifier.Circuits;

/// <summary>Which of the two committed vectors a tensor lives in (SPEC §4.1).</summary>
public enum CommittedVector
{
    /// <summary>Committed once at setup: weights, biases, tables.</summary>
    Model,

    /// <summary>Committed by each proof: activations, remainders, multiplicities.</summary>
    Witness,
}
