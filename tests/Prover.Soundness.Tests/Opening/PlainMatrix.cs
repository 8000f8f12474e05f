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

    /// <summary>The witness' matrix, with its mask if the opening hides.</summary>
    public PlainMatrix(WhirParameters parameters, uint[] columns, PlainMask? mask, Action<uint[]> tamper)
    {
        MerkleShape tree = parameters.WitnessTree;
        WhirCode code = parameters.Codes[0];
        Mask = mask;
        int rows = 1 << code.LogRows, length = 1 << code.LogLength;
        var words = new List<uint>();
        for (int column = 0; column < parameters.Shape.WitnessColumns; column++)
        {
            words.AddRange(Encode(code, columns.AsSpan(column * rows, rows), mask is null ? [] : mask.Tails[column]));
        }
        for (int plane = 0; plane < 5 && mask is not null; plane++)
        {
            uint[] entries = [.. mask.Column.Select(element => element[plane].Representative)];
            words.AddRange(Encode(code, entries.AsSpan(0, rows), entries.AsSpan(rows)));
        }
        if (mask is not null) words.AddRange(mask.Salts);
        uint[] all = [.. words];
        tamper(all);
        codeword = new FieldBuffer((long)tree.RowWords * length);
        all.CopyTo(codeword.Span);
        Tree = new MerkleTree(Kernels, tree, codeword);
    }

    public MerkleTree Tree { get; }

    /// <summary>What hides the matrix.</summary>
    public PlainMask? Mask { get; }

    /// <summary>The code's values of one column: data and tail end to end are the coefficients.</summary>
    private static uint[] Encode(WhirCode code, ReadOnlySpan<uint> data, ReadOnlySpan<uint> tail)
    {
        // A code of rate 1/2 and less redundancy has room for the tail as ordinary coefficients.
        uint[] message = new uint[2 * data.Length];
        data.CopyTo(message);
        tail.CopyTo(message.AsSpan(data.Length));
        using FieldBuffer input = FieldBuffer.From(message);
        var shape = new CodeShape(1, code.LogRows + 1, code.LogLength - code.LogRows - 1);
        using var output = new FieldBuffer(shape.CodewordLength);
        Kernels.Encode(shape, input, default, output);
        return output.Span[..(int)shape.CodewordLength].ToArray();
    }

    public void Dispose()
    {
        Tree.Dispose();
        codeword.Dispose();
    }
}
