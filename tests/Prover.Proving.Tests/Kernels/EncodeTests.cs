using Prover.Proving.Kernels;
using Prover.Verifier.Fields;

namespace Prover.Proving.Tests.Kernels;

public class EncodeTests
{
    [Theory]
    [InlineData(2, 0, 0, 0)]
    [InlineData(1, 0, 2, 1)]
    [InlineData(3, 1, 2, 0)]
    [InlineData(2, 3, 0, 5)]
    [InlineData(2, 4, 1, 3)]
    [InlineData(1, 5, 2, 32)]
    public void The_reference_evaluates_polynomials_at_the_bit_reversed_points(int columns, int logRows, int logBlowup, int tailRows)
    {
        var shape = new CodeShape(columns, logRows, logBlowup, tailRows);
        using FieldBuffer message = CodeKernelCases.RandomElements(shape.MessageLength, 1);
        using FieldBuffer tail = CodeKernelCases.RandomElements(shape.TailLength, 2);
        using var codeword = new FieldBuffer(shape.CodewordLength);

        CodeKernelCases.Reference.Encode(shape, message, tail, codeword);

        KoalaBear root = KoalaBear.RootOfUnity(shape.LogDomain);
        for (int column = 0; column < columns; column++)
        {
            uint[] coefficients =
            [
                .. message.Slice((long)column << logRows, 1 << logRows),
                .. tail.Slice((long)column * tailRows, tailRows),
            ];
            for (int i = 0; i < 1 << shape.LogDomain; i++)
            {
                string binary = Convert.ToString(i, 2).PadLeft(shape.LogDomain, '0');
                ulong exponent = shape.LogDomain == 0 ? 0 : Convert.ToUInt64(new string([.. binary.Reverse()]), 2);
                KoalaBear point = root.Power(exponent), value = KoalaBear.Zero;
                foreach (uint coefficient in coefficients.Reverse())
                    value = (value * point) + KoalaBear.FromRepresentative(coefficient);
                Assert.Equal(value.Representative, codeword[((long)column << shape.LogDomain) + i]);
            }
        }
    }

    [Theory]
    [InlineData(1, 0, 0, 0)]
    [InlineData(2, 0, 3, 1)]
    [InlineData(3, 1, 2, 0)]
    [InlineData(2, 2, 0, 1)]
    [InlineData(5, 5, 2, 7)]
    [InlineData(3, 6, 2, 64)]
    [InlineData(2, 7, 1, 0)]
    [InlineData(3, 8, 2, 0)]
    [InlineData(3, 9, 2, 100)]
    [InlineData(2, 11, 3, 0)]
    [InlineData(1, 12, 2, 5)]
    [InlineData(1, 13, 1, 0)]
    [InlineData(1, 14, 0, 300)]
    [InlineData(1, 15, 2, 0)]
    [InlineData(2, 15, 0, 0)]
    [InlineData(1, 16, 1, 300)]
    public void Every_path_agrees_with_the_reference(int columns, int logRows, int logBlowup, int tailRows)
    {
        var shape = new CodeShape(columns, logRows, logBlowup, tailRows);
        using FieldBuffer message = CodeKernelCases.RandomElements(shape.MessageLength, logRows);
        using FieldBuffer tail = CodeKernelCases.RandomElements(shape.TailLength, 99);
        using var expected = new FieldBuffer(shape.CodewordLength);
        CodeKernelCases.Reference.Encode(shape, message, tail, expected);

        foreach (ICodeKernels kernels in CodeKernelCases.Fast())
        {
            using FieldBuffer actual = CodeKernelCases.RandomWords(shape.CodewordLength, 3);
            kernels.Encode(shape, message, tail, actual);
            Assert.True(expected.Span.SequenceEqual(actual.Span), kernels.ToString());
        }
    }

    [Fact]
    public void Tables_of_constants_grow_and_serve_smaller_domains_afterwards()
    {
        foreach (int logRows in new[] { 8, 16, 10, 17, 9 })
        {
            var shape = new CodeShape(1, logRows, 1);
            using FieldBuffer message = CodeKernelCases.RandomElements(shape.MessageLength, logRows);
            using var expected = new FieldBuffer(shape.CodewordLength);
            using var actual = new FieldBuffer(shape.CodewordLength);
            CodeKernelCases.Reference.Encode(shape, message, default, expected);
            foreach (ICodeKernels kernels in CodeKernelCases.Fast())
            {
                kernels.Encode(shape, message, default, actual);
                Assert.True(expected.Span.SequenceEqual(actual.Span));
            }
        }
    }

    [Fact]
    public void Views_of_other_lengths_are_refused()
    {
        var shape = new CodeShape(2, 3, 1, 1);
        using FieldBuffer message = new(16), tail = new(2), codeword = new(32), wrong = new(15);
        foreach (ICodeKernels kernels in CodeKernelCases.Fast().Append(CodeKernelCases.Reference))
        {
            Assert.Throws<ArgumentException>(() => kernels.Encode(shape, wrong, tail, codeword));
            Assert.Throws<ArgumentException>(() => kernels.Encode(shape, message, wrong, codeword));
            Assert.Throws<ArgumentException>(() => kernels.Encode(shape, message, tail, wrong));
        }
    }
}
