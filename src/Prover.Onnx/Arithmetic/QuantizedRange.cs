using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Arithmetic;

/// <summary>The legal values of an 8-bit or 16-bit type and the zero point of a tensor of that type.</summary>
/// <param name="ElementType">UInt8, Int8, UInt16 or Int16.</param>
/// <param name="ZeroPoint">The quantised value that stands for 0.</param>
internal readonly record struct QuantizedRange(TensorElementType ElementType, int ZeroPoint)
{
    /// <summary>The least value.</summary>
    internal int Low => ElementType switch
    {
        TensorElementType.Int8 => sbyte.MinValue,
        TensorElementType.Int16 => short.MinValue,
        _ => 0,
    };

    /// <summary>The greatest value.</summary>
    internal int High => ElementType switch
    {
        TensorElementType.Int8 => sbyte.MaxValue,
        TensorElementType.Int16 => short.MaxValue,
        TensorElementType.UInt16 => ushort.MaxValue,
        _ => byte.MaxValue,
    };

    /// <summary>The least and greatest integer of a tensor's type where that has 8 or 16 bits; else null.</summary>
    internal static ElementRange? Of(DenseTensor tensor) => Holds(tensor.ElementType)
        ? new ElementRange(new QuantizedRange(tensor.ElementType, 0).Low, new QuantizedRange(tensor.ElementType, 0).High)
        : null;

    /// <summary>A tensor of 8 or 16 bits minus its zero points, which are one or one per index of an axis.</summary>
    internal static WeightTensor Weights(DenseTensor tensor, int axis, int[] zeroPoints) =>
        WeightTensor.Of(tensor.Shape, tensor.ToInt32(), axis, zeroPoints) with { Range = Of(tensor)?.Minus(zeroPoints) };

    /// <summary>Integers as the elements of a tensor of some type, which must hold them.</summary>
    internal static Array Narrow(int[] values, TensorElementType type) => type switch
    {
        TensorElementType.UInt8 => Array.ConvertAll(values, static value => (byte)value),
        TensorElementType.Int8 => Array.ConvertAll(values, static value => (sbyte)value),
        TensorElementType.UInt16 => Array.ConvertAll(values, static value => (ushort)value),
        TensorElementType.Int16 => Array.ConvertAll(values, static value => (short)value),
        TensorElementType.Int64 => Array.ConvertAll(values, static value => (long)value),
        TensorElementType.Bool => Array.ConvertAll(values, static value => value != 0),
        _ => values,
    };

    /// <summary>Whether activations may have a type.</summary>
    internal static bool Holds(TensorElementType type) =>
        type is TensorElementType.UInt8 or TensorElementType.Int8 or TensorElementType.UInt16 or TensorElementType.Int16;

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
