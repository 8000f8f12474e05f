using Prover.Proving.Kernels;
using Prover.Verifier.Fields;
using static Prover.Proving.Tests.Kernels.AlgebraPaths;

namespace Prover.Proving.Tests.Kernels;

/// <summary>Every path of the kernels of the fraction tree computes what the reference computes.</summary>
public class FractionParityTests
{
    public static TheoryData<int> Lengths => [2, 4, 8, 16, 64, 512, 2048, 16_384];

    /// <summary>Numbers of leaves: powers of two and one off them, inside and at the ends of blocks, with constant pairs or none.</summary>
    public static TheoryData<int> Counts =>
        [4, 5, 7, 8, 9, 31, 32, 33, 1023, 1024, 1025, 1536, 1537, 2047, 2048, 2049, 5000, 6144, 9000, 12_289, 16_383, 16_384, 16_385];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Stored_levels(int length)
    {
        var random = new Random(length);
        KoalaBear5[] n = Elements(random, length), d = Elements(random, length), sums = new KoalaBear5[length / 2];
        Compare([n, d, sums, sums], (kernels, v) => { kernels.FractionLayer(v[0], v[1], v[2], v[3]); return null; });
        CompareRounds(() => FractionLevel.Of(ExtensionVector.From(n), ExtensionVector.From(d)), random);
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void Leaves_and_their_sums(int count)
    {
        var random = new Random(count);
        using LeafFractions leaves = Leaves(Words(random, count), Elements(random, count));
        CompareLeaves(leaves, random);
    }

    [Fact]
    public void Sums_of_the_largest_representatives_do_not_overflow()
    {
        const uint Extreme = KoalaBear.Order - 1;
        var largest = new KoalaBear5(new(Extreme), new(Extreme), new(Extreme), new(Extreme), new(Extreme));
        KoalaBear5[] vector = [.. Enumerable.Repeat(largest, 2048)];
        using LeafFractions leaves = Leaves([.. Enumerable.Repeat(Extreme, 1100)], vector[..1100]);
        CompareLeaves(leaves, new Random(1));
        CompareRounds(() => FractionLevel.Of(ExtensionVector.From(vector), ExtensionVector.From(vector)), new Random(1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(12)]
    public void Weights_are_products_of_two_tables(int variables)
    {
        var random = new Random(variables);
        KoalaBear5[] point = Elements(random, variables);
        foreach (IAlgebraKernels kernels in All.Select(path => path.Kernels).Append(Reference))
        {
            using var eq = new EqualityProduct(point, kernels);
            for (int bound = 0; bound <= variables; bound++)
            {
                if (bound > 0) eq.DropFirst();
                using var table = new ExtensionVector(1L << (variables - bound));
                Reference.EqTable(point.AsSpan(bound), KoalaBear5.One, table);
                Assert.Equal(table.Length, eq.Length);
                for (long i = 0; i < table.Length; i++) Assert.Equal(table[i], eq[i]);
            }
        }
    }

    [Fact]
    public void Leaves_behind_the_active_ones_are_0_over_1_or_not_stored()
    {
        foreach (int count in (int[])[1, 2, 3, 512, 513, 1023, 1025, 1537])
        {
            using var leaves = new LeafFractions(count);
            Assert.True(leaves.Length >= count && leaves.Length / 2 < count);
            Assert.True(leaves.Stored >= count && leaves.Stored < count + LeafFractions.Block && leaves.Stored <= leaves.Length);
            for (long i = count; i < leaves.Stored; i++) Assert.Equal((0u, KoalaBear5.One), (leaves.Numerators[i], leaves.Denominators[i]));
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => new LeafFractions(0));
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused_on_every_path()
    {
        using ExtensionVector three = new(3), four = new(4), two = new(2), one = new(1), eight = new(8);
        using FractionLevel level = FractionLevel.Of(eight, eight), small = FractionLevel.Of(four, four);
        using LeafFractions leaves = new(4), pair = new(2);
        Assert.Throws<ArgumentException>(() => FractionLevel.Of(three, three));
        Assert.Throws<ArgumentException>(() => FractionLevel.Of(four, two));
        foreach (IAlgebraKernels kernels in All.Select(path => path.Kernels).Append(Reference))
        {
            using EqualityProduct weight = new([], kernels), weights = new([KoalaBear5.One], kernels);
            Assert.Throws<ArgumentException>(() => kernels.FractionLayer(four, four, two, four));
            Assert.Throws<ArgumentException>(() => kernels.SumLeaves(leaves, two, two));
            Assert.Throws<ArgumentException>(() => kernels.SumLeaves(pair, one, one));
            Assert.Throws<ArgumentException>(() => kernels.FractionLead(level, weight, KoalaBear5.One));
            Assert.Throws<ArgumentException>(() => kernels.FractionLead(FractionLevel.Above(leaves), weight, KoalaBear5.One));
            Refuse(() => kernels.FoldLevel(small, weight, default, default, FoldedFractions.For(small)));
            Refuse(() => kernels.FoldLevel(level, weights, default, default, FoldedFractions.For(level)));
            Refuse(() => kernels.FoldLevel(level, weight, default, default, new(four, four, four, four)));
            Refuse(() => kernels.FoldFractionRound(new(four, two, four, four), weight, default, default));
            Refuse(() => kernels.FoldFractionRound(new(four, four, two, two), weight, default, default));
            Refuse(() => kernels.FoldFractionRound(new(two, two, two, two), weight, default, default));
            Refuse(() => kernels.FoldFractionRound(new(four, four, four, four), weights, default, default));
        }
        static void Refuse(Func<RoundEvaluations> call) => Assert.Throws<ArgumentException>(() => call());
    }

    private static LeafFractions Leaves(uint[] numerators, KoalaBear5[] denominators)
    {
        var leaves = new LeafFractions(numerators.Length);
        for (int i = 0; i < numerators.Length; i++) (leaves.Numerators[i], leaves.Denominators[i]) = (numerators[i], denominators[i]);
        return leaves;
    }

    private static void CompareLeaves(LeafFractions leaves, Random random)
    {
        KoalaBear5[] sums = new KoalaBear5[leaves.Length / 4];
        Compare([sums, sums], (kernels, v) => { kernels.SumLeaves(leaves, v[0], v[1]); return null; });
        CompareRounds(() => FractionLevel.Of(leaves), random);
        CompareRounds(() => FractionLevel.Above(leaves), random);
    }

    /// <summary>The first round, the fold of the level, and all further rounds, with the vectors after each.</summary>
    private static void CompareRounds(Func<FractionLevel> create, Random random)
    {
        KoalaBear5[] point = Elements(random, 20);
        KoalaBear5 blend = Element(random), challenge = Element(random);
        List<KoalaBear5> expected = Rounds(Reference);
        foreach ((string name, IAlgebraKernels kernels) in All)
        {
            List<KoalaBear5> actual = Rounds(kernels);
            Assert.Equal(expected.Count, actual.Count);
            int wrong = Enumerable.Range(0, actual.Count).FirstOrDefault(i => actual[i] != expected[i], -1);
            Assert.True(wrong < 0, $"{name} differs at {wrong}");
        }

        List<KoalaBear5> Rounds(IAlgebraKernels kernels)
        {
            var values = new List<KoalaBear5>();
            using FractionLevel level = create();
            if (level.Length < 4) return values;
            int variables = int.Log2((int)level.Length) - 2;
            using var eq = new EqualityProduct(point.AsSpan(0, variables), kernels);
            values.Add(kernels.FractionLead(level, eq, blend));
            if (level.Length < 8) return values;
            using FoldedFractions owner = FoldedFractions.For(level);
            FoldedFractions vectors = owner;
            eq.DropFirst();
            Note(kernels.FoldLevel(level, eq, blend, challenge, vectors));
            while (vectors.Length > 2)
            {
                eq.DropFirst();
                RoundEvaluations round = kernels.FoldFractionRound(vectors, eq, blend, challenge);
                vectors = vectors.Half;
                Note(round);
            }
            return values;

            void Note(RoundEvaluations round) => values.AddRange(
            [
                round.AtZero, round.AtInfinity, .. vectors.N0.ToArray(), .. vectors.D0.ToArray(), .. vectors.M.ToArray(),
                .. vectors.D1.ToArray(),
            ]);
        }
    }
}
