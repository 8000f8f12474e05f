using System.Runtime.CompilerServices;

namespace Prover.Verifier.Fields;

/// <summary>
/// An element c0 + c1·X + ... + c4·X^4 of the extension field E = F[X]/(X^5 + X^2 - 1) of order p^5 (SPEC §1.2).
/// </summary>
public readonly struct KoalaBear5 : IEquatable<KoalaBear5>
{
    /// <summary>The degree of E over F.</summary>
    public const int Degree = 5;

    /// <summary>The size of an encoded element in bytes.</summary>
    public const int Bytes = 4 * Degree;

    /// <summary>X^(i·p) for i below 5: the images of the basis under the Frobenius map.</summary>
    private static readonly KoalaBear5[] RootPowers = Powers(
        new KoalaBear5(KoalaBear.Zero, KoalaBear.One, KoalaBear.Zero, KoalaBear.Zero, KoalaBear.Zero).Power(KoalaBear.Order));

    /// <summary>The element with the given coefficients, constant first.</summary>
    public KoalaBear5(KoalaBear c0, KoalaBear c1, KoalaBear c2, KoalaBear c3, KoalaBear c4)
    {
        C0 = c0;
        C1 = c1;
        C2 = c2;
        C3 = c3;
        C4 = c4;
    }

    /// <summary>The constant coefficient.</summary>
    public KoalaBear C0 { get; }

    /// <summary>The coefficient of X.</summary>
    public KoalaBear C1 { get; }

    /// <summary>The coefficient of X^2.</summary>
    public KoalaBear C2 { get; }

    /// <summary>The coefficient of X^3.</summary>
    public KoalaBear C3 { get; }

    /// <summary>The coefficient of X^4.</summary>
    public KoalaBear C4 { get; }

    /// <summary>The additive identity.</summary>
    public static KoalaBear5 Zero => default;

    /// <summary>The multiplicative identity.</summary>
    public static KoalaBear5 One => FromBase(KoalaBear.One);

    /// <summary>The embedding of a base field element.</summary>
    public static KoalaBear5 FromBase(KoalaBear value) => new(value, default, default, default, default);

    /// <summary>The embedding of the residue class of an integer.</summary>
    public static KoalaBear5 FromInteger(long value) => FromBase(KoalaBear.FromInteger(value));

    /// <summary>The coefficient of X^<paramref name="index"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not in 0..4.</exception>
    public KoalaBear this[int index] => index switch
    {
        0 => C0,
        1 => C1,
        2 => C2,
        3 => C3,
        4 => C4,
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    /// <summary>Sum.</summary>
    public static KoalaBear5 operator +(KoalaBear5 left, KoalaBear5 right) =>
        new(left.C0 + right.C0, left.C1 + right.C1, left.C2 + right.C2, left.C3 + right.C3, left.C4 + right.C4);

    /// <summary>Difference.</summary>
    public static KoalaBear5 operator -(KoalaBear5 left, KoalaBear5 right) =>
        new(left.C0 - right.C0, left.C1 - right.C1, left.C2 - right.C2, left.C3 - right.C3, left.C4 - right.C4);

    /// <summary>Negative.</summary>
    public static KoalaBear5 operator -(KoalaBear5 value) => Zero - value;

    /// <summary>Product with a base field element.</summary>
    public static KoalaBear5 operator *(KoalaBear5 left, KoalaBear right) =>
        new(left.C0 * right, left.C1 * right, left.C2 * right, left.C3 * right, left.C4 * right);

    /// <summary>Product, reduced with X^5 = 1 - X^2.</summary>
    public static KoalaBear5 operator *(KoalaBear5 left, KoalaBear5 right)
    {
        // With X^5 = 1 - X^2 each coefficient is one dot product of a with sums of b's coefficients; four products of
        // representatives stay below 4·p^2 < 2^64, so the fifth is added after a first conditional subtraction.
        uint a0 = left.C0.Representative, a1 = left.C1.Representative, a2 = left.C2.Representative;
        uint a3 = left.C3.Representative, a4 = left.C4.Representative;
        KoalaBear b0 = right.C0, b1 = right.C1, b2 = right.C2, b3 = right.C3, b4 = right.C4;
        KoalaBear b03 = b0 - b3, b14 = b1 - b4, b42 = b4 - b2, b314 = b3 - b14;
        return new(
            Dot(a0, a1, a2, a3, a4, b0, b4, b3, b2, b14),
            Dot(a0, a1, a2, a3, a4, b1, b0, b4, b3, b2),
            Dot(a0, a1, a2, a3, a4, b2, b14, b03, b42, b314),
            Dot(a0, a1, a2, a3, a4, b3, b2, b14, b03, b42),
            Dot(a0, a1, a2, a3, a4, b4, b3, b2, b14, b03));
    }

    /// <summary>The square.</summary>
    public KoalaBear5 Square() => this * this;

    /// <summary>This element raised to a power.</summary>
    public KoalaBear5 Power(ulong exponent)
    {
        KoalaBear5 result = One, square = this;
        for (; exponent != 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0) result *= square;
            square *= square;
        }
        return result;
    }

    /// <summary>The multiplicative inverse; zero for zero. Uses the norm: a^-1 = a^(p+p^2+p^3+p^4) / N(a), N(a) in F.</summary>
    public KoalaBear5 Inverse()
    {
        KoalaBear5 first = Frobenius();                 // a^p
        KoalaBear5 pair = first * first.Frobenius();    // a^(p + p^2)
        KoalaBear5 conjugates = pair * pair.Frobenius().Frobenius();
        KoalaBear norm = (this * conjugates).C0;
        return conjugates * norm.Inverse();
    }

    /// <summary>The Frobenius map a -> a^p, which is linear over F.</summary>
    public KoalaBear5 Frobenius() => FromBase(C0) + (RootPowers[1] * C1) + (RootPowers[2] * C2) + (RootPowers[3] * C3)
        + (RootPowers[4] * C4);

    /// <summary>Equality of field elements.</summary>
    public static bool operator ==(KoalaBear5 left, KoalaBear5 right) => left.Equals(right);

    /// <summary>Inequality of field elements.</summary>
    public static bool operator !=(KoalaBear5 left, KoalaBear5 right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(KoalaBear5 other) =>
        C0 == other.C0 && C1 == other.C1 && C2 == other.C2 && C3 == other.C3 && C4 == other.C4;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is KoalaBear5 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(C0, C1, C2, C3, C4);

    /// <summary>The canonical coefficients, constant first.</summary>
    public override string ToString() => $"({C0}, {C1}, {C2}, {C3}, {C4})";

    private static KoalaBear5[] Powers(KoalaBear5 root)
    {
        var powers = new KoalaBear5[Degree];
        powers[0] = One;
        for (int i = 1; i < Degree; i++) powers[i] = powers[i - 1] * root;
        return powers;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static KoalaBear Dot(
        uint a0, uint a1, uint a2, uint a3, uint a4, KoalaBear b0, KoalaBear b1, KoalaBear b2, KoalaBear b3, KoalaBear b4)
    {
        const ulong OrderShifted = (ulong)KoalaBear.Order << 32;
        ulong sum = ((ulong)a0 * b0.Representative) + ((ulong)a1 * b1.Representative)
            + ((ulong)a2 * b2.Representative) + ((ulong)a3 * b3.Representative);
        sum = sum >= OrderShifted ? sum - OrderShifted : sum;
        sum += (ulong)a4 * b4.Representative;
        sum = sum >= OrderShifted ? sum - OrderShifted : sum;
        return new(KoalaBear.Reduce(sum));
    }
}
