using Prover.Proving.Circuits;

namespace Prover.Onnx.Arithmetic;

/// <summary>
/// The integers of a normalisation (SPEC §10.11), as small as the output allows, and a bound of the error of their result.
/// Errors are in steps of the output; each cause has a share.
/// </summary>
/// <param name="Bits">The logarithm of the unit of the result.</param>
/// <param name="Reciprocal">The reciprocals.</param>
/// <param name="Centred">All functions, where the mean is subtracted; else null.</param>
/// <param name="Error">The bound.</param>
internal sealed record NormalizationPrecision(int Bits, ReciprocalTable Reciprocal, CentredScaling? Centred, double Error)
{
    private const double ReciprocalShare = 0.15, UnitShare = 0.08, OffsetShare = 0.05, VarianceShare = 0.1, RemainderShare = 0.05;
    private const long GreatestSum = (1L << 30) - (1L << 23) - 1; // below p/2
    private const int MostBits = 26;

    private static NormalizationPrecision Impossible => new(0, new ReciprocalTable([0], [0]), null, double.PositiveInfinity);

    /// <summary>x / spread, of a sum of magnitudes or squares.</summary>
    /// <param name="spread">The function of the sum.</param>
    /// <param name="ofMagnitudes">Whether magnitudes are summed; else squares.</param>
    /// <param name="greatest">The greatest |x|.</param>
    /// <param name="most">The greatest sum.</param>
    /// <param name="output">How much errors matter.</param>
    internal static NormalizationPrecision OfNorm(
        SpreadFunction spread, bool ofMagnitudes, int greatest, long most, OutputSensitivity output)
    {
        for (int bits = BitsFor(output.Slope * greatest / (2 * UnitShare)); ; bits--)
        {
            double unit = output.Slope * greatest * Math.ScaleB(0.5, -bits);
            (ReciprocalTable table, double growth) = ReciprocalSteps.Of(spread, 1, most, bits, Tolerance(output, greatest));
            double Element(long last) => Math.Min(greatest, ofMagnitudes ? last : Math.Floor(Math.Sqrt(last)) + 1);
            if (bits == 0 || table.GreatestProduct(most, Element) <= GreatestSum)
            {
                return new NormalizationPrecision(bits, table, null, (ReciprocalShare * growth) + unit);
            }
        }
    }

    /// <summary>(x - mean) / spread.</summary>
    /// <param name="count">The number of elements.</param>
    /// <param name="range">The greatest difference of elements.</param>
    /// <param name="inside">What is added to the variance, in squared steps of the input.</param>
    /// <param name="outside">What is added to its root, in steps of the input.</param>
    /// <param name="output">How much errors matter.</param>
    internal static NormalizationPrecision OfVariance(int count, int range, double inside, double outside, OutputSensitivity output)
    {
        int factor = Candidates(count).Where(candidate => Fits(candidate, count, range))
            .Select(candidate => (candidate, VarianceError(candidate, count, inside, output)))
            .Aggregate((Candidate: 0, Error: double.PositiveInfinity), static (best, next) =>
                best.Error <= VarianceShare || best.Error <= next.Item2 ? best : next).Candidate;
        if (factor == 0)
        {
            return Impossible;
        }

        var spread = SpreadFunction.Root((double)factor * count, inside, outside);
        for (int bits = BitsFor(output.Slope * range / (2 * UnitShare)); ; bits--)
        {
            NormalizationPrecision? precision = OfVariance(count, range, factor, (spread, inside), bits, output);
            if (precision is not null || bits == 0)
            {
                return precision ?? Impossible;
            }
        }
    }

    private static NormalizationPrecision? OfVariance(
        int count, int range, int factor, (SpreadFunction Function, double Inside) spread, int bits, OutputSensitivity output)
    {
        double one = Math.ScaleB(1, bits);
        int step = 1 << (int)Math.Clamp(Math.Floor(Math.Log2(2 * OffsetShare * one / Math.Max(output.Slope, 1e-9))), 0, MostBits);
        var scaling = new CentredScaling(factor, 1, step, new ReciprocalTable([0], [0]));
        long least = Math.Max(1, scaling.LeastVariance(1, count)), most = scaling.GreatestVariance(count, range);
        (ReciprocalTable table, double growth) = ReciprocalSteps.Of(
            spread.Function, least, most, bits, Tolerance(output, range));
        NormalizationPrecision? best = null;
        foreach (int candidate in Candidates(count))
        {
            scaling = scaling with { MeanFactor = candidate, Reciprocal = table };
            if (scaling.GreatestOffset(count) > GreatestSum || scaling.GreatestResult(count, range) > GreatestSum)
            {
                break;
            }

            double remainder = RemainderError(scaling, count, spread.Function, output);
            double unit = output.Slope * range / (2 * one), offset = output.Slope * step / (2 * one);
            double error = (ReciprocalShare * growth) + unit + offset + remainder + VarianceError(factor, count, spread.Inside, output);
            best = best is null || error < best.Error ? new NormalizationPrecision(bits, table, scaling, error) : best;
            if (remainder <= RemainderShare)
            {
                break;
            }
        }

        return best;
    }

    private static int BitsFor(double unit) => (int)Math.Clamp(Math.Ceiling(Math.Log2(Math.Max(unit, 1))), 1, MostBits);

    /// <summary>Where elements are far apart, no normalised value is great.</summary>
    private static Func<double, double> Tolerance(OutputSensitivity output, double range) => spread =>
        Math.Min(0.25, ReciprocalShare / Math.Max(1e-9, Math.Min(output.Relative, output.Slope * range / spread)));

    private static IEnumerable<int> Candidates(int count) =>
        Enumerable.Range(0, 30).Select(static power => 1 << power).TakeWhile(power => power < count).Append(count);

    private static bool Fits(int factor, int count, int range) => (long)factor * count <= GreatestSum
        && new CentredScaling(factor, 1, 1, new ReciprocalTable([0], [0])).GreatestVariance(count, range) <= 2 * GreatestSum;

    /// <summary>
    /// The share of rounding F·T²/n. Of n integers whose sum is T modulo n, f = T/n, the variance is at least f(1 - f); an element is
    /// either the rounded mean, or at least 1 - f from the mean, and then matters only if it is not clamped.
    /// </summary>
    private static double VarianceError(int factor, int count, double inside, OutputSensitivity output)
    {
        double worst = 0;
        for (int t = 1; t <= count / 2; t++)
        {
            double f = (double)t / count, exact = factor * f * t;
            double share = Math.Abs(Math.Floor(exact + 0.5) - exact) / (2.0 * factor * count);
            double variance = (f * (1 - f)) + inside, far = Math.Max(variance, Math.Pow((1 - f) / Math.Max(output.Reach, 1e-9), 2));
            worst = Math.Max(worst, Math.Max(output.Relative * share / far, output.Slope * f / Math.Sqrt(variance) * share / variance));
        }

        return worst;
    }

    /// <summary>The share of rounding T/n.</summary>
    private static double RemainderError(CentredScaling scaling, int count, SpreadFunction spread, OutputSensitivity output)
    {
        double worst = 0;
        for (int t = 1; t <= count / 2; t++)
        {
            double off = Math.Abs(((double)scaling.Remainder(t, count) / scaling.MeanFactor) - ((double)t / count));
            worst = Math.Max(worst, off / spread.At(Math.Max(1, scaling.LeastVariance(t, count))));
        }

        return worst * output.Slope;
    }
}
