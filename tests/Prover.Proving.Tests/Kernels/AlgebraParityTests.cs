using Prover.Proving.Kernels;
using Prover.Proving.Kernels.Simd;
using Prover.Verifier.Fields;
using static Prover.Proving.Tests.Kernels.AlgebraPaths;

namespace Prover.Proving.Tests.Kernels;

/// <summary>Every path of every elementwise and product sumcheck kernel computes what the reference computes.</summary>
public class AlgebraParityTests
{
    private const uint Extreme = KoalaBear.Order - 1;

    public static TheoryData<int> Lengths => [0, 1, 7, 16, 37, 12_345];

    public static TheoryData<int> Halves => [1, 2, 8, 32, 16_384];

    [Fact]
    public void The_best_path_of_this_machine_is_among_those_compared()
    {
        Assert.Equal(2 * InstructionSets.Available.Count, All.Count());
        Assert.Contains(InstructionSets.Best, InstructionSets.Available);
        Assert.Throws<ArgumentOutOfRangeException>(() => SimdAlgebraFactory.Create(InstructionSet.Scalar, 0));
        Assert.Throws<PlatformNotSupportedException>(() => SimdAlgebraFactory.Create((InstructionSet)99, 1));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Filling_and_adding_scaled_vectors(int length)
    {
        var random = new Random(length);
        KoalaBear5 factor = Element(random);
        uint[] addend = Words(random, length);
        KoalaBear5[][] operands = [Elements(random, length), Elements(random, length)];
        Compare(operands, (kernels, v) => { kernels.Fill(v[0], factor); return null; });
        Compare(operands, (kernels, v) => { kernels.AddScaled(v[0], factor, v[1]); return null; });
        Compare(operands, (kernels, v) => { kernels.AddScaledToBase(addend, factor, v[0], v[1]); return null; });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(14)]
    public void Tensor_tables(int variables)
    {
        var random = new Random(variables);
        KoalaBear5[] low = Elements(random, variables), high = Elements(random, variables);
        KoalaBear5[] ones = [.. Enumerable.Repeat(KoalaBear5.One, variables)];
        KoalaBear5 scale = Element(random);
        KoalaBear5[][] operand = [new KoalaBear5[1 << variables]];
        Compare(operand, (kernels, v) => { kernels.TensorTable(low, high, scale, v[0]); return null; });
        Compare(operand, (kernels, v) => { kernels.TensorTable(ones, high, scale, v[0]); return null; });
        Compare(operand, (kernels, v) => { kernels.EqTable(high, scale, v[0]); return null; });
    }

    [Theory]
    [MemberData(nameof(Halves))]
    public void Folds(int half)
    {
        var random = new Random(half);
        KoalaBear5 challenge = Element(random);
        uint[] words = Words(random, 2 * half);
        Compare([Elements(random, 2 * half)], (kernels, v) => { kernels.Fold(v[0], challenge); return null; });
        Compare([new KoalaBear5[half]], (kernels, v) => { kernels.FoldBase(words, challenge, v[0]); return null; });
    }

    [Theory]
    [MemberData(nameof(Halves))]
    public void Product_rounds(int half)
    {
        var random = new Random(half);
        KoalaBear5 challenge = Element(random);
        uint[] words = Words(random, 2 * half), longer = Words(random, 4 * half);
        KoalaBear5[][] pair = [Elements(random, 2 * half), Elements(random, 2 * half)];
        Compare(pair, (kernels, v) => kernels.ProductRound(v[0], v[1]));
        Compare(pair, (kernels, v) => kernels.ProductRound(words, v[1]));
        KoalaBear5[][] quads = [Elements(random, 4 * half), Elements(random, 4 * half), new KoalaBear5[2 * half]];
        Compare(quads, (kernels, v) => kernels.FoldProductRound(v[0], v[1], challenge));
        Compare(quads, (kernels, v) => kernels.FoldProductRound(longer, v[2], v[1], challenge));
    }

    [Fact]
    public void Sums_of_the_largest_representatives_do_not_overflow()
    {
        var largest = new KoalaBear5(new(Extreme), new(Extreme), new(Extreme), new(Extreme), new(Extreme));
        KoalaBear5[] vector = [.. Enumerable.Repeat(largest, 64)];
        uint[] words = [.. Enumerable.Repeat(Extreme, 64)];
        Compare([vector, vector], (kernels, v) => kernels.InnerProduct(v[0], v[1]));
        Compare([vector], (kernels, v) => kernels.InnerProduct(words, v[0]));
        Compare([vector, vector], (kernels, v) => { kernels.AddScaled(v[0], largest, v[1]); return null; });
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused_on_every_path()
    {
        using ExtensionVector three = new(3), four = new(4), two = new(2);
        foreach (IAlgebraKernels kernels in All.Select(path => path.Kernels).Append(Reference))
        {
            Assert.Throws<ArgumentException>(() => kernels.Fold(three, KoalaBear5.One));
            Assert.Throws<ArgumentException>(() => kernels.FoldBase(new uint[4], KoalaBear5.One, four));
            Assert.Throws<ArgumentException>(() => kernels.ProductRound(four, two));
            Assert.Throws<ArgumentException>(() => kernels.FoldProductRound(two, two, KoalaBear5.One));
            Assert.Throws<ArgumentException>(() => kernels.EqTable(new KoalaBear5[2], KoalaBear5.One, two));
            Assert.Throws<ArgumentException>(() => kernels.InnerProduct(two, four));
            Assert.Throws<ArgumentException>(() => kernels.EvaluateMultilinear(new uint[4], new KoalaBear5[3]));
            Assert.Throws<ArgumentException>(() => kernels.ContractAxis(new int[6], 4, 1, four, two));
            Assert.Throws<ArgumentException>(() => kernels.AccumulateTensor(four, 1, KoalaBear5.One, [two, two]));
            Assert.Throws<ArgumentException>(() => kernels.AccumulatePowers(three, [KoalaBear.One], [KoalaBear5.One]));
            Assert.Throws<ArgumentException>(() => kernels.Fingerprint(two, KoalaBear5.One, [KoalaBear5.One], [new int[3]]));
            Assert.Throws<ArgumentException>(() => kernels.AddFingerprint(two, KoalaBear5.One, new int[3]));
        }
    }
}
