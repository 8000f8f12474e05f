using System.Numerics;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Arithmetic;

/// <summary>
/// Chooses the integer functions of a softmax (SPEC §10.10) so that its result is within one step of the real one, and bounds its
/// error. Exponentials have scale 2^k, sums are rounded to a mantissa, logarithms are multiples of a fraction of the input's step.
/// </summary>
internal sealed class SoftmaxPrecision
{
    private const double SumShare = 0.1, CarryShare = 0.06, LogarithmShare = 0.04, MantissaShare = 0.125; // in steps of the output
    private const double Negligible = 0.005; // in steps of the output
    private const int Samples = 1 << 13;
    private const int SingleSumBits = 23; // longer sums have tables of thresholds that cost more than a second sum
    private const int GreatestSumBits = 29; // below p/2
    private const double GreatestDistance = 1 << 28;

    private readonly double step;
    private readonly int range;
    private readonly int count;
    private readonly double sensitivity;
    private readonly int exponentialBits;
    private readonly int fractionBits;
    private readonly int mantissaBits;
    private readonly int distanceFactor;
    private readonly int logarithmFactor;

    /// <summary>Chooses the precision.</summary>
    /// <param name="step">The real difference of neighbouring inputs.</param>
    /// <param name="range">The greatest difference of inputs, as integers.</param>
    /// <param name="count">The number of elements that share a sum.</param>
    /// <param name="scaled">From the logarithm of the result, at most 0, to the result in steps of the output, clamped.</param>
    /// <param name="reach">The greatest magnitude of a factor of the distance factor, if that is more than the range.</param>
    internal SoftmaxPrecision(double step, int range, int count, Func<double, double> scaled, int reach = 0)
    {
        this.range = range;
        this.count = count;
        double depth = Depth((step * Math.Max(1, range)) + Math.Log(count), scaled);
        sensitivity = Sensitivity(depth, scaled);
        // Greater steps would need greater factors, but their results and their shares of the sum do not matter.
        this.step = Math.Min(step, Math.Max(depth, Math.Log(sensitivity / Negligible)) + Math.Log(count));
        int countBits = BitOperations.Log2((uint)count - 1) + 1;
        exponentialBits = Bits(sensitivity * count / (2 * SumShare));
        if (exponentialBits + countBits > SingleSumBits)
        {
            exponentialBits = Math.Min(Bits(sensitivity / (2 * CarryShare)), GreatestSumBits - countBits);
            int wanted = Bits(sensitivity * count / (2 * (SumShare - CarryShare))) - exponentialBits;
            fractionBits = Math.Clamp(wanted, 1, GreatestSumBits - countBits);
        }

        mantissaBits = Bits(sensitivity / (2 * MantissaShare));
        double unit = 2 * LogarithmShare / sensitivity;
        distanceFactor = (int)Math.Ceiling(Math.Min(this.step / unit, GreatestDistance / Math.Max(1, Math.Max(range, reach))));
        logarithmFactor = distanceFactor > 1 ? 1 : (int)Math.Max(1, Math.Floor(unit / this.step));
    }

    /// <summary>The difference of neighbouring results' logarithms, per unit of the kernel's accumulator.</summary>
    internal double Unit => step / distanceFactor;

    /// <summary>The real difference of neighbouring inputs that the functions use: less than the given one, where that is great.</summary>
    internal double Step => step;

    /// <summary>A bound of the difference from the real result before both are rounded, in steps of the output.</summary>
    internal double Error
    {
        get
        {
            if (Logarithm(count << exponentialBits) > ushort.MaxValue)
            {
                return double.PositiveInfinity;
            }

            return (sensitivity * (SumError + Math.ScaleB(1, -mantissaBits - 1) + (Unit * logarithmFactor / 2))) + (4 * Negligible);
        }
    }

    /// <summary>
    /// A bound of the difference of the logarithms of the sum of rounded exponentials and of the real sum. A sum that is too small by a
    /// share of itself is off by more than this share.
    /// </summary>
    internal double SumError
    {
        get
        {
            double share = 0, carry = fractionBits > 0 ? Math.ScaleB(0.5, -exponentialBits) : 0;
            for (int z = 1; z <= range; z++)
            {
                double real = Math.Exp(-z * step), used = Math.ScaleB(Whole(z), -exponentialBits - fractionBits);
                share = Math.Max(share, (((count - 1) * Math.Abs(used - real)) + carry) / (1 + ((count - 1) * real)));
            }

            return share < 1 ? -Math.Log(1 - share) : double.PositiveInfinity;
        }
    }

    /// <summary>The functions.</summary>
    internal SoftmaxTables Tables => new(
        z => (int)(Whole(z) >> fractionBits),
        fractionBits > 0 ? z => (int)(Whole(z) & ((1L << fractionBits) - 1)) : null,
        fractionBits,
        Logarithm,
        distanceFactor,
        logarithmFactor);

    /// <summary>How far below the greatest logarithm results stop to matter.</summary>
    private static double Depth(double deepest, Func<double, double> scaled)
    {
        double end = scaled(-deepest), depth = deepest;
        while (depth > 1 && Math.Abs(scaled(-depth / 2) - end) < Negligible)
        {
            depth /= 2;
        }

        return depth;
    }

    /// <summary>The greatest change of the output, in steps, per change of the logarithm.</summary>
    private static double Sensitivity(double depth, Func<double, double> scaled)
    {
        double greatest = 1, width = depth / Samples, previous = scaled(0);
        for (int i = 1; i <= Samples; i++)
        {
            double value = scaled(-width * i);
            greatest = Math.Max(greatest, Math.Abs(value - previous) / width);
            previous = value;
        }

        return greatest;
    }

    private static int Bits(double value) => Math.Clamp((int)Math.Ceiling(Math.Log2(value)), 1, GreatestSumBits);

    /// <summary>An exponential with all its bits.</summary>
    private long Whole(int z) => (long)Math.Round(Math.ScaleB(Math.Exp(-z * step), exponentialBits + fractionBits));

    /// <summary>The logarithm of the middle of all sums with the same leading bits.</summary>
    private int Logarithm(int sum)
    {
        int shift = Math.Max(0, BitOperations.Log2((uint)sum) - mantissaBits);
        double middle = ((long)(sum >> shift) << shift) + (((1L << shift) - 1) / 2.0);
        double units = Math.Log(Math.ScaleB(middle, -exponentialBits)) / (Unit * logarithmFactor);
        return (int)Math.Clamp(Math.Round(units), 0, int.MaxValue);
    }
}
