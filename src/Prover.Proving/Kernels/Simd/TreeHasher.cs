using Prover.Verifier.Commitments;
using Prover.Verifier.Hashing;

namespace Prover.Proving.Kernels.Simd;

/// <summary>Row and node hashing, one row or node per lane (see <see cref="MerkleHash"/> for the hashes).</summary>
internal static unsafe class TreeHasher<TLanes, TVector>
    where TLanes : ICodeLanes<TVector>
    where TVector : unmanaged
{
    private const int BlockWords = Blake3Compression.BlockWords;

    /// <summary>Rows start..end-1, both multiples of the width: a row's word w is a lane of one load from column w.</summary>
    internal static void HashRows(MerkleShape shape, uint* matrix, uint* digests, long start, long end)
    {
        long rows = shape.Rows;
        uint* key = stackalloc uint[Digest.Words];
        shape.DomainKey.CopyWords(new Span<uint>(key, Digest.Words));
        TVector* chaining = stackalloc TVector[Digest.Words];
        TVector* message = stackalloc TVector[BlockWords];
        TVector zero = TLanes.Broadcast(0);
        for (long row = start; row < end; row += TLanes.Width)
        {
            for (int word = 0; word < Digest.Words; word++) chaining[word] = TLanes.Broadcast(key[word]);
            Blake3Flags flags = Blake3Flags.KeyedHash | Blake3Flags.ChunkStart;
            uint* column = matrix + row;
            for (int done = 0; done < shape.RowWords; done += BlockWords)
            {
                int words = Math.Min(BlockWords, shape.RowWords - done);
                // Copied, because columns lie a power of two apart and would evict each other from the cache between rounds.
                for (int word = 0; word < words; word++, column += rows) message[word] = TLanes.Load(column);
                for (int word = words; word < BlockWords; word++) message[word] = zero;
                if (done + BlockWords >= shape.RowWords) flags |= Blake3Flags.ChunkEnd;
                Blake3Lanes<TLanes, TVector>.Compress(
                    chaining, message, TLanes.Sequence((uint)row), zero, (uint)(words * sizeof(uint)), flags);
                flags = Blake3Flags.KeyedHash;
            }
            for (int word = 0; word < Digest.Words; word++) TLanes.Store(digests + (word * rows) + row, chaining[word]);
        }
    }

    /// <summary>Nodes start..end-1 of a level with <paramref name="count"/> nodes; start and end are multiples of the width.</summary>
    internal static void HashLayer(MerkleShape shape, uint* children, uint* parents, long count, long start, long end)
    {
        uint* key = stackalloc uint[Digest.Words];
        shape.DomainKey.CopyWords(new Span<uint>(key, Digest.Words));
        TVector* chaining = stackalloc TVector[Digest.Words];
        TVector* message = stackalloc TVector[BlockWords];
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
}
