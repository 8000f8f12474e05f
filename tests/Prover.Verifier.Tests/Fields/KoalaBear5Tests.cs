using System.Numerics;
using FsCheck.Fluent;
using Prover.Verifier.Fields;

namespace Prover.Verifier.Tests.Fields;

public class KoalaBear5Tests
{
    [Fact]
    public void Products_agree_with_polynomials_over_the_integers() =>
        Prop.ForAll(FieldArbitraries.Extension, FieldArbitraries.Extension, (a, b) =>
        {
            Assert.Equal(Product(Coefficients(a), Coefficients(b)), Coefficients(a * b));
            Assert.Equal(Product(Coefficients(a), Coefficients(a)), Coefficients(a.Square()));
            for (int i = 0; i < KoalaBear5.Degree; i++)
            {
                Assert.Equal(a[i] + b[i], (a + b)[i]);
                Assert.Equal(a[i] - b[i], (a - b)[i]);
                Assert.Equal(-a[i], (-a)[i]);
                Assert.Equal(a[i] * b.C0, (a * b.C0)[i]);
            }
            Assert.Equal(a * b.C0, a * KoalaBear5.FromBase(b.C0));
        }).Holds();

    [Fact]
    public void The_largest_representatives_do_not_overflow()
    {
        KoalaBear largest = KoalaBear.FromRepresentative(KoalaBear.Order - 1);
        for (int mask = 0; mask < 1024; mask++)
        {
            KoalaBear Choose(int bit) => (mask >> bit & 1) != 0 ? largest : KoalaBear.Zero;
            var a = new KoalaBear5(Choose(0), Choose(1), Choose(2), Choose(3), Choose(4));
            var b = new KoalaBear5(Choose(5), Choose(6), Choose(7), Choose(8), Choose(9));
            Assert.Equal(Product(Coefficients(a), Coefficients(b)), Coefficients(a * b));
        }
    }

    [Fact]
    public void The_laws_of_a_field_hold() =>
        Prop.ForAll(FieldArbitraries.Extension, FieldArbitraries.Extension, FieldArbitraries.Extension, (a, b, c) =>
        {
            Assert.Equal(a * b, b * a);
            Assert.Equal(a * b * c, a * (b * c));
            Assert.Equal(a * (b + c), (a * b) + (a * c));
            Assert.Equal(a, a + KoalaBear5.Zero);
            Assert.Equal(a, a * KoalaBear5.One);
            Assert.Equal(KoalaBear5.Zero, a - a);
            Assert.Equal(a == KoalaBear5.Zero ? KoalaBear5.Zero : KoalaBear5.One, a * a.Inverse());
            Assert.Equal(a == b, a.Equals((object)b));
            Assert.Equal(!a.Equals(b), a != b);
        }).Holds();

    [Fact]
    public void Frobenius_is_an_automorphism_of_order_five_that_fixes_the_base_field() =>
        Prop.ForAll(FieldArbitraries.Extension, FieldArbitraries.Extension, (a, b) =>
        {
            Assert.Equal(a.Power(KoalaBear.Order), a.Frobenius());
            Assert.Equal((a * b).Frobenius(), a.Frobenius() * b.Frobenius());
            Assert.Equal((a + b).Frobenius(), a.Frobenius() + b.Frobenius());
            Assert.Equal(a, a.Frobenius().Frobenius().Frobenius().Frobenius().Frobenius());
            Assert.Equal(KoalaBear5.FromBase(a.C0), KoalaBear5.FromBase(a.C0).Frobenius());
        }).Holds();

    [Fact]
    public void The_modulus_is_irreducible()
    {
        // Its degree is prime, so it is irreducible exactly if X^p^5 = X while X^p is not X.
        var x = new KoalaBear5(default, KoalaBear.One, default, default, default);
        Assert.Equal(KoalaBear5.One - (x * x), x.Power(5));
        Assert.NotEqual(x, x.Frobenius());
        Assert.Equal(x, x.Frobenius().Frobenius().Frobenius().Frobenius().Frobenius());
    }

    [Fact]
    public void Powers_are_repeated_products()
    {
        var a = new KoalaBear5(
            KoalaBear.FromInteger(3), KoalaBear.FromInteger(-5), KoalaBear.FromInteger(7), KoalaBear.FromInteger(11), KoalaBear.One);
        KoalaBear5 expected = KoalaBear5.One;
        for (ulong exponent = 0; exponent < 40; exponent++, expected *= a) Assert.Equal(expected, a.Power(exponent));
    }

    [Fact]
    public void Coefficients_outside_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => KoalaBear5.One[5]);
        Assert.Throws<ArgumentOutOfRangeException>(() => KoalaBear5.One[-1]);
    }

    private static BigInteger[] Coefficients(KoalaBear5 value) =>
        [.. Enumerable.Range(0, KoalaBear5.Degree).Select(i => (BigInteger)value[i].ToCanonical())];

    /// <summary>Schoolbook product, then X^k = X^(k-5) - X^(k-3) from the top down.</summary>
    private static BigInteger[] Product(BigInteger[] a, BigInteger[] b)
    {
        var product = new BigInteger[9];
        for (int i = 0; i < 5; i++)
            for (int j = 0; j < 5; j++) product[i + j] += a[i] * b[j];
        for (int k = 8; k >= 5; k--)
        {
            product[k - 5] += product[k];
            product[k - 3] -= product[k];
        }
        return [.. product[..5].Select(value => ((value % KoalaBear.Order) + KoalaBear.Order) % KoalaBear.Order)];
    }
}
