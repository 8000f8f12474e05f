namespace Prover.Onnx.Arithmetic;

/// <summary>
/// com.microsoft QLinearSoftmax: a float32 table of exponentials indexed by the distance from the maximum, a float32 sum in
/// order, and one rounding per element.
/// </summary>
internal sealed class QuantizedSoftmax
{
    private readonly float[] exponentials = new float[256]; // entry 255 belongs to the maximum
    private readonly float steps;
    private readonly QuantizedRange range;

    /// <summary>Builds the table.</summary>
    /// <param name="inputScale">Scale of the input.</param>
    /// <param name="outputScale">Scale of the output.</param>
    /// <param name="range">Type and zero point of the output; the input has the same type.</param>
    /// <param name="length">Number of elements that share a sum.</param>
    internal QuantizedSoftmax(float inputScale, float outputScale, QuantizedRange range, int length)
    {
        const double reservedBits = 5;
        double room = Math.Log(float.MaxValue / length) - reservedBits;
        double shift = Math.Max(0.0, room) / inputScale;
        for (int i = 0; i < exponentials.Length; i++)
        {
            exponentials[i] = (float)Math.Exp((i - 255 + shift) * inputScale);
        }

        steps = MathF.Floor(1.0f / outputScale);
        this.range = range;
    }

    /// <summary>One group of elements that share a sum.</summary>
    internal void Apply(ReadOnlySpan<int> input, Span<int> output)
    {
        int maximum = int.MinValue;
        foreach (int value in input)
        {
            maximum = Math.Max(maximum, value);
        }

        float sum = 0;
        foreach (int value in input)
        {
            sum += exponentials[255 - (maximum - value)];
        }

        for (int i = 0; i < input.Length; i++)
        {
            float scaled = (exponentials[255 - (maximum - input[i])] * steps) / sum;
            // Beyond the floats the runtime converts infinity to the least integer, adds the zero point in 32 bits and keeps 8 of them.
            output[i] = float.IsFinite(scaled)
                ? Math.Min((int)MathF.Round(scaled, MidpointRounding.ToEven) + range.ZeroPoint, range.High)
                : range.ZeroPoint < 0 ? range.High : range.ZeroPoint;
        }
    }
}
