namespace Prover.Onnx.Arithmetic;

/// <summary>
/// ONNX Runtime's float32 arithmetic of quantisation on x86-64, operation by operation. Each method is one rounding step per
/// line; nothing here may be reassociated or evaluated in another precision.
/// </summary>
internal static class LinearQuantization
{
    /// <summary>QuantizeLinear: clamp(roundToEven(x / scale)) + zero point.</summary>
    internal static int Quantize(float x, float scale, QuantizedRange range) => range.Round(x / scale);

    /// <summary>DequantizeLinear: (q - zero point) · scale.</summary>
    internal static float Dequantize(int q, float scale, int zeroPoint) => (float)(q - zeroPoint) * scale;

    /// <summary>Rescaling of a 32-bit accumulator: clamp(roundToEven(float(acc) · scale)) + zero point.</summary>
    internal static int Requantize(int accumulator, float scale, QuantizedRange range) => range.Round((float)accumulator * scale);

    /// <summary>The rescaling factor of QLinearConv and QLinearMatMul: (input · weight) / output.</summary>
    internal static float RescaleFactor(float inputScale, float weightScale, float outputScale) =>
        (float)(inputScale * weightScale) / outputScale;
}
