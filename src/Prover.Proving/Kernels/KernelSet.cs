namespace Prover.Proving.Kernels;

/// <summary>One implementation of the bulk operations, chosen by the composition root.</summary>
/// <param name="Codes">Encoding, hashing, grinding.</param>
/// <param name="Algebra">Vectors over E.</param>
internal sealed record KernelSet(ICodeKernels Codes, IAlgebraKernels Algebra);
