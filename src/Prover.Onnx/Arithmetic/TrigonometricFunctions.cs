namespace Prover.Onnx.Arithmetic;

/// <summary>
/// Tangent, hyperbolic and inverse functions of float32, evaluated in float64 by additions, multiplications, divisions and square roots,
/// which every machine rounds alike; results are rounded to float32 once.
/// </summary>
internal static class TrigonometricFunctions
{
    private const int SeriesTerms = 24;

    /// <summary>Tangent of an angle in radians; NaN beyond 2^20.</summary>
    internal static float Tan(float x) => (float)(ElementaryFunctions.Sin((double)x) / ElementaryFunctions.Cos((double)x));

    /// <summary>Arc sine; NaN outside -1 to 1.</summary>
    internal static float Asin(float x) => (float)Atan(x / Math.Sqrt((1.0 - x) * (1.0 + x)));

    /// <summary>Arc cosine; NaN outside -1 to 1.</summary>
    internal static float Acos(float x) => (float)(2 * Atan(Math.Sqrt((1.0 - x) / (1.0 + x))));

    /// <summary>Arc tangent.</summary>
    internal static float Atan(float x) => (float)Atan((double)x);

    /// <summary>Hyperbolic sine.</summary>
    internal static float Sinh(float x)
    {
        if (MathF.Abs(x) > 1)
        {
            return (float)((ElementaryFunctions.Exp((double)x) - ElementaryFunctions.Exp(-(double)x)) / 2);
        }

        double square = (double)x * x, sum = 1;
        for (int i = SeriesTerms; i >= 2; i -= 2)
        {
            sum = 1 + (square / (i * (i + 1.0)) * sum);
        }

        return (float)(x * sum);
    }

    /// <summary>Hyperbolic cosine.</summary>
    internal static float Cosh(float x) => (float)((ElementaryFunctions.Exp((double)x) + ElementaryFunctions.Exp(-(double)x)) / 2);

    /// <summary>Inverse hyperbolic sine.</summary>
    internal static float Asinh(float x) => (float)Asinh((double)x);

    /// <summary>Inverse hyperbolic cosine; NaN below 1.</summary>
    internal static float Acosh(float x) => (float)Asinh(Math.Sqrt((x - 1.0) * (x + 1.0)) * (x >= 1 ? 1 : double.NaN));

    /// <summary>Inverse hyperbolic tangent; NaN outside -1 to 1.</summary>
    internal static float Atanh(float x) => (float)Atanh((double)x);

    /// <summary>Two halvings of the angle, and the series.</summary>
    private static double Atan(double x)
    {
        const double halfPi = 1.5707963267948966;
        if (double.IsNaN(x) || double.IsInfinity(x))
        {
            return double.IsNaN(x) ? x : Math.CopySign(halfPi, x);
        }

        if (Math.Abs(x) > 1)
        {
            return Math.CopySign(halfPi, x) - Atan(1 / x);
        }

        double half = x / (1 + Math.Sqrt(1 + (x * x)));
        double quarter = half / (1 + Math.Sqrt(1 + (half * half)));
        double square = quarter * quarter, sum = 0;
        for (int i = SeriesTerms; i >= 0; i--)
        {
            sum = (1.0 / ((2 * i) + 1)) - (square * sum);
        }

        return 4 * quarter * sum;
    }

    private static double Asinh(double x)
    {
        const double small = 0.25;
        double magnitude = Math.Abs(x), root = Math.Sqrt(1 + (x * x));
        return magnitude > small ? Math.CopySign(ElementaryFunctions.Log(magnitude + root), x) : Atanh(x / root);
    }

    private static double Atanh(double x)
    {
        const double small = 0.3;
        if (Math.Abs(x) > small)
        {
            return ElementaryFunctions.Log((1 + x) / (1 - x)) / 2;
        }

        double square = x * x, sum = 0;
        for (int i = SeriesTerms; i >= 0; i--)
        {
            sum = (1.0 / ((2 * i) + 1)) + (square * sum);
        }

        return x * sum;
    }
}
