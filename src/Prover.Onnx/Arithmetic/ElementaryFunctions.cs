namespace Prover.Onnx.Arithmetic;

/// <summary>
/// Elementary functions of float32, evaluated in float64 by additions and multiplications only, so that every machine compiles the same
/// circuit; the platform's own functions may differ in the last bit. Results are rounded to float32 once. The platform library that
/// ONNX Runtime calls, and the vector code it uses in other places, are within a unit in the last place of them.
/// </summary>
internal static class ElementaryFunctions
{
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;

    /// <summary>e^x.</summary>
    internal static float Exp(float x) => (float)Exp((double)x);

    /// <summary>Natural logarithm; negative infinity at 0, NaN below.</summary>
    internal static float Log(float x) => (float)Log((double)x);

    /// <summary>x^y as the C library defines it.</summary>
    internal static float Pow(float x, float y)
    {
        bool isInteger = MathF.Floor(y) == y;
        bool isOdd = isInteger && MathF.Abs(y) < 1 << 24 && ((long)y & 1) != 0;
        if (y == 0 || x == 1)
        {
            return 1;
        }

        if (float.IsNaN(x) || float.IsNaN(y) || (x < 0 && !isInteger))
        {
            return float.NaN;
        }

        if (x == 0 || float.IsInfinity(x) || float.IsInfinity(y))
        {
            return MathF.Pow(x, y); // exact by definition
        }

        double magnitude = Exp(y * Log(Math.Abs((double)x)));
        return (float)(x < 0 && isOdd ? -magnitude : magnitude);
    }

    /// <summary>Sine of an angle in radians; NaN beyond 2^20, where the reduction loses its precision.</summary>
    internal static float Sin(float x) => (float)Sin((double)x);

    /// <summary>Cosine of an angle in radians; NaN beyond 2^20.</summary>
    internal static float Cos(float x) => (float)Cos((double)x);

    /// <summary>Sine in float64.</summary>
    internal static double Sin(double x) => Rotated(x, 0);

    /// <summary>Cosine in float64.</summary>
    internal static double Cos(double x) => Rotated(x, 1);

    /// <summary>e^x by x = k ln 2 + r and the Taylor series of e^r.</summary>
    internal static double Exp(double x)
    {
        const double overflow = 709.7;
        const double underflow = -745.2;
        const int degree = 14;
        if (!(x < overflow))
        {
            return double.IsNaN(x) ? x : double.PositiveInfinity;
        }

        if (x < underflow)
        {
            return 0;
        }

        double k = Math.Round(x / (Ln2High + Ln2Low), MidpointRounding.ToEven);
        double r = x - (k * Ln2High) - (k * Ln2Low);
        double sum = 1;
        for (int i = degree; i >= 1; i--)
        {
            sum = 1 + (r / i * sum);
        }

        return Math.ScaleB(sum, (int)k);
    }

    /// <summary>Natural logarithm by x = 2^k m and the series of the inverse hyperbolic tangent.</summary>
    internal static double Log(double x)
    {
        const int terms = 14;
        if (!(x > 0) || double.IsPositiveInfinity(x))
        {
            return x == 0 ? double.NegativeInfinity : x > 0 ? x : double.NaN;
        }

        int k = Math.ILogB(x);
        double m = Math.ScaleB(x, -k);
        if (m > 1.4142135623730951)
        {
            m *= 0.5;
            k++;
        }

        double f = (m - 1) / (m + 1);
        double square = f * f;
        double sum = 0;
        for (int i = terms; i >= 0; i--)
        {
            sum = (sum * square) + (1.0 / ((2 * i) + 1));
        }

        return (k * Ln2High) + ((2 * f * sum) + (k * Ln2Low));
    }

    /// <summary>sin(x + quarters · π/2).</summary>
    private static double Rotated(double x, int quarters)
    {
        const double limit = 1 << 20;
        const double halfPiHigh = 1.57079632673412561417; // 33 bits: multiples up to 2^20 are exact
        const double halfPiLow = 6.07710050650619224932e-11;
        const int lastTerm = 17;
        if (!(Math.Abs(x) <= limit))
        {
            return double.NaN;
        }

        double k = Math.Round(x / (halfPiHigh + halfPiLow), MidpointRounding.ToEven);
        double r = x - (k * halfPiHigh) - (k * halfPiLow);
        long quadrant = ((long)k + quarters) & 3;
        double square = r * r;
        bool isSine = (quadrant & 1) == 0;
        double sum = 1;
        for (int i = isSine ? lastTerm : lastTerm - 1; i >= 2; i -= 2)
        {
            sum = 1 - (square / (i * (i - 1.0)) * sum);
        }

        double value = isSine ? r * sum : sum;
        return quadrant >= 2 ? -value : value;
    }
}
