using System.Runtime.CompilerServices;

namespace Prover.Verifier.Fields;

/// <summary>
/// An element of the base field F of order p = 2^31 - 2^24 + 1 (SPEC §1.1), held as its Montgomery representative
/// x·2^32 mod p, which is always below p. The representative, as four little-endian bytes, is also the wire encoding.
/// </summary>
public readonly struct KoalaBear : IEquatable<KoalaBear>
{
    /// <summary>The field's order p.</summary>
    public const uint Order = 0x7F000001;

    /// <summary>The largest k such that 2^k divides p - 1.</summary>
    public const int TwoAdicity = 24;

    /// <summary>p^-1 mod 2^32.</summary>
    public const uint InverseModWord = 0x81000001;

    private const uint SquaredRadix = 402124772; // 2^64 mod p

    /// <summary>Trusts that the representative is below p.</summary>
    internal KoalaBear(uint representative) => Representative = representative;

    /// <summary>The Montgomery representative x·2^32 mod p, below p.</summary>
    public uint Representative { get; }

    /// <summary>The additive identity.</summary>
    public static KoalaBear Zero => default;

    /// <summary>The multiplicative identity.</summary>
    public static KoalaBear One => new(33554430); // 2^32 mod p

    /// <summary>The generator 3 of the multiplicative group.</summary>
    public static KoalaBear Generator => FromInteger(3);

    /// <summary>The element with a given representative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The representative is p or more.</exception>
    public static KoalaBear FromRepresentative(uint representative)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(representative, Order);
        return new(representative);
    }

    /// <summary>The residue class of any signed integer.</summary>
    public static KoalaBear FromInteger(long value)
    {
        long remainder = value % Order;
        uint canonical = (uint)(remainder < 0 ? remainder + Order : remainder);
        return new(Reduce((ulong)canonical * SquaredRadix));
    }

    /// <summary>The canonical integer in [0, p).</summary>
    public uint ToCanonical() => Reduce(Representative);

    /// <summary>The integer of least magnitude in the residue class, in [-(p-1)/2, (p-1)/2].</summary>
    public int ToCentred()
    {
        uint canonical = ToCanonical();
        return canonical > Order / 2 ? (int)canonical - (int)Order : (int)canonical;
    }

    /// <summary>Montgomery reduction: value·2^-32 mod p for value below p·2^32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Reduce(ulong value)
    {
        uint quotient = unchecked((uint)value * InverseModWord);
        uint high = (uint)(value >> 32);
        uint correction = (uint)(((ulong)quotient * Order) >> 32);
        uint difference = unchecked(high - correction);
        return unchecked(difference + (Order & (uint)((int)difference >> 31)));
    }

    /// <summary>This element raised to a power.</summary>
    public KoalaBear Power(ulong exponent)
    {
        KoalaBear result = One, square = this;
        for (; exponent != 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0) result *= square;
            square *= square;
        }
        return result;
    }

    /// <summary>The multiplicative inverse; zero for zero.</summary>
    public KoalaBear Inverse() => Power(Order - 2);

    /// <summary>A primitive root of unity of order 2^<paramref name="logOrder"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The order is not between 2^0 and 2^24.</exception>
    public static KoalaBear RootOfUnity(int logOrder)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(logOrder);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(logOrder, TwoAdicity);
        return Generator.Power((Order - 1) >> logOrder);
    }

    /// <summary>Sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KoalaBear operator +(KoalaBear left, KoalaBear right)
    {
        uint difference = unchecked(left.Representative + right.Representative - Order);
        return new(unchecked(difference + (Order & (uint)((int)difference >> 31))));
    }

    /// <summary>Difference.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KoalaBear operator -(KoalaBear left, KoalaBear right)
    {
        uint difference = unchecked(left.Representative - right.Representative);
        return new(unchecked(difference + (Order & (uint)((int)difference >> 31))));
    }

    /// <summary>Negative.</summary>
    public static KoalaBear operator -(KoalaBear value) => Zero - value;

    /// <summary>Product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KoalaBear operator *(KoalaBear left, KoalaBear right) =>
        new(Reduce((ulong)left.Representative * right.Representative));

    /// <summary>Equality of field elements.</summary>
    public static bool operator ==(KoalaBear left, KoalaBear right) => left.Representative == right.Representative;

    /// <summary>Inequality of field elements.</summary>
    public static bool operator !=(KoalaBear left, KoalaBear right) => left.Representative != right.Representative;

    /// <inheritdoc/>
    public bool Equals(KoalaBear other) => Representative == other.Representative;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is KoalaBear other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Representative;

    /// <summary>The canonical integer in decimal.</summary>
    public override string ToString() => ToCanonical().ToString(System.Globalization.CultureInfo.InvariantCulture);
}
