namespace Prover.Onnx.Arithmetic;

/// <summary>
/// The error function and the exponential as ONNX Runtime's FMA kernels compute them: polynomials with fused steps whose coefficients
/// define the functions bit for bit.
/// </summary>
internal static class ErrorFunction
{
    private static readonly float[] Small =
        [-5.99104969e-4f, 4.99339588e-3f, -2.67667342e-2f, 1.12818025e-1f, -3.76124859e-1f, 1.28379151e-1f];

    private static readonly float[] Large =
        [1.72948930e-5f, -3.83208680e-4f, 3.88393435e-3f, -2.42545605e-2f, 1.06777847e-1f, 6.34846687e-1f, 1.28717512e-1f];

    private static readonly float[] Exponential =
        [1.38319808e-3f, 8.37550033e-3f, 4.16689515e-2f, 1.66664466e-1f, 4.99999851e-1f, 1f, 1f];

    /// <summary>erf(x).</summary>
    internal static float Erf(float x)
    {
        const float limit = 3.925f;
        const float split = 0.921875f;
        float magnitude = MathF.Min(MathF.Abs(x), limit);
        float result;
        if (magnitude > split)
        {
            float exponent = MathF.FusedMultiplyAdd(Horner(Large, magnitude), magnitude, magnitude);
            result = 1f - ExpOfNegative(-exponent);
        }
        else
        {
            result = MathF.FusedMultiplyAdd(Horner(Small, magnitude * magnitude), magnitude, magnitude);
        }

        return MathF.CopySign(result, x);
    }

    /// <summary>x · (erf(x / √2) + 1) / 2.</summary>
    internal static float Gelu(float x)
    {
        const float inverseRootOfTwo = 0.70710678118654752440f;
        return 0.5f * x * (Erf(x * inverseRootOfTwo) + 1f);
    }

    private static float ExpOfNegative(float x)
    {
        const float lowest = -88.3762626647949f;
        const float roundingBias = 12582912.0f; // 1.5 * 2^23: adding it rounds to an integer
        float value = MathF.Max(x, lowest);
        float exponent = MathF.FusedMultiplyAdd(1.44269504088896341f, value, roundingBias) - roundingBias;
        float reduced = MathF.FusedMultiplyAdd(exponent, -6.93145752e-1f, value);
        reduced = MathF.FusedMultiplyAdd(exponent, -1.42860677e-6f, reduced);
        return MathF.ScaleB(Horner(Exponential, reduced), (int)exponent);
    }

    private static float Horner(float[] coefficients, float x)
    {
        float result = coefficients[0];
        for (int i = 1; i < coefficients.Length; i++)
        {
            result = MathF.FusedMultiplyAdd(result, x, coefficients[i]);
        }

        return result;
    }
}
