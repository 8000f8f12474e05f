using Prover.Proving.Commitments;
using Prover.Proving.Kernels;
using Prover.Proving.Kernels.Reference;
using Prover.Verifier.Commitments;

namespace Prover.Soundness.Tests.Opening;

/// <summary>A committed matrix of the plain prover, whose codeword may have been tampered with.</summary>
internal sealed class PlainMatrix : IDisposable
{
    private static readonly ReferenceCodeKernels Kernels = new();
    private readonly FieldBuffer codeword;

    public PlainMatrix(MerkleShape tree, int logRows, uint[] columns, Action<uint[]> tamper)
    {
        var shape = new CodeShape(tree.RowWords, logRows, tree.LogRows - logRows);
        codeword = new FieldBuffer(shape.CodewordLength);
        using FieldBuffer message = FieldBuffer.From(columns);
        Kernels.Encode(shape, message, default, codeword);
        uint[] words = codeword.Span.ToArray();
        tamper(words);
        words.CopyTo(codeword.Span);
        Tree = new MerkleTree(Kernels, tree, codeword);
    }

    public MerkleTree Tree { get; }

    public void Dispose()
    {
        Tree.Dispose();
        codeword.Dispose();
    }
}
