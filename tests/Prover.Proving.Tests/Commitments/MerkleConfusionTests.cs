using Prover.Proving.Commitments;
using Prover.Proving.Kernels;
using Prover.Proving.Tests.Kernels;
using Prover.Verifier;
using Prover.Verifier.Commitments;
using Prover.Verifier.Hashing;

namespace Prover.Proving.Tests.Commitments;

/// <summary>A commitment opened as what it is not: as other rows of its own, nodes as rows, of another width or cap (SPEC §6.8).</summary>
public class MerkleConfusionTests
{
    private const int LogRows = 3;

    /// <summary>Every set of positions of a small tree, with every other row in the place of every opened one.</summary>
    [Fact]
    public void No_row_passes_for_another_in_any_set_of_positions()
    {
        var shape = new MerkleShape("test", LogRows, 2, 1);
        using FieldBuffer matrix = CodeKernelCases.RandomElements(2 << LogRows, 3);
        using var tree = new MerkleTree(CodeKernelCases.Reference, shape, matrix);
        for (int set = 1; set < 1 << shape.Rows; set++)
        {
            int[] indices = [.. Enumerable.Range(0, shape.Rows).Where(i => (set >> i & 1) != 0)];
            MerkleOpening opening = tree.Open(indices);
            MerkleVerifier.Check(shape, tree.Cap.Span, indices, opening.Rows.Span, opening.Siblings.Span);
            for (int place = 0; place < indices.Length; place++)
            {
                for (int row = 0; row < shape.Rows; row++)
                {
                    if (row == indices[place]) continue;
                    uint[] rows = opening.Rows.ToArray();
                    for (int word = 0; word < 2; word++) rows[(2 * place) + word] = matrix[(word << LogRows) + row];
                    AssertRefused(shape, tree.Cap.ToArray(), indices, rows, opening.Siblings.ToArray());
                }
            }
        }
    }

    /// <summary>Two digests are as long as a row of 16 words, and a tree of nodes is a tree.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Nodes_do_not_pass_for_rows(int logCap)
    {
        const int Words = 2 * Digest.Words;
        using FieldBuffer matrix = CodeKernelCases.RandomElements(Words << LogRows, 5);
        var shape = new MerkleShape("test", LogRows, Words, logCap);
        using var tree = new MerkleTree(CodeKernelCases.Reference, shape, matrix);
        Digest[] leaves = [.. Enumerable.Range(0, shape.Rows).Select(i => MerkleHash.Row(shape, i, tree.Open([i]).Rows.Span))];
        for (int node = 0; node < shape.Rows / 2; node++)
        {
            uint[] row = new uint[Words];
            leaves[2 * node].CopyWords(row.AsSpan(0, Digest.Words));
            leaves[(2 * node) + 1].CopyWords(row.AsSpan(Digest.Words));
            Digest parent = MerkleHash.Node(shape, leaves[2 * node], leaves[(2 * node) + 1]);
            // As a row of the same tree, and of the tree above, whose rows would be all nodes of this level.
            for (int index = 0; index < shape.Rows; index++) Assert.NotEqual(parent, MerkleHash.Row(shape, index, row));
            var above = new MerkleShape("test", LogRows - 1, Words, logCap);
            Digest[] path = tree.Open([2 * node, (2 * node) + 1]).Siblings.ToArray();
            Assert.Equal(MerkleVerifier.SiblingCount(above, [node]), path.Length);
            AssertRefused(above, tree.Cap.ToArray(), [node], row, path);
        }
    }

    /// <summary>The last block of a row is filled up with zeros, so a zero behind a row hashes the same bytes.</summary>
    [Fact]
    public void A_row_with_a_zero_behind_it_is_another_row()
    {
        using FieldBuffer narrow = CodeKernelCases.RandomElements(15 << LogRows, 7);
        using var wide = new FieldBuffer(16 << LogRows);
        for (long i = 0; i < narrow.Length; i++) wide[i] = narrow[i];
        MerkleShape of15 = new("test", LogRows, 15, 0), of16 = new("test", LogRows, 16, 0);
        using var tree = new MerkleTree(CodeKernelCases.Reference, of15, narrow);
        using var filled = new MerkleTree(CodeKernelCases.Reference, of16, wide);
        Assert.NotEqual(tree.Cap.Span[0], filled.Cap.Span[0]);
        MerkleOpening opening = filled.Open([2, 3]);
        AssertRefused(of16, tree.Cap.ToArray(), [2, 3], opening.Rows.ToArray(), tree.Open([2, 3]).Siblings.ToArray());
    }

    /// <summary>The nodes above or below a cap are not the cap of the same rows in a tree of another cap.</summary>
    [Fact]
    public void A_level_of_a_tree_is_not_the_cap_of_another()
    {
        using FieldBuffer matrix = CodeKernelCases.RandomElements(5 << LogRows, 9);
        for (int logCap = 0; logCap < LogRows; logCap++)
        {
            MerkleShape low = new("test", LogRows, 5, logCap), high = new("test", LogRows, 5, logCap + 1);
            using var tree = new MerkleTree(CodeKernelCases.Reference, high, matrix);
            Digest[] below = tree.Cap.ToArray();
            Digest[] cap = [.. Enumerable.Range(0, low.CapLength).Select(i => MerkleHash.Node(high, below[2 * i], below[(2 * i) + 1]))];
            MerkleOpening opening = tree.Open([6]);
            Digest[] path = [.. opening.Siblings.ToArray(), below[(6 >> (LogRows - logCap - 1)) ^ 1]];
            Assert.Equal(MerkleVerifier.SiblingCount(low, [6]), path.Length);
            AssertRefused(low, cap, [6], opening.Rows.ToArray(), path);
        }
    }

    private static void AssertRefused(MerkleShape shape, Digest[] cap, int[] indices, uint[] rows, Digest[] siblings)
    {
        var refusal = Assert.Throws<ProofRejectedException>(() => MerkleVerifier.Check(shape, cap, indices, rows, siblings));
        Assert.Equal(RejectReason.MerklePath, refusal.Reason);
    }
}
