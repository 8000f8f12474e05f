namespace Prover.Onnx.Arithmetic;

/// <summary>QLinearMul: the integer product times one float32 ratio, plus the zero point, rounded half to even, saturated.</summary>
internal sealed class QuantizedMultiplication
{
    private readonly int leftZero;
    private readonly int rightZero;
    private readonly float ratio;
    private readonly QuantizedRange range;

    /// <summary>Prepares the ratio (left scale · right scale) / scale.</summary>
    internal QuantizedMultiplication(float leftScale, int leftZero, float rightScale, int rightZero, float scale, QuantizedRange range)
    {
        this.leftZero = leftZero;
        this.rightZero = rightZero;
        ratio = (float)(leftScale * rightScale) / scale;
        this.range = range;
    }

    /// <summary>The quantised product of two quantised values.</summary>
    internal int Multiply(int left, int right)
    {
        float scaled = (float)((left - leftZero) * (right - rightZero)) * ratio;
        return range.RoundShifted(scaled + range.ZeroPoint);
    }
}
