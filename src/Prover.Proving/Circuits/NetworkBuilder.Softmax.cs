namespace Prover.Proving.Circuits;

/// <content>Softmax, LogSoftmax and the logarithm of a sum of exponentials (SPEC §10.10).</content>
public sealed partial class NetworkBuilder
{
    /// <summary>The logarithms of a softmax along one axis: sums of exact integer functions.</summary>
    /// <param name="node">The name of the layer.</param>
    /// <param name="x">The activation.</param>
    /// <param name="axis">The axis whose elements share a sum.</param>
    /// <param name="tables">The functions.</param>
    /// <returns>-(DistanceFactor · z + LogarithmFactor · Logarithm(s)), at most 0, in the shape of <paramref name="x"/>.</returns>
    public Accumulator LogarithmOfSoftmax(string node, Activation x, int axis, SoftmaxTables tables)
    {
        (Activation greatest, Activation logarithm) = SumOfExponentials(node, x, axis, tables);
        long distance = (long)tables.DistanceFactor * (x.High - x.Low), factor = tables.LogarithmFactor;
        return Combine(node, [(x, tables.DistanceFactor), (greatest, -tables.DistanceFactor), (logarithm, -tables.LogarithmFactor)], 0)
            .Within(-distance - (factor * logarithm.High), -factor * logarithm.Low);
    }

    /// <summary>The logarithm of the sum of exponentials along one axis, which keeps size 1.</summary>
    /// <param name="node">The name of the layer.</param>
    /// <param name="x">The activation.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="tables">The functions.</param>
    /// <returns>DistanceFactor · m + LogarithmFactor · Logarithm(s), m the greatest element minus the zero point.</returns>
    public Accumulator LogarithmOfSum(string node, Activation x, int axis, SoftmaxTables tables)
    {
        (Activation greatest, Activation logarithm) = SumOfExponentials(node, x, axis, tables);
        return Combine(node, [(greatest, tables.DistanceFactor), (logarithm, tables.LogarithmFactor)], 0);
    }

    /// <summary>The greatest element, and the logarithm of the sum of exponentials of the distances from it.</summary>
    private (Activation Greatest, Activation Logarithm) SumOfExponentials(string node, Activation x, int axis, SoftmaxTables tables)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(tables);
        if (axis < 0 || axis >= x.Rank) throw new InvalidNetworkException(node, "an axis does not exist");
        long size = x.Shape[axis];
        int range = x.High - x.Low, one = tables.Exponential(0);
        Activation greatest = Maximum(node, x, axis);
        // Both have the same zero point, so stored differences are differences of quantised values.
        Accumulator Distance() => Combine(node, [(greatest, 1), (x, -1)], 0).Within(0, range);
        Activation exponential = Tabulate(Distance(), tables.Exponential, 0);
        // The greatest element contributes Exponential(0), and none contributes more.
        Accumulator whole = Sum(node, exponential, [axis]).Within(one + ((size - 1) * exponential.Low), size * one);
        if (tables.Fraction is { } function)
        {
            Activation fraction = Tabulate(Distance(), function, 0);
            Accumulator fractions = Sum(node, fraction, [axis]).Within(0, (size - 1) * fraction.High);
            int Rounded(int sum) => (int)(((long)sum + (1L << (tables.FractionBits - 1))) >> tables.FractionBits);
            Activation carry = Requantise(fractions, new((_, sum) => Rounded(sum), 0, Rounded((int)fractions.High[0]), 0));
            Activation sums = Commit(whole);
            whole = Combine(node, [(sums, 1), (carry, 1)], 0).Within(whole.Low[0], size * one);
        }
        int most = tables.Logarithm((int)whole.High[0]);
        return (greatest, Requantise(whole, new((_, sum) => tables.Logarithm(sum), 0, most, 0)));
    }
}
