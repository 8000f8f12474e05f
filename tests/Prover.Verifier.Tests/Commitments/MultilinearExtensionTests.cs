using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;

namespace Prover.Verifier.Tests.Commitments;

public class MultilinearExtensionTests
{
    private static readonly KoalaBear5 Zero = KoalaBear5.Zero, One = KoalaBear5.One;
    private static readonly KoalaBear5[] Point = [.. Enumerable.Range(1, 6).Select(Element)];

    [Fact]
    public void Equality_table_is_one_at_its_own_index_and_zero_elsewhere()
    {
        for (int index = 0; index < 8; index++)
        {
            KoalaBear5[] table = MultilinearExtension.EqualityTable([Bit(index, 2), Bit(index, 1), Bit(index, 0)]);
            for (int i = 0; i < 8; i++) Assert.Equal(i == index ? One : Zero, table[i]);
        }
    }

    [Fact]
    public void Extension_is_the_inner_product_with_the_equality_table()
    {
        KoalaBear5[] entries = [.. Enumerable.Range(100, 64).Select(Element)];
        Assert.Equal(Inner(entries, MultilinearExtension.EqualityTable(Point)), MultilinearExtension.Evaluate(entries, Point));
    }

    [Fact]
    public void Equality_is_the_extension_of_the_table()
    {
        KoalaBear5[] other = [.. Enumerable.Range(50, 6).Select(Element)];
        KoalaBear5 expected = MultilinearExtension.Evaluate(MultilinearExtension.EqualityTable(other), Point);
        Assert.Equal(expected, MultilinearExtension.Equality(other, Point));
        Assert.Equal(One, MultilinearExtension.Equality([], []));
    }

    [Fact]
    public void Powers_is_the_extension_of_the_powers()
    {
        KoalaBear x = KoalaBear.FromInteger(987654321);
        var powers = new KoalaBear5[64];
        for (int i = 0; i < powers.Length; i++) powers[i] = KoalaBear5.FromBase(x.Power((ulong)i));
        Assert.Equal(MultilinearExtension.Evaluate(powers, Point), MultilinearExtension.Powers(x, Point));
    }

    [Fact]
    public void Polynomial_is_the_inner_product_with_the_powers()
    {
        KoalaBear x = KoalaBear.FromInteger(123456789);
        KoalaBear5[] coefficients = [.. Enumerable.Range(200, 9).Select(Element)];
        KoalaBear5[] powers = [.. Enumerable.Range(0, 9).Select(i => KoalaBear5.FromBase(x.Power((ulong)i)))];
        Assert.Equal(Inner(coefficients, powers), MultilinearExtension.Polynomial(coefficients, x));
    }

    [Fact]
    public void Positions_are_sorted_without_repetition()
    {
        Assert.Equal([0, 2, 7, 9], OpenedRows.Distinct([7, 2, 9, 2, 0, 7, 7]));
        Assert.Equal([], OpenedRows.Distinct([]));
    }

    [Fact]
    public void Domain_points_are_powers_of_the_root_in_bit_reversed_order()
    {
        KoalaBear root = KoalaBear.RootOfUnity(3);
        ulong[] exponents = [0, 4, 2, 6, 1, 5, 3, 7];
        Assert.Equal(exponents.Select(exponent => root.Power(exponent)), CodeDomain.Points(3, [0, 1, 2, 3, 4, 5, 6, 7]));
    }

    private static KoalaBear5 Bit(int index, int bit) => ((index >> bit) & 1) != 0 ? One : Zero;

    private static KoalaBear5 Inner(KoalaBear5[] left, KoalaBear5[] right) =>
        left.Zip(right, (a, b) => a * b).Aggregate(Zero, (sum, term) => sum + term);

    /// <summary>Some element with five different coefficients.</summary>
    private static KoalaBear5 Element(int seed)
    {
        KoalaBear x = KoalaBear.FromInteger((seed * 7919L) + 12345);
        return new(x, x.Power(3), x.Power(5), x.Power(7), x.Power(11));
    }
}
