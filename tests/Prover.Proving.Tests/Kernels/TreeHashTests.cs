using Prover.Proving.Kernels;
using Prover.Verifier.Commitments;

namespace Prover.Proving.Tests.Kernels;

public class TreeHashTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 16)]
    [InlineData(3, 17)]
    [InlineData(4, 5)]
    [InlineData(5, 32)]
    [InlineData(6, 48)]
    [InlineData(8, 33)]
    [InlineData(9, 300)]
    [InlineData(11, 100)]
    public void Row_hashes_agree_with_the_reference(int logRows, int rowWords)
    {
        var shape = new MerkleShape("test", logRows, rowWords, 0);
        using FieldBuffer matrix = CodeKernelCases.RandomWords((long)rowWords << logRows, 1);
        using var expected = new FieldBuffer(8L << logRows);
        CodeKernelCases.Reference.HashRows(shape, matrix, expected);
        foreach (ICodeKernels kernels in CodeKernelCases.Fast())
        {
            using var actual = new FieldBuffer(8L << logRows);
            kernels.HashRows(shape, matrix, actual);
            Assert.True(expected.Span.SequenceEqual(actual.Span), kernels.ToString());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(16)]
    [InlineData(19)]
    [InlineData(512)]
    [InlineData(8192)]
    public void Node_hashes_agree_with_the_reference(int nodes)
    {
        var shape = new MerkleShape("test", 14, 1, 0);
        using FieldBuffer children = CodeKernelCases.RandomWords(16L * nodes, nodes);
        using var expected = new FieldBuffer(8L * nodes);
        CodeKernelCases.Reference.HashLayer(shape, children, expected);
        foreach (ICodeKernels kernels in CodeKernelCases.Fast())
        {
            using var actual = new FieldBuffer(8L * nodes);
            kernels.HashLayer(shape, children, actual);
            Assert.True(expected.Span.SequenceEqual(actual.Span), kernels.ToString());
        }
    }

    [Fact]
    public void Views_of_other_lengths_are_refused()
    {
        var shape = new MerkleShape("test", 2, 3, 0);
        using FieldBuffer matrix = new(12), level = new(32), parents = new(16), wrong = new(31);
        foreach (ICodeKernels kernels in CodeKernelCases.Fast().Append(CodeKernelCases.Reference))
        {
            Assert.Throws<ArgumentException>(() => kernels.HashRows(shape, wrong, level));
            Assert.Throws<ArgumentException>(() => kernels.HashRows(shape, matrix, wrong));
            Assert.Throws<ArgumentException>(() => kernels.HashLayer(shape, wrong, parents));
            Assert.Throws<ArgumentException>(() => kernels.HashLayer(shape, level, wrong));
        }
    }
}
