using Prover.Proving.Witness;
using Prover.Verifier.Circuits;

namespace Prover.Soundness.Tests.Circuits;

/// <summary>What is left of a witness once all tensors but the multiplicities are known.</summary>
internal static class CircuitSolver
{
    /// <summary>Fills in the multiplicities: lookups of tuples that no table row has are left out.</summary>
    public static int[][] Count(Circuit circuit, int[][] values)
    {
        ReferenceMultiplicities.Count(circuit, values);
        return values;
    }

    public static int[][] Copy(int[][] values) => [.. values.Select(tensor => (int[])tensor.Clone())];
}
