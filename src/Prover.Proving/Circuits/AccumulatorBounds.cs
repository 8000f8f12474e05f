namespace Prover.Proving.Circuits;

/// <summary>Worst-case bounds of accumulators over all legal inputs (design §3.1), one interval per channel.</summary>
internal sealed class AccumulatorBounds
{
    /// <summary>Intervals of one point, 0, for a number of channels.</summary>
    public AccumulatorBounds(int channels)
    {
        Low = new long[channels];
        High = new long[channels];
    }

    /// <summary>The least sums.</summary>
    public long[] Low { get; }

    /// <summary>The greatest sums.</summary>
    public long[] High { get; }

    /// <summary>Adds constants, one per channel.</summary>
    public void Add(int[] constants)
    {
        for (int channel = 0; channel < Low.Length; channel++)
        {
            Low[channel] += constants[channel];
            High[channel] += constants[channel];
        }
    }

    /// <summary>Adds weight · x for every weight, x in [low, high] independently; weights are [channel, ...] row-major.</summary>
    public void Add(int[] weights, int low, int high)
    {
        int each = weights.Length / Low.Length;
        for (int channel = 0; channel < Low.Length; channel++)
        {
            long least = 0, greatest = 0;
            foreach (int weight in weights.AsSpan(channel * each, each))
            {
                long atLow = (long)weight * low, atHigh = (long)weight * high;
                least += Math.Min(atLow, atHigh);
                greatest += Math.Max(atLow, atHigh);
            }
            Low[channel] += least;
            High[channel] += greatest;
        }
    }

    /// <summary>Adds to each channel a number of products of a weight and an x, both anything in their intervals.</summary>
    public void Add(long count, ElementRange weight, int low, int high)
    {
        long[] corners = [(long)weight.Low * low, (long)weight.Low * high, (long)weight.High * low, (long)weight.High * high];
        for (int channel = 0; channel < Low.Length; channel++)
        {
            Low[channel] = checked(Low[channel] + (count * corners.Min()));
            High[channel] = checked(High[channel] + (count * corners.Max()));
        }
    }

    /// <summary>Adds an integer in an interval around 0 to each channel.</summary>
    public void Add(long reach)
    {
        for (int channel = 0; channel < Low.Length; channel++)
        {
            Low[channel] -= reach;
            High[channel] += reach;
        }
    }

    /// <summary>Adds count products of x in [lowX, highX] and y in [lowY, highY] to the only channel.</summary>
    public void Add(long count, (int Low, int High) x, (int Low, int High) y)
    {
        long[] corners = [(long)x.Low * y.Low, (long)x.Low * y.High, (long)x.High * y.Low, (long)x.High * y.High];
        Low[0] = checked(Low[0] + (count * corners.Min()));
        High[0] = checked(High[0] + (count * corners.Max()));
    }
}
