using Prover.Proving.Randomness;
using Prover.Verifier.Commitments;
using Prover.Verifier.Hashing;

namespace Prover.ZeroKnowledge.Tests.Simulation;

/// <summary>
/// A Merkle tree of which only some rows exist: every other leaf is a random digest. Without the salt of a row that is not opened its
/// digest cannot be told from a random one.
/// </summary>
internal sealed class PartialTree
{
    /// <summary>Hashes known rows beside random digests.</summary>
    /// <param name="shape">The tree.</param>
    /// <param name="positions">The known rows' positions, strictly increasing.</param>
    /// <param name="rows">The known rows, end to end.</param>
    /// <param name="random">Draws the other digests.</param>
    public PartialTree(in MerkleShape shape, int[] positions, uint[] rows, RandomStream random)
    {
        Rows = rows;
        Siblings = [.. Enumerable.Range(0, MerkleVerifier.SiblingCount(shape, positions)).Select(_ => Random(random))];
        int next = 0;
        var level = new SortedDictionary<int, Digest>();
        for (int i = 0; i < positions.Length; i++)
        {
            level[positions[i]] = MerkleHash.Row(shape, positions[i], rows.AsSpan(i * shape.RowWords, shape.RowWords));
        }
        for (int height = 0; height < shape.LogRows - shape.LogCap; height++)
        {
            var parents = new SortedDictionary<int, Digest>();
            foreach ((int node, Digest digest) in level)
            {
                if (parents.ContainsKey(node >> 1)) continue; // the right one of two known children
                Digest sibling = level.TryGetValue(node ^ 1, out Digest known) ? known : Siblings[next++];
                parents[node >> 1] = (node & 1) == 0 ? MerkleHash.Node(shape, digest, sibling) : MerkleHash.Node(shape, sibling, digest);
            }
            level = parents;
        }
        Cap = [.. Enumerable.Range(0, shape.CapLength).Select(node => level.TryGetValue(node, out Digest known) ? known : Random(random))];
    }

    /// <summary>The cap.</summary>
    public Digest[] Cap { get; }

    /// <summary>The known rows, end to end.</summary>
    public uint[] Rows { get; }

    /// <summary>The pruned path of the known rows.</summary>
    public Digest[] Siblings { get; }

    private static Digest Random(RandomStream random)
    {
        // Words of a stream lie below p; two of them make one word of 32 uniform bits but for a bias of 2^-23.
        Span<uint> words = stackalloc uint[2 * Digest.Words];
        random.FillField(words);
        Span<uint> digest = stackalloc uint[Digest.Words];
        for (int i = 0; i < digest.Length; i++) digest[i] = (words[2 * i] << 16) ^ words[(2 * i) + 1];
        return new(digest);
    }
}
