using System.Runtime.InteropServices;
using Prover.Proving.Commitments;
using Prover.Proving.Kernels;
using Prover.Proving.Tests.Kernels;
using Prover.Verifier;
using Prover.Verifier.Commitments;
using Prover.Verifier.Hashing;

namespace Prover.Proving.Tests.Commitments;

public class MerkleTests
{
    [Theory]
    [InlineData(0, 3, 0)]
    [InlineData(1, 1, 1)]
    [InlineData(4, 5, 0)]
    [InlineData(5, 17, 5)]
    [InlineData(7, 16, 3)]
    [InlineData(9, 40, 4)]
    public void Random_sets_of_rows_open(int logRows, int rowWords, int logCap)
    {
        var shape = new MerkleShape("test", logRows, rowWords, logCap);
        using FieldBuffer matrix = CodeKernelCases.RandomElements((long)rowWords << logRows, 7);
        using var tree = new MerkleTree(new Prover.Proving.Kernels.Simd.SimdCodeKernels(threads: 2), shape, matrix);
        using var reference = new MerkleTree(CodeKernelCases.Reference, shape, matrix);
        Assert.Equal(reference.Cap.ToArray(), tree.Cap.ToArray());

        var random = new Random(logRows);
        for (int round = 0; round < 20; round++)
        {
            int[] indices = RandomIndices(random, shape.Rows, 1 + random.Next(Math.Min(shape.Rows, 40)));
            MerkleOpening opening = tree.Open(indices);
            Assert.Equal(MerkleVerifier.SiblingCount(shape, indices), opening.Siblings.Length);
            for (int i = 0; i < indices.Length; i++)
                for (int word = 0; word < rowWords; word++)
                    Assert.Equal(matrix[((long)word << logRows) + indices[i]], opening.Rows.Span[(i * rowWords) + word]);
            MerkleVerifier.Check(shape, tree.Cap.Span, indices, opening.Rows.Span, opening.Siblings.Span);
        }
    }

    [Fact]
    public void A_tree_over_rows_of_a_chunk_is_the_inside_of_blake3()
    {
        var shape = new MerkleShape("test", 3, 256, 1);
        using FieldBuffer matrix = CodeKernelCases.RandomWords(256 << 3, 13);
        using var tree = new MerkleTree(CodeKernelCases.Reference, shape, matrix);
        uint[] rows = tree.Open([0, 1, 2, 3, 4, 5, 6, 7]).Rows.ToArray();
        byte[] expected = new byte[64];
        Blake3.HashKeyed(shape.DomainKey.ToBytes(), MemoryMarshal.AsBytes<uint>(rows), expected);

        uint[] key = new uint[8], block = new uint[16], root = new uint[16];
        shape.DomainKey.CopyWords(key);
        tree.Cap.Span[0].CopyWords(block.AsSpan(0, 8));
        tree.Cap.Span[1].CopyWords(block.AsSpan(8, 8));
        Blake3Compression.Compress(key, block, 0, 64, Blake3Flags.KeyedHash | Blake3Flags.Parent | Blake3Flags.Root, root);
        Assert.Equal(expected, MemoryMarshal.AsBytes<uint>(root).ToArray());
    }

    [Fact]
    public void The_number_of_siblings_is_what_a_set_of_known_nodes_says()
    {
        var shape = new MerkleShape("test", 8, 1, 2);
        var random = new Random(5);
        for (int round = 0; round < 50; round++)
        {
            int[] indices = RandomIndices(random, shape.Rows, 1 + random.Next(60));
            var known = indices.ToHashSet();
            int expected = 0;
            for (int level = shape.LogRows; level > shape.LogCap; level--)
            {
                expected += known.Count(node => !known.Contains(node ^ 1));
                known = [.. known.Select(node => node / 2)];
            }
            Assert.Equal(expected, MerkleVerifier.SiblingCount(shape, indices));
        }
        Assert.Equal(0, MerkleVerifier.SiblingCount(shape, []));
        Assert.Equal(0, MerkleVerifier.SiblingCount(shape, Enumerable.Range(0, 256).ToArray()));
        Assert.Equal(6, MerkleVerifier.SiblingCount(shape, [77]));
    }

    [Fact]
    public void Every_flipped_bit_of_rows_and_siblings_is_refused()
    {
        Case opened = Open("test", logRows: 6, rowWords: 18, logCap: 2, [3, 4, 5, 31, 32, 60]);
        uint[] rows = opened.Opening.Rows.ToArray();
        for (int word = 0; word < rows.Length; word++)
        {
            uint bit = 1u << (word % 32);
            rows[word] ^= bit;
            AssertRefused(opened, opened.Cap, opened.Indices, rows, opened.Opening.Siblings.ToArray());
            rows[word] ^= bit;
        }
        Digest[] siblings = opened.Opening.Siblings.ToArray();
        for (int i = 0; i < siblings.Length; i++)
        {
            Digest good = siblings[i];
            for (int position = 0; position < Digest.Bytes; position++)
            {
                byte[] bytes = good.ToBytes();
                bytes[position] ^= (byte)(1 << (position % 8));
                siblings[i] = Digest.FromBytes(bytes);
                AssertRefused(opened, opened.Cap, opened.Indices, rows, siblings);
            }
            siblings[i] = good;
        }
        MerkleVerifier.Check(opened.Shape, opened.Cap, opened.Indices, rows, siblings);
    }

