using Prover.Proving.Kernels;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;

namespace Prover.Proving.Commitments;

/// <summary>
/// The commitment to a folded vector (SPEC §6.5): its entries, the most significant bits as column, are five matrices over F, one per
/// coefficient, side by side.
/// </summary>
internal sealed class FoldedCommitment : IDisposable
{
    private readonly FieldBuffer coefficients;
    private readonly CommittedMatrix matrix;
    private bool disposed;

    /// <summary>Commits to a vector of 2^(code.Variables) elements, zero beyond code.Columns columns, which is copied.</summary>
    public FoldedCommitment(ICodeKernels kernels, in MerkleShape tree, WhirCode code, ExtensionVector vector)
    {
        long length = (long)code.Columns << code.LogRows;
        coefficients = FieldBufferPool.Rent(KoalaBear5.Degree * length);
        for (int plane = 0; plane < KoalaBear5.Degree; plane++)
        {
            vector.Plane(plane)[..(int)length].CopyTo(coefficients.Slice(plane * length, (int)length));
        }
        matrix = new(kernels, tree, code.LogRows, new FieldView(coefficients, 0, KoalaBear5.Degree * length));
    }

    /// <summary>The tree.</summary>
    public MerkleTree Tree => matrix.Tree;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        matrix.Dispose();
        FieldBufferPool.Return(coefficients);
    }
}
