namespace Prover.Onnx.Arithmetic;

/// <summary>
/// Sigmoid and Tanh as ONNX Runtime's FMA kernels compute them: odd rational approximations of fixed degree on a clamped
/// argument, evaluated by Horner's rule with fused steps. The coefficients define the function bit for bit.
/// </summary>
internal static class RationalActivations
{
    private static readonly float[] SigmoidNumerator =
        [4.37031012579801e-11f, 1.15627324459942e-07f, 6.08574864600143e-05f, 8.51377133304701e-03f, 2.48287947061529e-01f];

    private static readonly float[] SigmoidDenominator =
        [6.10247389755681e-13f, 5.76102136993427e-09f, 6.29106785017040e-06f, 1.70198817374094e-03f, 1.16817656904453e-01f,
            9.93151921023180e-01f];

    private static readonly float[] TanhNumerator =
        [-2.76076847742355e-16f, 2.00018790482477e-13f, -8.60467152213735e-11f, 5.12229709037114e-08f, 1.48572235717979e-05f,
            6.37261928875436e-04f, 4.89352455891786e-03f];

    private static readonly float[] TanhDenominator =
        [1.19825839466702e-06f, 1.18534705686654e-04f, 2.26843463243900e-03f, 4.89352518554385e-03f];

    /// <summary>1 / (1 + exp(-x)), in [0, 1].</summary>
    internal static float Sigmoid(float x)
    {
        const float limit = 18f;
        float value = Math.Clamp(x, -limit, limit);
        float square = value * value;
        float quotient = (Horner(SigmoidNumerator, square) * value) / Horner(SigmoidDenominator, square);
        return Math.Clamp(quotient + 0.5f, 0f, 1f);
    }

    /// <summary>Hyperbolic tangent.</summary>
    internal static float Tanh(float x)
    {
        const float limit = 9f;
        float value = Math.Clamp(x, -limit, limit);
        float square = value * value;
        return (Horner(TanhNumerator, square) * value) / Horner(TanhDenominator, square);
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
