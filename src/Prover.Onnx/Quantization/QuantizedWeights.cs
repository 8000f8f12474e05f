using Prover.Onnx.Tensors;

namespace Prover.Onnx.Quantization;

/// <summary>Weights as integers between -127 and 127 with one scale or one per output channel.</summary>
/// <param name="Integers">The integers.</param>
/// <param name="Shape">The shape of the weights.</param>
/// <param name="Scales">One scale, or one per output channel.</param>
/// <param name="Axis">The axis that counts output channels; it matters for several scales only.</param>
internal sealed record QuantizedWeights(sbyte[] Integers, int[] Shape, float[] Scales, int Axis)
{
    /// <summary>Biases up to this many units of input scale · weight scale are representable; beyond, the scale is raised.</summary>
    private const float LargestBias = 1 << 23;

    /// <summary>Weights with less than this are worth a scale per channel.</summary>
    private const double CoarseDecibels = 32;

    /// <summary>Quantises the weights of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="bias">Its bias.</param>
    /// <param name="inputScale">The scale of its input.</param>
    /// <param name="options">Granularity and kind of scales.</param>
    internal static QuantizedWeights Of(LinearLayer layer, float[] bias, float inputScale, QuantizationOptions options)
    {
        bool possible = layer.WeightAxis >= 0 && options.Weights != WeightGranularity.PerTensor;
        if (possible && (options.Weights == WeightGranularity.PerChannel || layer.IsConvolution))
        {
            return Of(layer, bias, inputScale, options, true);
        }

        QuantizedWeights one = Of(layer, bias, inputScale, options, false);
        return possible && one.SignalToNoise(layer.Weights.As<float>()) < CoarseDecibels
            ? Of(layer, bias, inputScale, options, true)
            : one;
    }

    /// <summary>Power of exact weights over that of the rounding, in decibels.</summary>
    internal double SignalToNoise(float[] exact)
    {
        const double best = 200;
        double signal = exact.Sum(static v => (double)v * v);
        double noise = exact.Zip(Reals(), static (a, b) => ((double)a - b) * (a - b)).Sum();
        return noise > 0 && signal > 0 ? Math.Min(best, 10 * Math.Log10(signal / noise)) : best;
    }

    private static QuantizedWeights Of(
        LinearLayer layer, float[] bias, float inputScale, QuantizationOptions options, bool perChannel)
    {
        float[] values = layer.Weights.As<float>();
        int count = perChannel ? layer.Channels : 1;
        int inner = layer.WeightAxis < 0 ? 1 : DenseTensor.ElementCount(layer.Weights.Shape.AsSpan(layer.WeightAxis + 1));
        int ChannelOf(int i) => count == 1 ? 0 : i / inner % count;
        float[] largest = new float[count];
        for (int i = 0; i < values.Length; i++)
        {
            largest[ChannelOf(i)] = MathF.Max(largest[ChannelOf(i)], MathF.Abs(values[i]));
        }

        float[] biases = count == 1 ? [bias.Max(MathF.Abs)] : Array.ConvertAll(bias, MathF.Abs);
        float[] scales = [.. largest.Select((v, c) => ScaleChoice.Weight(v, biases[c] / inputScale / LargestBias, perChannel, options))];
        sbyte[] integers = new sbyte[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            float scaled = MathF.Round(values[i] / scales[ChannelOf(i)], MidpointRounding.ToEven);
            integers[i] = (sbyte)Math.Clamp(scaled, -sbyte.MaxValue, sbyte.MaxValue);
        }

        return new QuantizedWeights(integers, layer.Weights.Shape, scales, layer.WeightAxis);
    }

    /// <summary>The real numbers that the integers stand for.</summary>
    internal float[] Reals()
    {
        int inner = Axis < 0 ? 1 : DenseTensor.ElementCount(Shape.AsSpan(Axis + 1));
        return [.. Integers.Select((q, i) => q * Scales[Scales.Length == 1 ? 0 : i / inner % Scales.Length])];
    }

    /// <summary>A bias in units of input scale · weight scale.</summary>
    internal int[] QuantizeBias(float[] bias, float inputScale)
    {
        const int bound = 1 << 30;
        float[] scales = BiasScales(inputScale);
        return [.. bias.Select((b, i) =>
            (int)Math.Clamp(MathF.Round(b / scales[scales.Length == 1 ? 0 : i], MidpointRounding.ToEven), -bound, bound))];
    }

    /// <summary>The scales of the bias.</summary>
    internal float[] BiasScales(float inputScale) => Array.ConvertAll(Scales, scale => inputScale * scale);
}