    [Fact]
    public void A_changed_node_of_the_cap_is_refused_if_a_row_hangs_on_it()
    {
        Case opened = Open("test", logRows: 6, rowWords: 4, logCap: 2, [0, 20, 63]);
        for (int node = 0; node < opened.Cap.Length; node++)
        {
            Digest[] cap = [.. opened.Cap];
            cap[node] = Blake3.Hash(cap[node].ToBytes());
            if (node == 2)
                MerkleVerifier.Check(opened.Shape, cap, opened.Indices, opened.Opening.Rows.Span, opened.Opening.Siblings.Span);
            else
                AssertRefused(opened, cap, opened.Indices, opened.Opening.Rows.ToArray(), opened.Opening.Siblings.ToArray());
        }
    }

    [Fact]
    public void Rows_at_other_indices_are_refused_even_if_the_path_has_the_same_form()
    {
        Case opened = Open("test", logRows: 5, rowWords: 2, logCap: 0, [6, 20]);
        foreach (int[] indices in new int[][] { [7, 20], [6, 21], [4, 20], [6, 28] })
        {
            Assert.Equal(opened.Opening.Siblings.Length, MerkleVerifier.SiblingCount(opened.Shape, indices));
            AssertRefused(opened, opened.Cap, indices, opened.Opening.Rows.ToArray(), opened.Opening.Siblings.ToArray());
        }
    }

    [Fact]
    public void Equal_rows_at_different_indices_have_different_leaves()
    {
        var shape = new MerkleShape("test", 4, 3, 4);
        using var matrix = new FieldBuffer(3 * 16);
        using var tree = new MerkleTree(CodeKernelCases.Reference, shape, matrix);
        Assert.Equal(16, tree.Cap.ToArray().Distinct().Count());
    }

    [Theory]
    [InlineData("another", 4, 6, 1)]
    [InlineData("test", 4, 6, 2)]
    [InlineData("test", 5, 3, 1)]
    [InlineData("test", 3, 12, 1)]
    public void Trees_of_another_shape_over_the_same_words_share_no_digest(string label, int logRows, int rowWords, int logCap)
    {
        using FieldBuffer matrix = CodeKernelCases.RandomElements(6 << 4, 3);
        var shape = new MerkleShape("test", 4, 6, 1);
        var other = new MerkleShape(label, logRows, rowWords, logCap);
        Assert.NotEqual(shape.DomainKey, other.DomainKey);
        using var tree = new MerkleTree(CodeKernelCases.Reference, shape, matrix);
        using var foreign = new MerkleTree(CodeKernelCases.Reference, other, matrix);
        int[] index = [2];
        Digest[] digests = [.. tree.Cap.Span, .. tree.Open(index).Siblings.Span];
        Digest[] foreignDigests = [.. foreign.Cap.Span, .. foreign.Open(index).Siblings.Span];
        Assert.Empty(digests.Intersect(foreignDigests));
    }

    [Fact]
    public void An_opening_of_a_tree_with_another_label_is_refused()
    {
        Case opened = Open("test", logRows: 5, rowWords: 4, logCap: 1, [1, 2, 17]);
        var other = new MerkleShape("another", 5, 4, 1);
        Assert.Throws<ProofRejectedException>(() => MerkleVerifier.Check(
            other, opened.Cap, opened.Indices, opened.Opening.Rows.Span, opened.Opening.Siblings.Span));
    }

    [Fact]
    public void Missing_and_superfluous_parts_are_the_caller_s_mistakes()
    {
        Case opened = Open("test", logRows: 5, rowWords: 4, logCap: 1, [1, 2, 17]);
        uint[] rows = opened.Opening.Rows.ToArray();
        Digest[] siblings = opened.Opening.Siblings.ToArray(), cap = opened.Cap;
        int[] indices = opened.Indices;
        Assert.Throws<ArgumentException>(() => MerkleVerifier.Check(opened.Shape, cap, indices, rows, siblings.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => MerkleVerifier.Check(opened.Shape, cap, indices, rows, [.. siblings, default]));
        Assert.Throws<ArgumentException>(() => MerkleVerifier.Check(opened.Shape, cap, indices, rows.AsSpan(1), siblings));
        Assert.Throws<ArgumentException>(() => MerkleVerifier.Check(opened.Shape, cap.AsSpan(1), indices, rows, siblings));
        foreach (int[] bad in new int[][] { [1, 1, 17], [2, 1, 17], [1, 2, 32], [-1, 2, 17] })
            Assert.Throws<ArgumentException>(() => MerkleVerifier.Check(opened.Shape, cap, bad, rows, siblings));
    }

    [Theory]
    [InlineData(-1, 1, 0)]
    [InlineData(31, 1, 0)]
    [InlineData(4, 0, 0)]
    [InlineData(4, 1, 5)]
    [InlineData(4, 1, -1)]
    public void Impossible_shapes_are_refused(int logRows, int rowWords, int logCap) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MerkleShape("test", logRows, rowWords, logCap));

    private static void AssertRefused(Case opened, Digest[] cap, int[] indices, uint[] rows, Digest[] siblings)
    {
        ProofRejectedException refused = Assert.Throws<ProofRejectedException>(
            () => MerkleVerifier.Check(opened.Shape, cap, indices, rows, siblings));
        Assert.Equal(RejectReason.MerklePath, refused.Reason);
    }

    private static Case Open(string label, int logRows, int rowWords, int logCap, int[] indices)
    {
        var shape = new MerkleShape(label, logRows, rowWords, logCap);
        using FieldBuffer matrix = CodeKernelCases.RandomElements((long)rowWords << logRows, 11);
        using var tree = new MerkleTree(CodeKernelCases.Reference, shape, matrix);
        return new Case(shape, tree.Cap.ToArray(), indices, tree.Open(indices));
    }

    private static int[] RandomIndices(Random random, int rows, int count)
    {
        var indices = new SortedSet<int>();
        while (indices.Count < count) indices.Add(random.Next(rows));
        return [.. indices];
    }

    private sealed record Case(MerkleShape Shape, Digest[] Cap, int[] Indices, MerkleOpening Opening);
}
