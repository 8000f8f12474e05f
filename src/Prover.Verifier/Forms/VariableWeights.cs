using Prover.Verifier.Fields;

namespace Prover.Verifier.Forms;

/// <summary>
/// Weights of an index variable that factor over its bits (SPEC §5.9): value Start + t, t below Count, weighs the product over
/// the bits of t of Low (bit 0) or High (bit 1); other values weigh 0. eq(r): Low = 1 - r, High = r. Powers of x: Low = 1,
/// High = x^(2^bit). Bits are listed most significant first.
/// </summary>
internal sealed class VariableWeights
{
    private (KoalaBear5 Sum, KoalaBear5 Moment)? interval;

    /// <summary>Weights over the given bits.</summary>
    public VariableWeights(KoalaBear5[] low, KoalaBear5[] high, int start, int count)
    {
        Low = low;
        High = high;
        Start = start;
        Count = count;
    }

    /// <summary>Factor of a 0 bit, most significant first.</summary>
    public KoalaBear5[] Low { get; }

    /// <summary>Factor of a 1 bit, most significant first.</summary>
    public KoalaBear5[] High { get; }

    /// <summary>The first value of the variable with a weight.</summary>
    public int Start { get; }

    /// <summary>The number of values with a weight, at most 2^Bits.</summary>
    public int Count { get; }

    /// <summary>The number of bits.</summary>
    public int Bits => Low.Length;

    /// <summary>eq(point, t) for t below count.</summary>
    public static VariableWeights Equality(ReadOnlySpan<KoalaBear5> point, int start, int count)
    {
        var low = new KoalaBear5[point.Length];
        for (int i = 0; i < low.Length; i++) low[i] = KoalaBear5.One - point[i];
        return new(low, point.ToArray(), start, count);
    }

    /// <summary>x^(stride·t) for t below count; <paramref name="step"/> is x^stride.</summary>
    public static VariableWeights Powers(KoalaBear5 step, int count)
    {
        int bits = Layouts.AxisChunk.CeilingLog2(count);
        var low = new KoalaBear5[bits];
        var high = new KoalaBear5[bits];
        for (int i = bits - 1; i >= 0; i--, step *= step) (low[i], high[i]) = (KoalaBear5.One, step);
        return new(low, high, 0, count);
    }

    /// <summary>All Count weights, by value.</summary>
    public KoalaBear5[] Table()
    {
        var table = new KoalaBear5[1 << Bits];
        table[0] = KoalaBear5.One;
        for (int bit = 0, size = 1; bit < Bits; bit++, size *= 2)
        {
            for (int i = size - 1; i >= 0; i--)
            {
                (table[2 * i], table[(2 * i) + 1]) = (table[i] * Low[bit], table[i] * High[bit]);
            }
        }
        return Count == table.Length ? table : table[..Count];
    }

    /// <summary>The sum of the weights, and the sum of t·weight for t = value - Start; computed once.</summary>
    public (KoalaBear5 Sum, KoalaBear5 Moment) Interval() => interval ??= Interval(Low, High, Count);

    /// <summary>
    /// Sums of w(t) and t·w(t) over t below count for weights that factor over bits, in time linear in the number of bits:
    /// from the least significant bit up it keeps the sums over all t of the bits seen and over t below those bits of count.
    /// </summary>
    public static (KoalaBear5 Sum, KoalaBear5 Moment) Interval(KoalaBear5[] low, KoalaBear5[] high, int count)
    {
        KoalaBear5 all = KoalaBear5.One, allMoment = default, below = default, belowMoment = default;
        int bits = low.Length;
        for (int bit = 0; bit < bits; bit++)
        {
            KoalaBear5 zero = low[bits - 1 - bit], one = high[bits - 1 - bit];
            KoalaBear weight = KoalaBear.FromInteger(1L << bit);
            if (((count >> bit) & 1) != 0)
            {
                (below, belowMoment) =
                    ((zero * all) + (one * below), (zero * allMoment) + (one * (belowMoment + (below * weight))));
            }
            else
            {
                (below, belowMoment) = (zero * below, zero * belowMoment);
            }
            (all, allMoment) = ((zero + one) * all, (zero * allMoment) + (one * (allMoment + (all * weight))));
        }
        return count == 1L << bits ? (all, allMoment) : (below, belowMoment);
    }
}
