using Prover.Proving.Kernels.Reference;
using Prover.Proving.Kernels.Simd;

namespace Prover.Proving.Kernels;

/// <summary>One implementation of the bulk operations, chosen by the composition root.</summary>
/// <param name="Codes">Encoding, hashing, grinding.</param>
/// <param name="Algebra">Vectors over E.</param>
internal sealed record KernelSet(ICodeKernels Codes, IAlgebraKernels Algebra)
{
    /// <summary>The definition of every kernel: slow, for comparison.</summary>
    public static KernelSet Reference { get; } = new(new ReferenceCodeKernels(), new ReferenceAlgebra());

    /// <summary>The best kernels of this machine on up to <paramref name="threads"/> threads.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no thread.</exception>
    public static KernelSet Fastest(int threads) => new(new SimdCodeKernels(threads), SimdAlgebraFactory.Create(threads));
}
