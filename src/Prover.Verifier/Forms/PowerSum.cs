using Prover.Verifier.Fields;

namespace Prover.Verifier.Forms;

/// <summary>
/// The vector whose entry i is a weighted sum of the i-th powers of some points: it evaluates a polynomial at all of them.
/// </summary>
internal sealed class PowerSum
{
    private readonly KoalaBear[] points;
    private readonly KoalaBear5[] weights;
    private readonly int bits;

    /// <summary>A vector of 2^bits entries.</summary>
    /// <param name="points">The points.</param>
    /// <param name="weights">The weight of each point.</param>
    /// <param name="bits">log2 of the entries.</param>
    public PowerSum(KoalaBear[] points, KoalaBear5[] weights, int bits)
    {
        this.points = points;
        this.weights = weights;
        this.bits = bits;
    }

    /// <summary>All entries.</summary>
    public KoalaBear5[] Entries()
    {
        var entries = new KoalaBear5[1 << bits];
        for (int j = 0; j < points.Length; j++)
        {
            KoalaBear power = KoalaBear.One;
            for (int i = 0; i < entries.Length; i++, power *= points[j]) entries[i] += weights[j] * power;
        }
        return entries;
    }

    /// <summary>The multilinear extension: each point's powers are a product over the bits of the index.</summary>
    public KoalaBear5 Extension(ReadOnlySpan<KoalaBear5> at)
    {
        KoalaBear5 total = default;
        for (int j = 0; j < points.Length; j++)
        {
            KoalaBear5 product = weights[j];
            KoalaBear power = points[j];
            for (int bit = bits - 1; bit >= 0; bit--, power *= power)
            {
                product *= KoalaBear5.One + (at[bit] * (power - KoalaBear.One));
            }
            total += product;
        }
        return total;
    }
}
