using Prover.Proving.Kernels;
using Prover.Verifier.Fields;
using static Prover.Proving.Tests.Kernels.AlgebraPaths;

namespace Prover.Proving.Tests.Kernels;

/// <summary>Inner products, contractions and accumulations agree with the reference on every path.</summary>
public class AlgebraFormTests
{
    private const int SmallLimit = (1 << 20) - 1;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(33)]
    [InlineData(40_001)]
    public void Inner_products(int length)
    {
        var random = new Random(length);
        uint[] words = Words(random, length);
        KoalaBear5[][] operands = [Elements(random, length), Elements(random, length)];
        Compare(operands, (kernels, v) => kernels.InnerProduct(words, v[0]));
        Compare(operands, (kernels, v) => kernels.InnerProduct(v[0], v[1]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(15)]
    public void Multilinear_evaluation(int variables)
    {
        var random = new Random(variables);
        uint[] words = Words(random, 1 << variables);
        KoalaBear5[] point = Elements(random, variables);
        Compare([], (kernels, _) => kernels.EvaluateMultilinear(words, point));
    }

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(3, 5, 1, 2)]
    [InlineData(1, 40, 17, 1)]
    [InlineData(2, 3, 100, 3)]
    [InlineData(1, 70, 9000, 1)]
    [InlineData(50, 7, 1, 3)]
    [InlineData(41, 3, 9, 2)]
    [InlineData(5, 300, 9, 1)]
    [InlineData(33, 1500, 1, 1)]
    [InlineData(3, 2100, 1, 2)]
    [InlineData(1, 2100, 18, 1)]
    [InlineData(17, 2100, 2, 1)]
    [InlineData(64, 6, 28, 2)]
    public void Contractions_of_an_axis(int outer, int axis, int inner, int rows)
    {
        var random = new Random(outer + axis + inner + rows);
        int count = outer * axis * inner;
        int[] integers = Integers(random, count, SmallLimit);
        KoalaBear5[] matrix = Elements(random, rows * axis), destination = new KoalaBear5[outer * rows * inner];
        Compare([matrix, destination], (kernels, v) => { kernels.ContractAxis(integers, axis, inner, v[0], v[1]); return null; });
        if (count > 100_000) count = 0;
        if (count == 0) return;
        KoalaBear5[] data = Elements(random, count);
        Compare([data, matrix, destination], (kernels, v) => { kernels.ContractAxis(v[0], axis, inner, v[1], v[2]); return null; });
    }

    [Fact]
    public void The_largest_integers_and_weights_do_not_overflow()
    {
        const int Axis = 5000;
        KoalaBear extreme = new(KoalaBear.Order - 1);
        KoalaBear5[] matrix = [.. Enumerable.Repeat(new KoalaBear5(extreme, extreme, extreme, extreme, extreme), Axis)];
        foreach (int value in (int[])[127, -128, SmallLimit, -SmallLimit, 1 << 20, -(1 << 20), int.MaxValue, int.MinValue])
        {
            int[] integers = [.. Enumerable.Repeat(value, Axis * 16)];
            Compare([matrix, new KoalaBear5[16]], (kernels, v) => { kernels.ContractAxis(integers, Axis, 16, v[0], v[1]); return null; });
            Compare(
                [matrix, new KoalaBear5[1]],
                (kernels, v) => { kernels.ContractAxis(integers.AsSpan(0, Axis), Axis, 1, v[0], v[1]); return null; });
        }
    }

    [Theory]
    [InlineData(new int[0], 0)]
    [InlineData(new[] { 1 }, 3)]
    [InlineData(new[] { 4 }, 0)]
    [InlineData(new[] { 2, 1, 8 }, 5)]
    [InlineData(new[] { 16, 4, 2, 2, 2 }, 512)]
    [InlineData(new[] { 8, 1024 }, 8192)]
    [InlineData(new[] { 8192, 2 }, 0)]
    public void Tensor_accumulation(int[] lengths, int offset)
    {
        var random = new Random(lengths.Sum());
        int total = lengths.Aggregate(1, (a, b) => a * b);
        KoalaBear5 scale = Element(random);
        KoalaBear5[][] operands = [Elements(random, offset + total + 5), .. lengths.Select(n => Elements(random, n))];
        Compare(operands, (kernels, v) => { kernels.AccumulateTensor(v[0], offset, scale, v[1..]); return null; });
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(2, 1)]
    [InlineData(4, 0)]
    [InlineData(6, 5)]
    [InlineData(12, 7)]
    public void Power_accumulation(int variables, int count)
    {
        var random = new Random(variables);
        KoalaBear[] points = [.. Enumerable.Range(0, count).Select(_ => Base(random))];
        KoalaBear5[] weights = Elements(random, count);
        Compare(
            [Elements(random, 1 << variables)],
            (kernels, v) => { kernels.AccumulatePowers(v[0], points, weights); return null; });
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 3)]
    [InlineData(45, 2)]
    [InlineData(45, 0)]
    [InlineData(9_001, 5)]
    public void Fingerprints(int length, int columns)
    {
        var random = new Random(length);
        KoalaBear5 constant = Element(random), factor = Element(random);
        KoalaBear5[] factors = Elements(random, columns);
        const int Limit = (int)KoalaBear.Order - 1;
        ReadOnlyMemory<int>[] values = [.. Enumerable.Range(0, columns).Select(_ => (ReadOnlyMemory<int>)Integers(random, length, Limit))];
        int[] added = Integers(random, length, Limit);
        KoalaBear5[][] operand = [Elements(random, length)];
        Compare(operand, (kernels, v) => { kernels.Fingerprint(v[0], constant, factors, values); return null; });
        Compare(operand, (kernels, v) => { kernels.AddFingerprint(v[0], factor, added); return null; });
    }

    [Fact]
    public void A_fold_of_the_most_significant_variable_is_an_inner_product_with_the_eq_table()
    {
        var random = new Random(5);
        KoalaBear5[] point = Elements(random, 6);
        uint[] words = Words(random, 64);
        foreach ((_, IAlgebraKernels kernels) in All)
        {
            using var eq = new ExtensionVector(64);
            kernels.EqTable(point, KoalaBear5.One, eq);
            Assert.Equal(kernels.EvaluateMultilinear(words, point), kernels.InnerProduct(words, eq));
            using var folded = new ExtensionVector(32);
            kernels.FoldBase(words, point[0], folded);
            for (int bit = 1; bit < 6; bit++) kernels.Fold(folded.Slice(0, 64 >> bit), point[bit]);
            Assert.Equal(kernels.InnerProduct(words, eq), folded[0]);
        }
    }
}
