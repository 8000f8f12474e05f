using Prover.Proving.Kernels;
using Prover.Verifier.Commitments;

namespace Prover.Proving.Commitments;

/// <summary>
/// A column-major matrix of coefficients together with its codeword and Merkle tree (SPEC §6.2). The model's lives as long as the
/// proving key, the witness' as long as one proof.
/// </summary>
internal sealed class CommittedMatrix : IDisposable
{
    private readonly FieldBuffer codeword;
    private bool disposed;

    /// <summary>Encodes and hashes a matrix.</summary>
    /// <param name="kernels">Does the work.</param>
    /// <param name="tree">The shape of the tree; a row has one word per column.</param>
    /// <param name="logRows">log2 of the coefficients per column; the rest of the tree's height is the code's redundancy.</param>
    /// <param name="columns">The columns, end to end; they must live and stay unchanged until the last opening.</param>
    /// <exception cref="ArgumentException">The matrix does not have the length that the shapes say.</exception>
    public CommittedMatrix(ICodeKernels kernels, in MerkleShape tree, int logRows, FieldView columns)
    {
        LogRows = logRows;
        Columns = columns;
        var shape = new CodeShape(tree.RowWords, logRows, tree.LogRows - logRows);
        codeword = FieldBufferPool.Rent(shape.CodewordLength);
        // A pooled buffer may be longer than asked for.
        FieldView evaluations = new(codeword, 0, shape.CodewordLength);
        kernels.Encode(shape, columns, default, evaluations);
        Tree = new MerkleTree(kernels, tree, evaluations);
    }

    /// <summary>log2 of the coefficients per column.</summary>
    public int LogRows { get; }

    /// <summary>The columns of coefficients, end to end.</summary>
    public FieldView Columns { get; }

    /// <summary>The tree over the rows of evaluations.</summary>
    public MerkleTree Tree { get; }

    /// <summary>Frees codeword and tree; the coefficients are the caller's.</summary>
    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        Tree.Dispose();
        FieldBufferPool.Return(codeword);
    }
}
