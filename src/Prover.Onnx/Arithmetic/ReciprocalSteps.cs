using Prover.Proving.Circuits;

namespace Prover.Onnx.Arithmetic;

/// <summary>Makes the fixed-point reciprocals of a normalisation (SPEC §10.11), as coarse as its output allows.</summary>
internal static class ReciprocalSteps
{
    /// <summary>The greatest number of steps: results of a requantisation.</summary>
    private const int Greatest = 60_000;

    /// <summary>Steps of which each holds one value for all spreads that differ by no more than a relative tolerance.</summary>
    /// <param name="spread">What is inverted.</param>
    /// <param name="least">The least argument of elements that differ; smaller ones share its value.</param>
    /// <param name="most">The greatest argument.</param>
    /// <param name="bits">The logarithm of the unit of the reciprocals.</param>
    /// <param name="tolerance">From a spread to the relative error that is allowed there.</param>
    /// <returns>The steps, and the factor by which the tolerance had to grow, 1 or more.</returns>
    internal static (ReciprocalTable Table, double Growth) Of(
        SpreadFunction spread, long least, long most, int bits, Func<double, double> tolerance)
    {
        for (double growth = 1; ; growth *= 2)
        {
            if (Of(spread, least, most, bits, tolerance, growth) is { } table)
            {
                return (table, growth);
            }
        }
    }

    private static ReciprocalTable? Of(
        SpreadFunction spread, long least, long most, int bits, Func<double, double> tolerance, double growth)
    {
        List<int> starts = [], values = [];
        for (long first = least; first <= Math.Max(least, most);)
        {
            double from = spread.At(first);
            double reach = spread.Inverse(from * (1 + (2 * growth * tolerance(from))));
            long last = (long)Math.Clamp(reach, first, Math.Max(first, most));
            int value = checked((int)Math.Round(Math.ScaleB(2 / (from + spread.At(last)), bits)));
            if (values.Count == 0 || value < values[^1])
            {
                starts.Add(values.Count == 0 ? 0 : (int)first);
                values.Add(value);
            }

            if (starts.Count > Greatest)
            {
                return null;
            }

            first = last + 1;
        }

        return new ReciprocalTable([.. starts], [.. values]);
    }
}
