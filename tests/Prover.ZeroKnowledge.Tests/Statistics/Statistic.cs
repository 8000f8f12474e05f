using System.IO.Compression;
using Prover.Verifier.Fields;

namespace Prover.ZeroKnowledge.Tests.Statistics;

/// <summary>
/// Tests of words for uniformity below p. Randomness is fixed by seeds, so a verdict never changes from run to run; a false alarm was
/// possible once, when the seeds were chosen, with the probability that is stated.
/// </summary>
internal static class Statistic
{
    /// <summary>
    /// Bounds for a standardised sum: a normal variable leaves them with probability 10^-6, and one of the 900 sums of all tests with
    /// less than 10^-3.
    /// </summary>
    public const double Deviations = 4.9;

    /// <summary>
    /// How many standard deviations the counts of equal intervals are from uniform, both ways: the cube root of chi-square over its degrees
    /// of freedom is nearly normal (Wilson and Hilferty).
    /// </summary>
    public static double OfIntervals(uint[] words)
    {
        int intervals = words.Length < 640 ? 16 : 64;
        return OfCounts(words.Select(word => (int)((ulong)word * (ulong)intervals / KoalaBear.Order)), intervals, words.Length);
    }

    /// <summary>The same for the lowest byte of each word.</summary>
    public static double OfLowBytes(uint[] words) => OfCounts(words.Select(word => (int)(word & 0xFF)), 256, words.Length);

    /// <summary>The same for bytes.</summary>
    public static double OfBytes(byte[] bytes) => OfCounts(bytes.Select(value => (int)value), 256, bytes.Length);

    /// <summary>The correlation of two lists in standard deviations of that of independent ones.</summary>
    public static double Correlation(ReadOnlySpan<uint> left, ReadOnlySpan<uint> right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++) sum += Centred(left[i]) * Centred(right[i]);
        return sum / Math.Sqrt(left.Length);
    }

    /// <summary>The correlation of a list with itself, shifted.</summary>
    public static double SerialCorrelation(uint[] words, int lag) => Correlation(words.AsSpan(lag), words.AsSpan(0, words.Length - lag));

    /// <summary>Bits that differ between two lists, in standard deviations from half of them; only the lowest 16 bits are even.</summary>
    public static double Distance(uint[] left, uint[] right)
    {
        const uint Low = 0xFFFF;
        double differing = left.Zip(right, (l, r) => uint.PopCount((l ^ r) & Low)).Sum(count => (double)count);
        double bits = 16.0 * left.Length;
        return (differing - (bits / 2)) / Math.Sqrt(bits / 4);
    }

    /// <summary>Bytes that are left of lists by Brotli's strongest setting.</summary>
    public static int Compressed(params uint[][] lists)
    {
        byte[] bytes = [.. lists.SelectMany(words => words.SelectMany(BitConverter.GetBytes))];
        byte[] compressed = new byte[BrotliEncoder.GetMaxCompressedLength(bytes.Length)];
        Assert.True(BrotliEncoder.TryCompress(bytes, compressed, out int length, 11, 24));
        return length;
    }

    private static double OfCounts(IEnumerable<int> values, int cells, int count)
    {
        double[] counts = new double[cells];
        foreach (int value in values) counts[value]++;
        double expected = (double)count / cells, degrees = cells - 1;
        Assert.True(expected >= 5, "too few words for so many cells");
        double chiSquare = counts.Sum(seen => (seen - expected) * (seen - expected) / expected);
        double variance = 2 / (9 * degrees);
        return (Math.Cbrt(chiSquare / degrees) - (1 - variance)) / Math.Sqrt(variance);
    }

    /// <summary>A word as a number of mean 0 and variance 1.</summary>
    private static double Centred(uint word) => ((((double)word / KoalaBear.Order) - 0.5) * Math.Sqrt(12));
}
