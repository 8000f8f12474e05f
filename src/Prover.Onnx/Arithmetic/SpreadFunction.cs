namespace Prover.Onnx.Arithmetic;

/// <summary>
/// From the integer that measures how far elements are spread to what they are divided by, in steps of the input: a function that never
/// decreases.
/// </summary>
/// <param name="At">The divisor of the elements.</param>
/// <param name="Inverse">The greatest argument whose divisor is at most the given one, up to rounding.</param>
internal sealed record SpreadFunction(Func<double, double> At, Func<double, double> Inverse)
{
    /// <summary>root(v / divisor + inside) + outside, the last two in squared steps and in steps of the input.</summary>
    internal static SpreadFunction Root(double divisor, double inside, double outside) => new(
        v => Math.Sqrt((v / divisor) + inside) + outside,
        spread => divisor * (((spread - outside) * (spread - outside)) - inside));

    /// <summary>The argument itself.</summary>
    internal static SpreadFunction Identity => new(static v => v, static spread => spread);

    /// <summary>(bias + factor · v)^exponent / step, all positive.</summary>
    internal static SpreadFunction Power(double bias, double factor, double exponent, double step) => new(
        v => ElementaryFunctions.Exp(exponent * ElementaryFunctions.Log(bias + (factor * v))) / step,
        spread => (ElementaryFunctions.Exp(ElementaryFunctions.Log(spread * step) / exponent) - bias) / factor);
}
