using Prover.Verifier.Fields;

namespace Prover.Verifier.Forms;

/// <summary>
/// The vector that a linear form induces on one chunk of a stored axis (SPEC §5.9): either bit weights restricted to an
/// interval, whose extension costs time logarithmic in the chunk, a sum of powers, or explicit values (windows, strides, shifts).
/// </summary>
internal sealed class AxisVector
{
    private readonly KoalaBear5[] low;
    private readonly KoalaBear5[] high;
    private readonly int count;
    private readonly PowerSum? sum;
    private KoalaBear5[]? values;

    /// <summary>Bit weights, zero from <paramref name="count"/> on.</summary>
    public AxisVector(KoalaBear5[] low, KoalaBear5[] high, int count)
    {
        this.low = low;
        this.high = high;
        this.count = count;
    }

    /// <summary>Explicit values, a power of two of them.</summary>
    public AxisVector(KoalaBear5[] values)
    {
        this.values = values;
        (low, high, count) = ([], [], values.Length);
    }

    /// <summary>A sum of powers.</summary>
    public AxisVector(PowerSum sum)
    {
        this.sum = sum;
        (low, high) = ([], []);
    }

    /// <summary>Explicit values, or null when the vector is bit weights.</summary>
    public KoalaBear5[]? Values => values ??= sum?.Entries();

    /// <summary>Factor of a 0 bit, most significant first; empty for explicit values.</summary>
    public ReadOnlySpan<KoalaBear5> Low => low;

    /// <summary>Factor of a 1 bit, most significant first; empty for explicit values.</summary>
    public ReadOnlySpan<KoalaBear5> High => high;

    /// <summary>The number of leading entries that may differ from 0.</summary>
    public int Count => count;

    /// <summary>All entries, a power of two of them.</summary>
    public KoalaBear5[] Entries()
    {
        if (Values is not null) return Values;
        var entries = new KoalaBear5[1 << low.Length];
        new VariableWeights(low, high, 0, count).Table().CopyTo(entries, 0);
        return entries;
    }

    /// <summary>The multilinear extension at a point, one coordinate per bit.</summary>
    public KoalaBear5 Extension(ReadOnlySpan<KoalaBear5> point) =>
        sum is not null ? sum.Extension(point) : values is null ? ExtendBits(point) : ExtendValues(point);

    private KoalaBear5 ExtendBits(ReadOnlySpan<KoalaBear5> point)
    {
        var zero = new KoalaBear5[low.Length];
        var one = new KoalaBear5[low.Length];
        for (int i = 0; i < zero.Length; i++)
        {
            one[i] = high[i] * point[i];
            zero[i] = low[i] - (low[i] * point[i]);
        }
        return VariableWeights.Interval(zero, one, count).Sum;
    }

    private KoalaBear5 ExtendValues(ReadOnlySpan<KoalaBear5> point)
    {
        KoalaBear5[] folded = [.. values!];
        int size = folded.Length;
        foreach (KoalaBear5 coordinate in point)
        {
            size /= 2;
            for (int i = 0; i < size; i++) folded[i] += coordinate * (folded[i + size] - folded[i]);
        }
        return folded[0];
    }
}
