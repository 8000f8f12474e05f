namespace Prover.Onnx.Quantization;

/// <summary>How often the elements of one value fall into each of equal bins between its extremes, over all samples.</summary>
internal sealed class ValueHistogram
{
    private const int BinCount = 2048;
    private const int Levels = 256;

    private readonly long[] counts = new long[BinCount];
    private readonly double low;
    private readonly double width;
    private long total;
    private long zeros;

    /// <summary>An empty histogram.</summary>
    /// <param name="extremes">The extremes of all values that will be added.</param>
    internal ValueHistogram(ValueRange extremes)
    {
        low = extremes.Low;
        width = Math.Max((double)extremes.High - extremes.Low, double.Epsilon) / BinCount;
    }

    /// <summary>Counts elements.</summary>
    internal void Add(float[] values)
    {
        foreach (float value in values)
        {
            counts[Bin(value)]++;
            zeros += value == 0 ? 1 : 0;
        }

        total += values.Length;
    }

    /// <summary>The range without the outermost values; half of the excluded share lies at either end.</summary>
    /// <param name="percentage">The percentage of values to keep.</param>
    internal ValueRange Percentile(double percentage)
    {
        double excluded = total * (100 - percentage) / 200;
        int first = 0, last = BinCount - 1;
        for (double sum = counts[first]; sum <= excluded && first < last; sum += counts[++first])
        {
        }

        for (double sum = counts[last]; sum <= excluded && first < last; sum += counts[--last])
        {
        }

        return Range(first, last);
    }

    /// <summary>
    /// The range, among ever smaller ones, whose 256 quantised levels tell least apart from the distribution seen. With few values
    /// per bin that would follow chance, so that the whole range is taken. Exact zeros, which Relu makes many of and which every range
    /// holds exactly, do not count; nor do ranges that cut off more (in squares) than a few times what levels of the whole range round off.
    /// </summary>
    internal ValueRange LeastDivergent()
    {
        const int candidates = 96;
        const int fewPerBin = 16;
        if (total < fewPerBin * BinCount)
        {
            return Range(0, BinCount - 1);
        }

        const double tolerance = 4, variance = 12; // of a rounding error: the square of the step over 12
        double greatestLoss = tolerance * total * Math.Pow(width * BinCount / Levels, 2) / variance;
        int zero = Bin(0);
        var best = (Divergence: double.MaxValue, First: 0, Last: BinCount - 1);
        for (int i = 0; i < candidates; i++)
        {
            double share = 1 - (i / (double)(candidates + 8));
            int first = zero - (int)Math.Round(zero * share);
            int last = zero + (int)Math.Round((BinCount - 1 - zero) * share);
            if (last - first + 1 < Levels || CutOff(first, last) > greatestLoss)
            {
                break;
            }

            double divergence = Divergence(first, last);
            if (divergence < best.Divergence)
            {
                best = (divergence, first, last);
            }
        }

        return Range(best.First, best.Last);
    }

    private int Bin(double value) => (int)Math.Clamp((value - low) / width, 0, BinCount - 1);

    /// <summary>The sum of squares of what values lose that lie outside a range.</summary>
    private double CutOff(int first, int last)
    {
        double sum = 0;
        for (int i = 0; i < BinCount; i++)
        {
            double distance = width * Math.Max(0, Math.Max(first - i, i - last));
            sum += counts[i] * distance * distance;
        }

        return sum;
    }

    private ValueRange Range(int first, int last) =>
        new((float)Math.Min(0, low + (first * width)), (float)Math.Max(0, low + ((last + 1) * width)));

    /// <summary>
    /// The Kullback-Leibler divergence of the clipped distribution (what lies outside counts at the ends) from what 256 levels
    /// keep of it: each level spreads the count of its bins evenly over those that are not empty.
    /// </summary>
    private double Divergence(int first, int last)
    {
        int length = last - first + 1;
        int zero = Bin(0);
        long Count(int bin) => bin == zero ? counts[bin] - zeros : counts[bin];
        double[] seen = new double[length];
        double all = total - zeros;
        for (int i = 0; i < BinCount; i++)
        {
            seen[Math.Clamp(i, first, last) - first] += Count(i);
        }

        double divergence = 0;
        double inside = 0;
        for (int i = first; i <= last; i++)
        {
            inside += Count(i);
        }

        for (int level = 0; level < Levels && inside > 0; level++)
        {
            int from = (int)((long)level * length / Levels);
            int to = (int)((long)(level + 1) * length / Levels);
            double kept = 0;
            int occupied = 0;
            for (int i = from; i < to; i++)
            {
                kept += Count(first + i);
                occupied += seen[i] > 0 ? 1 : 0;
            }

            const double smallest = 1e-9; // stands for the mass that a bin outside every level would have
            double q = occupied > 0 ? Math.Max(kept / occupied / inside, smallest) : smallest;
            for (int i = from; i < to; i++)
            {
                double p = seen[i] / all;
                divergence += p > 0 ? p * Math.Log(p / q) : 0;
            }
        }

        return divergence;
    }
}
