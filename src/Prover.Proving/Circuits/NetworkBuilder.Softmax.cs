namespace Prover.Proving.Circuits;

/// <content>Softmax and LogSoftmax (SPEC §10.10).</content>
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
        Activation logarithm = Requantise(whole, new((_, sum) => tables.Logarithm(sum), 0, most, 0));
        long factor = tables.LogarithmFactor;
        return Combine(node, [(x, tables.DistanceFactor), (greatest, -tables.DistanceFactor), (logarithm, -tables.LogarithmFactor)], 0)
            .Within(-((long)tables.DistanceFactor * range) - (factor * logarithm.High), -factor * logarithm.Low);
    }
}
