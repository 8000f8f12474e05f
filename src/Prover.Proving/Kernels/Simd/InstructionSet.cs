namespace Prover.Proving.Kernels.Simd;

/// <summary>The instruction sets the SIMD kernels are compiled for.</summary>
internal enum InstructionSet
{
    /// <summary>No vector instructions.</summary>
    Scalar,

    /// <summary>AVX2: eight lanes.</summary>
    Avx2,

    /// <summary>AVX-512F: sixteen lanes.</summary>
    Avx512,
}
