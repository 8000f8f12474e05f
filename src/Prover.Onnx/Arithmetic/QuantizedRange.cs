using Prover.Onnx.Tensors;

namespace Prover.Onnx.Arithmetic;

/// <summary>The legal values of an 8-bit type and the zero point of a tensor of that type.</summary>
/// <param name="ElementType">UInt8 or Int8.</param>
/// <param name="ZeroPoint">The quantised value that stands for 0.</param>
internal readonly record struct QuantizedRange(TensorElementType ElementType, int ZeroPoint)
{
    /// <summary>The least value.</summary>
    internal int Low => ElementType == TensorElementType.Int8 ? -128 : 0;

    /// <summary>The greatest value.</summary>
    internal int High => ElementType == TensorElementType.Int8 ? 127 : 255;

    /// <summary>
    /// Rounds half to even to a quantised value: clamp to the range, round, add the zero point, in the order of the vector
    /// kernels, where clamping comes first. NaN gives the least value.
    /// </summary>
    internal int Round(float scaled)
    {
        float clamped = MathF.Min(scaled > Low - ZeroPoint ? scaled : Low - ZeroPoint, High - ZeroPoint);
        return (int)MathF.Round(clamped, MidpointRounding.ToEven) + ZeroPoint;
    }

    /// <summary>Rounds half to even a value that already contains the zero point, then clamps.</summary>
    internal int RoundShifted(float shifted) =>
        (int)Math.Clamp(MathF.Round(shifted, MidpointRounding.ToEven), (float)Low, High);
}
