namespace Prover.Proving.Circuits;

/// <summary>
/// The integers that define a normalisation to mean 0 and variance 1 (SPEC §10.11). With S the sum of n elements x, m = S / n rounded,
/// T = S - n·m, V = F·(sum of (x - m)²) - F·T²/n rounded, and r = Reciprocal(V), the result is (x - m)·r - (T/n)·r, of which
/// T/n is rounded to multiples of 1/G and the last product to multiples of U.
/// </summary>
/// <param name="VarianceFactor">F, at least 1.</param>
/// <param name="MeanFactor">G, at least 1; n for no rounding.</param>
/// <param name="OffsetStep">U, at least 1.</param>
/// <param name="Reciprocal">From V to a fixed-point reciprocal of the standard deviation.</param>
public sealed record CentredScaling(int VarianceFactor, int MeanFactor, int OffsetStep, ReciprocalTable Reciprocal)
{
    /// <summary>numerator / denominator rounded to the nearest integer, halves up.</summary>
    /// <param name="numerator">Any integer of at most 2^61.</param>
    /// <param name="denominator">A positive integer of at most 2^31.</param>
    public static long Round(long numerator, long denominator)
    {
        (long twice, long divisor) = ((2 * numerator) + denominator, 2 * denominator);
        long quotient = twice / divisor;
        return twice < quotient * divisor ? quotient - 1 : quotient;
    }

    /// <summary>The rounded share of the square of T in V.</summary>
    public long Correction(long t, int count) => Round(VarianceFactor * t * t, count);

    /// <summary>T / n in units of 1/G.</summary>
    public int Remainder(long t, int count) => (int)Round(MeanFactor * t, count);

    /// <summary>The greatest V of n elements that lie in an interval of a length: F·n times a quarter of its square, rounded.</summary>
    public long GreatestVariance(int count, int range) => (long)(((VarianceFactor * (Int128)count * range * range) + 2) / 4);

    /// <summary>The least V where T = t: integers whose sum is t have squares whose sum is |t| or more.</summary>
    public long LeastVariance(long t, int count) => Math.Max(0, (VarianceFactor * Math.Abs(t)) - Correction(t, count));

    /// <summary>A bound of |T/n in units of 1/G| times r over all inputs.</summary>
    public long GreatestOffset(int count)
    {
        long greatest = 0;
        for (int t = 0; t <= (count + 1) / 2; t++)
        {
            long size = Math.Max(Math.Abs(Remainder(t, count)), Math.Abs(Remainder(-t, count)));
            greatest = Math.Max(greatest, size * Reciprocal.At(LeastVariance(t, count)));
        }
        return greatest;
    }

    /// <summary>A bound of the absolute result over all inputs.</summary>
    public double GreatestResult(int count, int range)
    {
        double rounding = MeanFactor == count ? 0 : 0.5 / MeanFactor;
        // n times the variance is at most (V + 1/2) / F, and a square of a deviation is at most that.
        double Element(long variance) => Math.Min(range, Math.Sqrt((variance + 0.5) / VarianceFactor)) + rounding;
        double greatest = Reciprocal.GreatestProduct(GreatestVariance(count, range), Element);
        return Math.Ceiling(greatest) + OffsetStep + 1;
    }
}
