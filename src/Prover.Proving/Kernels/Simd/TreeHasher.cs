using Prover.Verifier.Commitments;
using Prover.Verifier.Hashing;

namespace Prover.Proving.Kernels.Simd;

/// <summary>Row and node hashing, one row or node per lane (see <see cref="MerkleHash"/> for the hashes).</summary>
internal static unsafe class TreeHasher<TLanes, TVector>
    where TLanes : ICodeLanes<TVector>
    where TVector : unmanaged
{
    private const int BlockWords = Blake3Compression.BlockWords;

    /// <summary>The number of vectors of rows hashed together: more did not help.</summary>
    private const int TileGroups = 4;

    /// <summary>Rows start..end-1, both multiples of the width: a row's word w is a lane of one load from column w.</summary>
    internal static void HashRows(MerkleShape shape, uint* matrix, uint* digests, long start, long end)
    {
        uint* key = stackalloc uint[Digest.Words];
        shape.DomainKey.CopyWords(new Span<uint>(key, Digest.Words));
        byte* chainingBytes = stackalloc byte[StackVectors<TVector>.Bytes(TileGroups * Digest.Words)];
        TVector* chaining = StackVectors<TVector>.Align(chainingBytes);
        byte* messagesBytes = stackalloc byte[StackVectors<TVector>.Bytes(TileGroups * BlockWords)];
        TVector* messages = StackVectors<TVector>.Align(messagesBytes);
        long rows = shape.Rows;
        for (long row = start; row < end; row += TileGroups * TLanes.Width)
        {
            int groups = (int)Math.Min(TileGroups, (end - row) / TLanes.Width);
            for (int i = 0; i < groups * Digest.Words; i++) chaining[i] = TLanes.Broadcast(key[i % Digest.Words]);
            for (int done = 0; done < shape.RowWords; done += BlockWords)
            {
                int words = Math.Min(BlockWords, shape.RowWords - done);
                CopyBlock(matrix + (done * rows) + row, rows, words, groups, messages);
                HashBlock(shape, chaining, messages, groups, row, done, words);
            }
            for (int group = 0; group < groups; group++)
            {
                uint* place = digests + row + (group * TLanes.Width);
                for (int word = 0; word < Digest.Words; word++)
                    TLanes.Store(place + (word * rows), chaining[(group * Digest.Words) + word]);
            }
        }
    }

    /// <summary>Nodes start..end-1 of a level with <paramref name="count"/> nodes; start and end are multiples of the width.</summary>
    internal static void HashLayer(MerkleShape shape, uint* children, uint* parents, long count, long start, long end)
    {
        uint* key = stackalloc uint[Digest.Words];
        shape.DomainKey.CopyWords(new Span<uint>(key, Digest.Words));
        byte* chainingBytes = stackalloc byte[StackVectors<TVector>.Bytes(Digest.Words)];
        TVector* chaining = StackVectors<TVector>.Align(chainingBytes);
        byte* messageBytes = stackalloc byte[StackVectors<TVector>.Bytes(BlockWords)];
        TVector* message = StackVectors<TVector>.Align(messageBytes);
        TVector zero = TLanes.Broadcast(0);
        for (long node = start; node < end; node += TLanes.Width)
        {
            for (int word = 0; word < Digest.Words; word++)
            {
                chaining[word] = TLanes.Broadcast(key[word]);
                uint* pairs = children + (word * 2 * count) + (2 * node);
                TLanes.Deinterleave(
                    TLanes.Load(pairs), TLanes.Load(pairs + TLanes.Width), out message[word], out message[Digest.Words + word]);
            }
            Blake3Lanes<TLanes, TVector>.Compress(
                chaining, message, zero, zero, Blake3Compression.BlockBytes, Blake3Flags.KeyedHash | Blake3Flags.Parent);
            for (int word = 0; word < Digest.Words; word++) TLanes.Store(parents + (word * count) + node, chaining[word]);
        }
    }

    /// <summary>
    /// Copies a block of columns of several groups of rows. Columns lie far apart, by a power of two: read one group at a
    /// time they miss the cache at each load and evict each other, read in runs they stream.
    /// </summary>
    private static void CopyBlock(uint* columns, long rows, int words, int groups, TVector* messages)
    {
        for (int word = 0; word < words; word++, columns += rows)
            for (int group = 0; group < groups; group++)
                messages[(group * BlockWords) + word] = TLanes.Load(columns + (group * TLanes.Width));
        TVector zero = TLanes.Broadcast(0);
        for (int word = words; word < BlockWords; word++)
            for (int group = 0; group < groups; group++) messages[(group * BlockWords) + word] = zero;
    }

    private static void HashBlock(
        MerkleShape shape, TVector* chaining, TVector* messages, int groups, long row, int done, int words)
    {
        Blake3Flags flags = Blake3Flags.KeyedHash;
        if (done == 0) flags |= Blake3Flags.ChunkStart;
        if (done + words == shape.RowWords) flags |= Blake3Flags.ChunkEnd;
        for (int group = 0; group < groups; group++)
        {
            TVector counter = TLanes.Sequence((uint)(row + (group * TLanes.Width)));
            Blake3Lanes<TLanes, TVector>.Compress(
                chaining + (group * Digest.Words), messages + (group * BlockWords),
                counter, TLanes.Broadcast(0), (uint)(words * sizeof(uint)), flags);
        }
    }
}
