namespace Prover.Onnx.Arithmetic;

/// <summary>
/// Softmax and LogSoftmax of float32 as ONNX Runtime computes them with AVX-512: maximum, a polynomial exponential in 16 lanes,
/// a sum over lanes in the order of the vector reduction, one multiplication by the reciprocal.
/// </summary>
internal static class FloatSoftmax
{
    private const int Lanes = 16;

    /// <summary>Softmax of one group of elements.</summary>
    internal static void Softmax(ReadOnlySpan<float> input, Span<float> output)
    {
        float negatedMaximum = -Maximum(input);
        float scale = 1.0f / SumOfExponentials(input, negatedMaximum, output);
        for (int i = 0; i < output.Length; i++)
        {
            output[i] *= scale;
        }
    }

    /// <summary>LogSoftmax of one group of elements.</summary>
    internal static void LogSoftmax(ReadOnlySpan<float> input, Span<float> output)
    {
        float negatedMaximum = -Maximum(input);
        float logarithm = MathF.Log(SumOfExponentials(input, negatedMaximum, output));
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = input[i] + negatedMaximum - logarithm;
        }
    }

    private static float Maximum(ReadOnlySpan<float> input)
    {
        float maximum = float.MinValue;
        foreach (float value in input)
        {
            maximum = MathF.Max(maximum, value);
        }

        return maximum;
    }

    private static float SumOfExponentials(ReadOnlySpan<float> input, float negatedMaximum, Span<float> output)
    {
        Span<float> sums = stackalloc float[Lanes];
        sums.Clear();
        for (int i = 0; i < input.Length; i++)
        {
            output[i] = Exponential(input[i] + negatedMaximum);
            sums[i % Lanes] += output[i];
        }

        for (int lane = 0; lane < Lanes / 2; lane++)
        {
            sums[lane] += sums[lane + (Lanes / 2)];
        }

        float low = (sums[0] + sums[1]) + (sums[2] + sums[3]);
        float high = (sums[4] + sums[5]) + (sums[6] + sums[7]);
        return low + high;
    }

    /// <summary>exp(x): range reduction by a two-part logarithm of 2 and a polynomial of degree 6.</summary>
    internal static float Exponential(float x)
    {
        const float lowest = -103.9720840454f;
        const float greatest = 88.7762626647950f;
        const float roundingBias = 12582912.0f; // 1.5 * 2^23: adding it rounds to an integer
        const float log2E = 1.44269504088896341f;
        const float negatedLog2High = -6.93145752e-1f;
        const float negatedLog2Low = -1.42860677e-6f;
        float value = MathF.Min(MathF.Max(x, lowest), greatest);
        float biased = MathF.FusedMultiplyAdd(value, log2E, roundingBias);
        float exponent = biased - roundingBias;
        value = MathF.FusedMultiplyAdd(exponent, negatedLog2High, value);
        value = MathF.FusedMultiplyAdd(exponent, negatedLog2Low, value);
        float p = MathF.FusedMultiplyAdd(0.0013780593872070312f, value, 0.008373124524950981f);
        p = MathF.FusedMultiplyAdd(p, value, 0.041669536381959915f);
        p = MathF.FusedMultiplyAdd(p, value, 0.166664719581604f);
        p = MathF.FusedMultiplyAdd(p, value, 0.49999985098838806f);
        p = MathF.FusedMultiplyAdd(p, value, 1.0f);
        p = MathF.FusedMultiplyAdd(p, value, 1.0f);
        return MathF.ScaleB(p, (int)exponent);
    }
}
