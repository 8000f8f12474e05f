using Prover.Onnx.Arithmetic;

namespace Prover.Onnx.Quantization;

/// <summary>
/// Turns ranges into scales and zero points. Scales are rounded up to few significant bits, so that products and sums of
/// quantised values are exact in float32 and every runtime agrees with the proof; that widens a range
/// by less than 0.2 percent. A range that ends where a Clip does is narrowed instead, so that the quantisation makes the Clip
/// redundant, which ONNX Runtime and the proof make use of.
/// </summary>
internal static class ScaleChoice
{
    private const int ActivationBits = 10;
    private const int WeightBits = 12;
    private const int ChannelBits = 4;
    private const float LeastScale = 1e-12f;

    /// <summary>Scale and zero point of an activation.</summary>
    /// <param name="range">The real numbers to hold.</param>
    /// <param name="options">Type and kind of scale.</param>
    internal static (float Scale, int ZeroPoint) Activation(ValueRange range, QuantizationOptions options)
    {
        var type = new QuantizedRange(options.ActivationType, 0);
        float span = range.High - range.Low;
        float wanted = span / (type.High - type.Low);
        float scale = span <= 0 ? 1f
            : range.IsFixed ? wanted
            : range.IsClipped && !options.PowerOfTwoScales ? RoundDown(wanted, ActivationBits)
            : RoundUp(wanted, ActivationBits, options.PowerOfTwoScales);

        // Rounding the zero point away from the range's ends may cut half a step off one of them.
        int zero = (int)Math.Clamp(Math.Round(type.Low - (range.Low / (double)scale)), type.Low, type.High);
        return (scale, zero);
    }

    /// <summary>The scale of weights between -127 and 127.</summary>
    /// <param name="largest">The greatest absolute value.</param>
    /// <param name="least">The scale is at least this.</param>
    /// <param name="isOfChannel">
    /// Whether it is one of many: then it is rounded to one of eight per octave, so that channels share lookup tables.
    /// </param>
    /// <param name="options">The kind of scale.</param>
    internal static float Weight(float largest, float least, bool isOfChannel, QuantizationOptions options)
    {
        float scale = MathF.Max(largest / sbyte.MaxValue, least);
        return scale > 0 ? RoundUp(scale, isOfChannel ? ChannelBits : WeightBits, options.PowerOfTwoScales) : 1f;
    }

    /// <summary>The least float with the given number of significant bits (one for powers of two) that is not below a value.</summary>
    internal static float RoundUp(float value, int bits, bool powerOfTwo)
    {
        float positive = MathF.Max(value, LeastScale);
        int dropped = powerOfTwo ? 23 : 24 - bits;
        uint mask = (1u << dropped) - 1;
        uint raised = (BitConverter.SingleToUInt32Bits(positive) + mask) & ~mask;
        return BitConverter.UInt32BitsToSingle(raised);
    }

    private static float RoundDown(float value, int bits)
    {
        uint mask = (1u << (24 - bits)) - 1;
        return BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(MathF.Max(value, LeastScale)) & ~mask);
    }
}
