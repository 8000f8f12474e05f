namespace Prover.Onnx.Arithmetic;

/// <summary>
/// From the integer that measures how far elements are spread to what they are divided by, in steps of the input:
/// root(v / Divisor + Inside) + Outside, or v / Divisor.
/// </summary>
/// <param name="Divisor">What makes a mean, or a sum, of the integer.</param>
/// <param name="Inside">What is added before the root, in squared steps of the input.</param>
/// <param name="Outside">What is added after the root, in steps of the input.</param>
/// <param name="IsRoot">Whether a root is taken.</param>
internal sealed record SpreadFunction(double Divisor, double Inside, double Outside, bool IsRoot)
{
    /// <summary>The divisor of the elements.</summary>
    internal double At(long v) => IsRoot ? Math.Sqrt((v / Divisor) + Inside) + Outside : v / Divisor;

    /// <summary>The greatest integer whose divisor is at most the given one, up to rounding.</summary>
    internal double Inverse(double spread) => IsRoot
        ? Divisor * (((spread - Outside) * (spread - Outside)) - Inside)
        : Divisor * spread;
}
