namespace Prover.Onnx.Elementwise;

/// <summary>
/// A function of several quantised values that is a weighted sum of them, up to float rounding, and then a function of that sum:
/// Finish(class, offset(class) + Σ slope · (q - zero point)).
/// </summary>
/// <param name="Slopes">One factor per source.</param>
/// <param name="Offset">The value at the zero points, by class.</param>
/// <param name="Finish">What follows the sum; null for nothing.</param>
/// <param name="Shape">How <paramref name="Finish"/> behaves.</param>
internal sealed record LinearForm(double[] Slopes, Func<int, double> Offset, Func<int, float, float>? Finish, FunctionShape Shape);
