using Prover.Verifier.Hashing;

namespace Prover.Verifier.Commitments;

/// <summary>
/// The two hashes of a Merkle tree (SPEC §6.8), one row or node at a time.
/// </summary>
/// <remarks>
/// A leaf is one BLAKE3 *keyed chunk* over the row's words, with three differences from plain BLAKE3: a chunk may be longer
/// than 1,024 bytes, its counter is the row's index, and the ROOT flag is never set. No row is a proper prefix of another
/// one and no leaf collides with a node, because all rows of a tree have the length that its key is derived from, the last
/// block carries CHUNK_END, and nodes carry PARENT instead. The counter makes equal rows at different places differ.
/// </remarks>
internal static class MerkleHash
{
    private const Blake3Flags NodeFlags = Blake3Flags.KeyedHash | Blake3Flags.Parent;

    /// <summary>The leaf hash of the row at an index; the row has shape.RowWords words.</summary>
    internal static Digest Row(in MerkleShape shape, int index, ReadOnlySpan<uint> row)
    {
        Span<uint> chaining = stackalloc uint[Digest.Words];
        Span<uint> block = stackalloc uint[Blake3Compression.BlockWords];
        Span<uint> output = stackalloc uint[Blake3Compression.BlockWords];
        shape.DomainKey.CopyWords(chaining);
        Blake3Flags flags = Blake3Flags.KeyedHash | Blake3Flags.ChunkStart;
        while (true)
        {
            bool last = row.Length <= block.Length;
            ReadOnlySpan<uint> words = last ? row : row[..block.Length];
            block.Clear();
            words.CopyTo(block);
            if (last) flags |= Blake3Flags.ChunkEnd;
            Blake3Compression.Compress(chaining, block, (ulong)index, (uint)(4 * words.Length), flags, output);
            if (last) return new Digest(output[..Digest.Words]);
            output[..Digest.Words].CopyTo(chaining);
            row = row[words.Length..];
            flags = Blake3Flags.KeyedHash;
        }
    }

    /// <summary>The hash of an inner node from its two children.</summary>
    internal static Digest Node(in MerkleShape shape, in Digest left, in Digest right)
    {
        Span<uint> chaining = stackalloc uint[Digest.Words];
        Span<uint> block = stackalloc uint[Blake3Compression.BlockWords];
        Span<uint> output = stackalloc uint[Blake3Compression.BlockWords];
        shape.DomainKey.CopyWords(chaining);
        left.CopyWords(block[..Digest.Words]);
        right.CopyWords(block[Digest.Words..]);
        Blake3Compression.Compress(chaining, block, 0, Blake3Compression.BlockBytes, NodeFlags, output);
        return new Digest(output[..Digest.Words]);
    }
}
