using Prover.Proving.Kernels;
using Prover.Verifier.Transcripts;

namespace Prover.Proving.Tests.Kernels;

public class GrindTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(13)]
    public void Every_path_finds_the_reference_s_nonce(int bits)
    {
        for (byte round = 0; round < 4; round++)
        {
            byte[] seed = [.. Enumerable.Range(0, 32).Select(i => (byte)((i * 11) + round))];
            ulong expected = CodeKernelCases.Reference.Grind(seed, bits);
            foreach (ICodeKernels kernels in CodeKernelCases.Fast()) Assert.Equal(expected, kernels.Grind(seed, bits));
        }
    }

    [Fact]
    public void The_verifier_accepts_a_nonce_of_many_bits()
    {
        byte[] seed = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        ulong nonce = new Proving.Kernels.Simd.SimdCodeKernels(threads: 1).Grind(seed, 17);
        Assert.True(ProofOfWork.Check(seed, nonce, 17));
        Assert.False(ProofOfWork.Check(seed, nonce + 1, 17));
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        foreach (ICodeKernels kernels in CodeKernelCases.Fast().Append(CodeKernelCases.Reference))
        {
            Assert.Throws<ArgumentException>(() => kernels.Grind(new byte[31], 3));
            Assert.Throws<ArgumentOutOfRangeException>(() => kernels.Grind(new byte[32], -1));
            Assert.Throws<ArgumentOutOfRangeException>(() => kernels.Grind(new byte[32], 41));
        }
    }
}
