using Prover.Proving.Kernels;
using Prover.Verifier.Commitments;
using Prover.Verifier.Hashing;

namespace Prover.Proving.Commitments;

/// <summary>
/// A Merkle tree over the rows of a column-major matrix, which it refers to but does not own (SPEC §6.8). Dispose it
/// after the last opening.
/// </summary>
public sealed class MerkleTree : IDisposable
{
    private readonly FieldBuffer _digests;
    private readonly FieldView _matrix;
    private bool _disposed;

    /// <summary>Hashes a matrix.</summary>
    /// <param name="kernels">Does the work.</param>
    /// <param name="shape">The tree.</param>
    /// <param name="matrix">shape.Rows rows and shape.RowWords columns; must live and stay unchanged until the last opening.</param>
    /// <exception cref="ArgumentException">The matrix does not have the length that the shape says.</exception>
    public MerkleTree(ICodeKernels kernels, in MerkleShape shape, FieldView matrix)
    {
        ArgumentNullException.ThrowIfNull(kernels);
        Shape = shape;
        _matrix = matrix;
        // All levels from the leaves down to the cap: 2^LogRows + ... + 2^LogCap digests.
        _digests = FieldBufferPool.Rent(LevelStart(shape.LogCap) + ((long)Digest.Words << shape.LogCap));
        kernels.HashRows(shape, matrix, Level(shape.LogRows));
        for (int level = shape.LogRows; level > shape.LogCap; level--)
            kernels.HashLayer(shape, Level(level), Level(level - 1));
        var cap = new Digest[shape.CapLength];
        ReadOnlySpan<uint> top = Level(shape.LogCap).Span;
        for (int node = 0; node < cap.Length; node++) cap[node] = Read(top, shape.LogCap, node);
        Cap = cap;
    }

    /// <summary>The shape.</summary>
    public MerkleShape Shape { get; }

    /// <summary>The commitment: the digests of the level with 2^LogCap nodes.</summary>
    public ReadOnlyMemory<Digest> Cap { get; }

    /// <summary>Opens several rows with one pruned path, in the order that <see cref="MerkleVerifier.Check"/> expects.</summary>
    /// <param name="indices">Row indices, strictly increasing, each below Shape.Rows.</param>
    /// <exception cref="ArgumentException">The indices are not of that form.</exception>
    public MerkleOpening Open(ReadOnlySpan<int> indices)
    {
        var siblings = new Digest[MerkleVerifier.SiblingCount(Shape, indices)];
        int[] nodes = indices.ToArray();
        int count = nodes.Length, found = 0;
        for (int level = Shape.LogRows; level > Shape.LogCap; level--)
        {
            int parents = 0;
            ReadOnlySpan<uint> digests = Level(level).Span;
            for (int i = 0; i < count; i++)
            {
                int node = nodes[i];
                if ((node & 1) == 0 && i + 1 < count && nodes[i + 1] == node + 1)
                    i++;
                else
                    siblings[found++] = Read(digests, level, node ^ 1);
                nodes[parents++] = node >> 1;
            }
            count = parents;
        }
        return new MerkleOpening(Gather(indices), siblings);
    }

    /// <summary>Frees the digests; the matrix is the caller's.</summary>
    public void Dispose()
    {
        if (!_disposed) FieldBufferPool.Return(_digests);
        _disposed = true;
    }

    private uint[] Gather(ReadOnlySpan<int> indices)
    {
        int words = Shape.RowWords;
        uint[] rows = new uint[checked(indices.Length * words)];
        for (int word = 0; word < words; word++)
        {
            Span<uint> column = _matrix.View((long)word << Shape.LogRows, Shape.Rows).Span;
            for (int i = 0; i < indices.Length; i++) rows[(i * words) + word] = column[indices[i]];
        }
        return rows;
    }

    /// <summary>Where a level starts among all digests' words, leaves first.</summary>
    private long LevelStart(int level) => Digest.Words * ((2L << Shape.LogRows) - (2L << level));

    private FieldView Level(int level) => new(_digests, LevelStart(level), (long)Digest.Words << level);

    /// <summary>A node among the words of a level, which are stored by column.</summary>
    private static Digest Read(ReadOnlySpan<uint> digests, int level, int node)
    {
        Span<uint> words = stackalloc uint[Digest.Words];
        for (int word = 0; word < words.Length; word++) words[word] = digests[(word << level) + node];
        return new Digest(words);
    }
}
