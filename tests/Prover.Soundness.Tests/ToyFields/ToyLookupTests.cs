using Prover.Soundness.Tests.Opening;
using Prover.Verifier.Commitments;
using Prover.Verifier.Soundness;

namespace Prover.Soundness.Tests.ToyFields;

/// <summary>Lookup arguments over small fields: the best cheats succeed no more often than the calculator's formulas say.</summary>
public class ToyLookupTests
{
    /// <summary>
    /// A missing tuple t is looked up once, with multiplicities such that the sum of fractions, as a function of alpha, is
    /// c · product of (alpha - zero) / product of (alpha - tuple): as many zeros as there can be.
    /// </summary>
    [Theory]
    [InlineData(257, 4)]
    [InlineData(257, 16)]
    [InlineData(1009, 32)]
    public void Wrong_multiplicities_are_hidden_by_fewer_challenges_than_leaves(int order, int leaves)
    {
        var field = new ToyField(order);
        int[] tuples = [.. Enumerable.Range(0, leaves)], zeros = [.. Enumerable.Range(leaves, leaves - 1)];
        int[] weights = [.. tuples.Select(tuple => field.Multiply(
            Product(field, zeros.Select(zero => tuple - zero)),
            field.Inverse(Product(field, tuples.Where(t => t != tuple).Select(t => tuple - t)))))];
        // Scaled so that the first tuple, which no table row has, is looked up exactly once.
        int scale = field.Inverse(weights[0]);
        int[] numerators = [.. weights.Select(weight => field.Multiply(weight, scale))];
        Assert.Equal(1, numerators[0]);
        int accepted = Enumerable.Range(0, order).Count(alpha => Accepts(field, alpha, tuples, numerators));
        Assert.Equal(leaves - 1, accepted);
        Assert.True(accepted <= Charged(leaves, tupleWidth: 1));
    }

    /// <summary>Tuples of several columns: every pair of challenges, for tuples that collide for as many beta as there can be.</summary>
    [Theory]
    [InlineData(101, 2)]
    [InlineData(101, 3)]
    [InlineData(101, 4)]
    public void Tuples_that_differ_are_confused_at_most_as_often_as_charged(int order, int width)
    {
        var field = new ToyField(order);
        // The difference of lookup and row is a polynomial in beta with width - 1 zeros, 1, 2, ...
        int Difference(int beta) => Product(field, Enumerable.Range(1, width - 1).Select(zero => beta - zero));
        long accepted = 0;
        for (int beta = 0; beta < order; beta++)
        {
            int[] tuples = [7, field.Reduce(7 + Difference(beta))];
            for (int alpha = 0; alpha < order; alpha++)
            {
                if (Accepts(field, alpha, tuples, [1, field.Reduce(-1)])) accepted++;
            }
        }
        double rate = accepted / ((double)order * order);
        Assert.InRange(rate, (width - 1.5) / order, Charged(leaves: 2, width) / order);
    }

    /// <summary>The whole tree with a false root, each message made to be missed by the verifier as often as possible.</summary>
    [Theory]
    [InlineData(1009, 3)]
    [InlineData(1009, 5)]
    [InlineData(257, 4)]
    public void A_false_root_of_the_tree_survives_at_most_as_often_as_charged(int order, int levels)
    {
        const int Attempts = 40_000;
        var random = new Random(order + levels);
        var field = new ToyField(order);
        int accepted = Enumerable.Range(0, Attempts).Count(_ => new ToyFractionTree(field, levels, random).Accepts());
        double error = Report(levels).Terms.Single(term => term.Name == "fraction tree").TotalError;
        double charged = error * SoundnessError.ExtensionOrder / order;
        double deviation = Math.Sqrt(charged / Attempts);
        Assert.True(accepted / (double)Attempts <= charged + (5 * deviation), $"{accepted} of {Attempts} instead of {charged:P2}");
        // The cheat is worth something: most of what is charged.
        Assert.True(accepted / (double)Attempts >= charged / 3, $"{accepted} of {Attempts}");
    }

    private static bool Accepts(ToyField field, int alpha, int[] tuples, int[] numerators)
    {
        int n = 0, d = 1;
        for (int i = 0; i < tuples.Length; i++)
        {
            int denominator = field.Reduce(alpha - (long)tuples[i]);
            n = field.Reduce(field.Multiply(n, denominator) + (long)field.Multiply(numerators[i], d));
            d = field.Multiply(d, denominator);
        }
        return n == 0 && d != 0;
    }

    private static int Product(ToyField field, IEnumerable<int> factors) =>
        factors.Aggregate(1, (product, factor) => field.Multiply(product, factor));

    /// <summary>The numerator of the calculator's error for the lookup challenges.</summary>
    private static double Charged(int leaves, int tupleWidth) =>
        Report(2, leaves, tupleWidth).Terms.Single(term => term.Name == "lookup fingerprint").TotalError * SoundnessError.ExtensionOrder;

    private static SoundnessReport Report(int levels, int leaves = 4, int tupleWidth = 2) => SoundnessCalculator.Calculate(new()
    {
        Opening = new WhirParameters(new JointShape(8, 1, 0, 1, 1, 1), TestProfiles.Short),
        Leaves = leaves,
        LogLeaves = levels,
        TupleWidth = tupleWidth,
        InnerProductVariables = 1,
        LinearClaims = 5,
    });
}
