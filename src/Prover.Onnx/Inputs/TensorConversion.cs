using System.Globalization;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Inputs;

/// <summary>
/// Brings a tensor into the type a model wants: integers into any type that holds them exactly, double into float by
/// rounding, float16 into float. Everything else would silently change values and is refused.
/// </summary>
internal static class TensorConversion
{
    /// <summary>Converts or returns the same tensor if the type already fits.</summary>
    /// <exception cref="FormatException">The conversion is not allowed or a value is out of range; the text says which.</exception>
    internal static DenseTensor Convert(DenseTensor tensor, TensorElementType type)
    {
        if (tensor.ElementType == type)
        {
            return tensor;
        }

        if (tensor.Data is double[] doubles && type == TensorElementType.Float)
        {
            return DenseTensor.Create(Array.ConvertAll(doubles, static value => (float)value), tensor.Shape);
        }

        if (tensor.Data is Half[] halves && type == TensorElementType.Float)
        {
            return DenseTensor.Create(Array.ConvertAll(halves, static value => (float)value), tensor.Shape);
        }

        if (tensor.ElementType is TensorElementType.Float or TensorElementType.Double or TensorElementType.Float16
            or TensorElementType.UInt64)
        {
            throw new FormatException($"elements are {tensor.ElementType} but the model wants {type}");
        }

        return FromIntegers(tensor.ToInt64(), type, tensor.Shape);
    }

    /// <summary>Integers in another type.</summary>
    /// <exception cref="FormatException">A value is not representable; the text says which.</exception>
    internal static DenseTensor FromIntegers(long[] values, TensorElementType type, int[] shape)
    {
        Array data = type switch
        {
            TensorElementType.Float => Narrow(values, static v => (float)v, static v => Math.Abs(v) <= 1L << 24, type),
            TensorElementType.Double => Narrow(values, static v => (double)v, static v => Math.Abs(v) <= 1L << 53, type),
            TensorElementType.Int8 => Narrow(values, static v => (sbyte)v, static v => v == (sbyte)v, type),
            TensorElementType.UInt8 => Narrow(values, static v => (byte)v, static v => v == (byte)v, type),
            TensorElementType.Int16 => Narrow(values, static v => (short)v, static v => v == (short)v, type),
            TensorElementType.UInt16 => Narrow(values, static v => (ushort)v, static v => v == (ushort)v, type),
            TensorElementType.Int32 => Narrow(values, static v => (int)v, static v => v == (int)v, type),
            TensorElementType.UInt32 => Narrow(values, static v => (uint)v, static v => v == (uint)v, type),
            TensorElementType.Int64 => values,
            TensorElementType.Bool => Narrow(values, static v => v != 0, static v => v is 0 or 1, type),
            _ => throw new FormatException($"the model's input type {type} cannot be given as integers"),
        };
        return DenseTensor.Create(data, shape);
    }

    private static T[] Narrow<T>(long[] values, Func<long, T> convert, Func<long, bool> fits, TensorElementType type)
    {
        T[] result = new T[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            result[i] = fits(values[i])
                ? convert(values[i])
                : throw new FormatException(string.Create(
                    CultureInfo.InvariantCulture, $"element {i} is {values[i]}, which {type} does not hold exactly"));
        }

        return result;
    }
}
