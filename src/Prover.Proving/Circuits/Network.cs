using Prover.Proving.Witness;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Circuits;

namespace Prover.Proving.Circuits;

/// <summary>
/// A compiled network: what is proven, the constants it is proven with, and how a witness is computed. It is immutable.
/// </summary>
/// <param name="Circuit">The relations.</param>
/// <param name="ModelValues">For each tensor of the circuit its values, row-major, or an empty array for witness tensors.</param>
/// <param name="Steps">The computation of the witness, in order.</param>
/// <param name="Inputs">The inputs, in the order of the model.</param>
/// <param name="Outputs">The outputs, in the order of the model.</param>
/// <param name="Statistics">The size of the circuit by layer.</param>
public sealed record Network(
    Circuit Circuit, int[][] ModelValues, WitnessStep[] Steps, NetworkInput[] Inputs, NetworkOutput[] Outputs,
    NetworkStatistics Statistics)
{
    /// <summary>The values of the fixed tensors; null if there are none.</summary>
    public FixedTables? Tables => FixedTables.Of(Circuit, ModelValues);

    /// <summary>Of each hashed tensor of the circuit the witness tensor that it copies.</summary>
    internal int[] HashedSources =>
    [
        .. Inputs.Where(input => input.Visibility == TensorVisibility.Hashed).Select(input => input.Tensor),
        .. Outputs.Where(output => output.Visibility == TensorVisibility.Hashed).Select(output => output.Tensor),
    ];
}
