using Prover.Proving.Kernels;
using Prover.Verifier.Fields;

namespace Prover.Proving.Tests.Kernels;

public class ToMontgomeryTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(1000)]
    [InlineData(150_000)]
    public void Every_path_agrees_with_the_scalar_field(int length)
    {
        var random = new Random(length);
        int[] special = [0, 1, -1, int.MaxValue, int.MinValue, (int)KoalaBear.Order, -(int)KoalaBear.Order, -128, 255];
        int[] integers = new int[length];
        for (int i = 0; i < length; i++) integers[i] = i < special.Length ? special[i] : random.Next(int.MinValue, int.MaxValue);
        uint[] expected = [.. integers.Select(value => KoalaBear.FromInteger(value).Representative)];
        foreach (ICodeKernels kernels in CodeKernelCases.Fast().Append(CodeKernelCases.Reference))
        {
            uint[] actual = new uint[length];
            kernels.ToMontgomery(integers, actual);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void Different_lengths_are_refused()
    {
        foreach (ICodeKernels kernels in CodeKernelCases.Fast().Append(CodeKernelCases.Reference))
            Assert.Throws<ArgumentException>(() => kernels.ToMontgomery(new int[3], new uint[4]));
    }
}
