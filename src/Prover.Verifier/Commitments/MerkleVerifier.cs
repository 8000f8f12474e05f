using Prover.Verifier.Hashing;

namespace Prover.Verifier.Commitments;

/// <summary>
/// Checks that several rows belong to a committed tree (SPEC §6.8). The rows share one pruned authentication path: its
/// siblings are the nodes that can not be computed from the rows, level by level from the leaves, left to right.
/// </summary>
public static class MerkleVerifier
{
    /// <summary>The number of siblings in the pruned path, a function of the indices alone.</summary>
    /// <param name="shape">The tree.</param>
    /// <param name="indices">Row indices, strictly increasing, each below shape.Rows.</param>
    /// <exception cref="ArgumentException">The indices are not of that form.</exception>
    public static int SiblingCount(in MerkleShape shape, ReadOnlySpan<int> indices)
    {
        CheckIndices(shape, indices);
        int[] nodes = indices.ToArray();
        int count = nodes.Length, siblings = 0;
        for (int level = shape.LogRows; level > shape.LogCap; level--)
        {
            int parents = 0;
            for (int i = 0; i < count; i++)
            {
                if (HasRightSibling(nodes, count, i))
                {
                    i++;
                }
                else
                {
                    siblings++;
                }
                nodes[parents++] = nodes[i] >> 1;
            }
            count = parents;
        }
        return siblings;
    }

    /// <summary>Rejects the proof unless the rows are those of the committed tree at the given indices.</summary>
    /// <param name="shape">The tree.</param>
    /// <param name="cap">The commitment: shape.CapLength digests.</param>
    /// <param name="indices">Row indices, strictly increasing, each below shape.Rows.</param>
    /// <param name="rows">The rows in the order of the indices, shape.RowWords words each.</param>
    /// <param name="siblings">The pruned path, exactly SiblingCount digests.</param>
    /// <exception cref="ArgumentException">The indices or a length do not fit the shape: a mistake of the caller.</exception>
    /// <exception cref="ProofRejectedException">The rows do not hash to the cap.</exception>
    public static void Check(
        in MerkleShape shape,
        ReadOnlySpan<Digest> cap,
        ReadOnlySpan<int> indices,
        ReadOnlySpan<uint> rows,
        ReadOnlySpan<Digest> siblings)
    {
        if (cap.Length != shape.CapLength) throw new ArgumentException("The cap has another length.", nameof(cap));
        if (rows.Length != (long)indices.Length * shape.RowWords) throw new ArgumentException("Not one row per index.", nameof(rows));
        if (siblings.Length != SiblingCount(shape, indices)) throw new ArgumentException("Not SiblingCount siblings.", nameof(siblings));

        int[] nodes = indices.ToArray();
        Digest[] digests = new Digest[nodes.Length];
        for (int i = 0; i < nodes.Length; i++)
            digests[i] = MerkleHash.Row(shape, nodes[i], rows.Slice(i * shape.RowWords, shape.RowWords));
        int count = nodes.Length;
        for (int level = shape.LogRows; level > shape.LogCap; level--)
            count = HashLevel(shape, nodes, digests, count, ref siblings);
        for (int i = 0; i < count; i++)
            Reject.If(digests[i] != cap[nodes[i]], RejectReason.MerklePath, "An opened row is not in the committed tree.");
    }

    /// <summary>Replaces the known nodes of one level by their parents and consumes the siblings this takes.</summary>
    private static int HashLevel(
        in MerkleShape shape, int[] nodes, Digest[] digests, int count, ref ReadOnlySpan<Digest> siblings)
    {
        int parents = 0;
        for (int i = 0; i < count; i++)
        {
            int node = nodes[i];
            Digest left = digests[i], right;
            if (HasRightSibling(nodes, count, i))
            {
                right = digests[++i];
            }
            else
            {
                right = siblings[0];
                siblings = siblings[1..];
                if ((node & 1) != 0) (left, right) = (right, left);
            }
            nodes[parents] = node >> 1;
            digests[parents++] = MerkleHash.Node(shape, left, right);
        }
        return parents;
    }

    private static bool HasRightSibling(int[] nodes, int count, int i) =>
        (nodes[i] & 1) == 0 && i + 1 < count && nodes[i + 1] == nodes[i] + 1;

    private static void CheckIndices(in MerkleShape shape, ReadOnlySpan<int> indices)
    {
        int previous = -1;
        foreach (int index in indices)
        {
            if (index <= previous || index >= shape.Rows)
                throw new ArgumentException("Row indices must be strictly increasing and inside the tree.", nameof(indices));
            previous = index;
        }
    }
}
