namespace Prover.Proving.Kernels.Simd;

/// <summary>The code paths of the vector kernels.</summary>
public enum InstructionSet
{
    /// <summary>One lane, no intrinsics.</summary>
    Scalar,

    /// <summary>Eight lanes.</summary>
    Avx2,

    /// <summary>Sixteen lanes.</summary>
    Avx512,
}
