using System.Numerics;
using FsCheck.Fluent;
using Prover.Verifier.Fields;

namespace Prover.Verifier.Tests.Fields;

public class KoalaBearTests
{
    private static readonly BigInteger P = BigInteger.Pow(2, 31) - BigInteger.Pow(2, 24) + 1;

    [Fact]
    public void The_constants_are_what_their_names_say()
    {
        Assert.Equal(P, KoalaBear.Order);
        Assert.Equal(BigInteger.One, KoalaBear.Order * (BigInteger)KoalaBear.InverseModWord % BigInteger.Pow(2, 32));
        Assert.Equal(0, (P - 1) % BigInteger.Pow(2, KoalaBear.TwoAdicity));
        Assert.Equal(1, (P - 1) / BigInteger.Pow(2, KoalaBear.TwoAdicity) % 2);
        Assert.Equal(BigInteger.Pow(2, 32) % P, KoalaBear.One.Representative);
        Assert.Equal(0u, KoalaBear.Zero.Representative);
    }

    [Fact]
    public void The_order_is_prime_and_the_generator_generates()
    {
        for (uint divisor = 2; divisor * divisor <= KoalaBear.Order && divisor < 46341; divisor++)
            Assert.NotEqual(0u, KoalaBear.Order % divisor);
        Assert.Equal(KoalaBear.One, KoalaBear.Generator.Power(KoalaBear.Order - 1));
        foreach (uint factor in new uint[] { 2, 127 })
            Assert.NotEqual(KoalaBear.One, KoalaBear.Generator.Power((KoalaBear.Order - 1) / factor));
    }

    [Fact]
    public void Operations_agree_with_big_integers() => Prop.ForAll(FieldArbitraries.Base, FieldArbitraries.Base, (a, b) =>
    {
        BigInteger x = a.ToCanonical(), y = b.ToCanonical();
        Assert.Equal(a.Representative, x * BigInteger.Pow(2, 32) % P);
        Assert.Equal((x + y) % P, (a + b).ToCanonical());
        Assert.Equal((x - y + P) % P, (a - b).ToCanonical());
        Assert.Equal((P - x) % P, (-a).ToCanonical());
        Assert.Equal(x * y % P, (a * b).ToCanonical());
        Assert.Equal(BigInteger.ModPow(x, y, P), a.Power(b.ToCanonical()).ToCanonical());
        Assert.Equal(BigInteger.ModPow(x, P - 2, P), a.Inverse().ToCanonical());
        Assert.Equal(x == y, a == b);
        Assert.Equal(x != y, a != b);
        Assert.Equal(a, KoalaBear.FromInteger(a.ToCentred()));
        Assert.True(Math.Abs((long)a.ToCentred()) <= (KoalaBear.Order - 1) / 2);
        Assert.Equal(x.ToString(System.Globalization.CultureInfo.InvariantCulture), a.ToString());
    }).Holds();

    [Fact]
    public void The_laws_of_a_field_hold() =>
        Prop.ForAll(FieldArbitraries.Base, FieldArbitraries.Base, FieldArbitraries.Base, (a, b, c) =>
        {
            Assert.Equal(a + b, b + a);
            Assert.Equal(a * b, b * a);
            Assert.Equal(a + b + c, a + (b + c));
            Assert.Equal(a * b * c, a * (b * c));
            Assert.Equal(a * (b + c), (a * b) + (a * c));
            Assert.Equal(a, a + KoalaBear.Zero);
            Assert.Equal(a, a * KoalaBear.One);
            Assert.Equal(KoalaBear.Zero, a - a);
            Assert.Equal(a == KoalaBear.Zero ? KoalaBear.Zero : KoalaBear.One, a * a.Inverse());
            Assert.True((a + b).Representative < KoalaBear.Order && (a - b).Representative < KoalaBear.Order);
            Assert.True((a * b).Representative < KoalaBear.Order);
        }).Holds();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(2130706433)]
    [InlineData(-2130706433)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(-128)]
    public void Integers_become_their_residue_classes(long value)
    {
        BigInteger expected = ((value % P) + P) % P;
        Assert.Equal(expected, KoalaBear.FromInteger(value).ToCanonical());
    }

    [Fact]
    public void Reduction_divides_by_two_to_the_32()
    {
        BigInteger inverse = BigInteger.ModPow(BigInteger.Pow(2, 32), P - 2, P);
        ulong limit = (ulong)KoalaBear.Order << 32;
        var random = new Random(1);
        ulong[] values =
        [
            0, 1, KoalaBear.Order, limit - 1, limit - KoalaBear.Order,
            .. Enumerable.Range(0, 1000).Select(_ => (ulong)random.NextInt64((long)limit)),
        ];
        foreach (ulong value in values) Assert.Equal(value * inverse % P, KoalaBear.Reduce(value));
    }

    [Fact]
    public void Roots_of_unity_have_their_order_and_are_compatible()
    {
        for (int log = 0; log <= KoalaBear.TwoAdicity; log++)
        {
            KoalaBear root = KoalaBear.RootOfUnity(log);
            Assert.Equal(KoalaBear.One, root.Power(1UL << log));
            if (log > 0)
            {
                Assert.Equal(-KoalaBear.One, root.Power(1UL << (log - 1)));
                Assert.Equal(KoalaBear.RootOfUnity(log - 1), root * root);
            }
        }
    }

    [Fact]
    public void Values_outside_their_domains_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => KoalaBear.FromRepresentative(KoalaBear.Order));
        Assert.Throws<ArgumentOutOfRangeException>(() => KoalaBear.FromRepresentative(uint.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => KoalaBear.RootOfUnity(25));
        Assert.Throws<ArgumentOutOfRangeException>(() => KoalaBear.RootOfUnity(-1));
    }
}
