namespace Prover.Soundness.Tests.Uniqueness;

/// <summary>An interval of integers; doubles, since sums beyond 2^53 are refused anyhow.</summary>
/// <param name="Low">The least integer, or minus infinity.</param>
/// <param name="High">The greatest integer, or infinity.</param>
internal readonly record struct Interval(double Low, double High)
{
    /// <summary>No bounds.</summary>
    public static Interval All { get; } = new(double.NegativeInfinity, double.PositiveInfinity);

    public static Interval operator +(Interval left, Interval right) => new(left.Low + right.Low, left.High + right.High);

    public static Interval operator *(Interval left, Interval right)
    {
        ReadOnlySpan<double> corners = [
            Times(left.Low, right.Low), Times(left.Low, right.High), Times(left.High, right.Low), Times(left.High, right.High)];
        double low = corners[0], high = corners[0];
        foreach (double corner in corners) (low, high) = (Math.Min(low, corner), Math.Max(high, corner));
        return new(low, high);
    }

    public static Interval Of(double value) => new(value, value);

    /// <summary>Whether all residues stand for one integer each.</summary>
    public bool IsBelowHalf(double half) => Low > -half && High < half;

    public bool Contains(double value) => Low <= value && value <= High;

    private static double Times(double left, double right) => left == 0 || right == 0 ? 0 : left * right;
}
