namespace Prover.Proving.Kernels.Simd;

/// <summary>Chooses the algebra kernels for the machine.</summary>
internal static class SimdAlgebraFactory
{
    /// <summary>Kernels on the best instruction set of the machine.</summary>
    public static IAlgebraKernels Create(int threads) => Create(InstructionSets.Best, threads);

    /// <summary>Kernels on a given instruction set.</summary>
    /// <exception cref="PlatformNotSupportedException">The machine does not have it.</exception>
    public static IAlgebraKernels Create(InstructionSet set, int threads)
    {
        if (!InstructionSets.IsAvailable(set)) throw new PlatformNotSupportedException($"this machine has no {set} instructions");
        return set switch
        {
            InstructionSet.Avx512 => new SimdAlgebra<Lanes512>(threads),
            InstructionSet.Avx2 => new SimdAlgebra<Lanes256>(threads),
            _ => new SimdAlgebra<Lanes1>(threads),
        };
    }
}
