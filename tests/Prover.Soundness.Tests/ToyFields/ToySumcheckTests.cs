namespace Prover.Soundness.Tests.ToyFields;

/// <summary>
/// The best cheats of one sumcheck round and of powers of a challenge, over all challenges of a small field: the calculator charges the
/// degree over the order (SPEC §7.3).
/// </summary>
public class ToySumcheckTests
{
    public static TheoryData<int> Orders => new(101, 1009, 65_521);

    /// <summary>
    /// A false claim differs from the truth by e; whatever is sent, the round's polynomial differs by some D of degree 2 with
    /// D(0) + D(1) = e, and the claim becomes true at the zeros of D. The cheat gives D two zeros.
    /// </summary>
    [Theory]
    [MemberData(nameof(Orders))]
    public void A_round_of_the_product_sumcheck_is_fooled_by_at_most_two_challenges(int order)
    {
        var field = new ToyField(order);
        int greatest = 0;
        foreach ((int first, int second) in Zeros(field))
        {
            int sum = field.Reduce(At(field, first, second, 0) + (long)At(field, first, second, 1));
            if (sum == 0) continue; // the claim would be true
            int scale = field.Multiply(5, field.Inverse(sum)); // e = 5
            // What the verifier is sent is honest + D; it derives the linear coefficient from the claim (SPEC §5.8).
            int atZero = field.Multiply(scale, At(field, first, second, 0)), leading = scale;
            int fooled = Enumerable.Range(0, order).Count(r => Next(field, atZero, leading, 5, r) == 0);
            greatest = Math.Max(greatest, fooled);
        }
        Assert.Equal(2, greatest);
    }

    /// <summary>The same for a round of the fraction tree, whose message leaves out the factor of eq: (1 - z) D(0) + z D(1) = e.</summary>
    [Theory]
    [MemberData(nameof(Orders))]
    public void A_round_of_the_fraction_tree_is_fooled_by_at_most_three_challenges(int order)
    {
        var field = new ToyField(order);
        var random = new Random(order);
        int greatest = 0;
        foreach ((int first, int second) in Zeros(field))
        {
            int z = field.Random(random);
            int sum = field.Reduce(((1L - z) * At(field, first, second, 0)) + ((long)z * At(field, first, second, 1)));
            if (sum == 0) continue;
            int scale = field.Multiply(5, field.Inverse(sum));
            int linear = field.Multiply(scale, -first - second), quadratic = scale;
            int fooled = Enumerable.Range(0, order).Count(r =>
                field.Reduce(
                    5 - ((long)z * field.Reduce(linear + quadratic))
                    + field.Multiply(r, field.Reduce(linear + ((long)r * quadratic)))) == 0);
            greatest = Math.Max(greatest, fooled);
        }
        Assert.InRange(greatest, 2, 3);
    }

    /// <summary>False claims whose errors are the coefficients of a polynomial with as many zeros as its degree.</summary>
    [Theory]
    [InlineData(101, 2)]
    [InlineData(101, 9)]
    [InlineData(1009, 33)]
    public void Powers_of_a_challenge_hide_false_claims_at_most_as_often_as_there_are_powers(int order, int claims)
    {
        var field = new ToyField(order);
        int[] errors = [1];
        for (int zero = 1; zero < claims; zero++) errors = TimesLinear(field, errors, zero);
        Assert.Equal(claims, errors.Length);
        int fooled = Enumerable.Range(0, order).Count(
            tau => errors.Reverse().Aggregate(0L, (sum, e) => field.Reduce((sum * tau) + e)) == 0);
        Assert.Equal(claims - 1, fooled);
    }

    private static int[] TimesLinear(ToyField field, int[] polynomial, int zero)
    {
        int[] product = new int[polynomial.Length + 1];
        for (int i = 0; i < polynomial.Length; i++)
        {
            product[i + 1] = field.Reduce(product[i + 1] + (long)polynomial[i]);
            product[i] = field.Reduce(product[i] - ((long)zero * polynomial[i]));
        }
        return product;
    }

    private static IEnumerable<(int First, int Second)> Zeros(ToyField field)
    {
        var random = new Random(field.Order);
        for (int trial = 0; trial < 20; trial++) yield return (field.Random(random), field.Random(random));
    }

    private static int At(ToyField field, int first, int second, int x) => field.Multiply(x - first, field.Reduce(x - (long)second));

    /// <summary>h(r) from h(0), the leading coefficient and the claim.</summary>
    private static int Next(ToyField field, int atZero, int leading, int claim, int r) =>
        field.Reduce(atZero + ((long)r * field.Reduce(claim - (2L * atZero) - leading + ((long)r * leading))));
}
