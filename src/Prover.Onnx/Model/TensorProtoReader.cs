using System.Globalization;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Model;

/// <summary>Turns ONNX tensors into dense ones, from any of the three places the format keeps elements.</summary>
internal static class TensorProtoReader
{
    /// <summary>Reads a tensor.</summary>
    /// <param name="proto">The message.</param>
    /// <param name="folder">Folder of the model, for elements kept in a file beside it; null where that is not allowed.</param>
    /// <exception cref="FormatException">Shape, type and data do not belong together; the text says why.</exception>
    internal static DenseTensor Read(TensorProto proto, string? folder)
    {
        int[] shape = Shape(proto);
        var type = (TensorElementType)proto.DataType;
        int size = DenseTensor.SizeOf(type);
        if (size == 0)
        {
            throw new FormatException(Unsupported(proto));
        }

        int count = Count(shape);
        if (proto.DataLocation == TensorProto.Types.DataLocation.External)
        {
            return ExternalTensorReader.Read(proto, type, shape, folder);
        }

        if (proto.HasRawData)
        {
            if (proto.RawData.Length != (long)count * size)
            {
                throw new FormatException(Mismatch(proto.RawData.Length / size, shape));
            }

            DenseTensor tensor = DenseTensor.Allocate(type, shape);
            proto.RawData.Span.CopyTo(tensor.Bytes());
            return tensor;
        }

        int stored = StoredCount(proto, type);
        return stored == count ? FromFields(proto, type, shape) : throw new FormatException(Mismatch(stored, shape));
    }

    private static int[] Shape(TensorProto proto)
    {
        int[] shape = new int[proto.Dims.Count];
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] = proto.Dims[i] is >= 0 and <= int.MaxValue
                ? (int)proto.Dims[i]
                : throw new FormatException($"axis length {proto.Dims[i]} is not possible");
        }

        return shape;
    }

    private static int Count(int[] shape)
    {
        try
        {
            return DenseTensor.ElementCount(shape);
        }
        catch (ArgumentException error)
        {
            throw new FormatException(error.Message, error);
        }
    }

    private static int StoredCount(TensorProto proto, TensorElementType type) => type switch
    {
        TensorElementType.Float => proto.FloatData.Count,
        TensorElementType.Double => proto.DoubleData.Count,
        TensorElementType.Int64 => proto.Int64Data.Count,
        TensorElementType.UInt32 or TensorElementType.UInt64 => proto.Uint64Data.Count,
        _ => proto.Int32Data.Count,
    };

    private static DenseTensor FromFields(TensorProto proto, TensorElementType type, int[] shape) => DenseTensor.Create(
        type switch
        {
            TensorElementType.Float => proto.FloatData.ToArray(),
            TensorElementType.Double => proto.DoubleData.ToArray(),
            TensorElementType.Int64 => proto.Int64Data.ToArray(),
            TensorElementType.UInt64 => proto.Uint64Data.ToArray(),
            TensorElementType.UInt32 => Array.ConvertAll([.. proto.Uint64Data], static value => (uint)value),
            TensorElementType.Int32 => proto.Int32Data.ToArray(),
            TensorElementType.Int16 => Array.ConvertAll([.. proto.Int32Data], static value => (short)value),
            TensorElementType.UInt16 => Array.ConvertAll([.. proto.Int32Data], static value => (ushort)value),
            TensorElementType.Int8 => Array.ConvertAll([.. proto.Int32Data], static value => (sbyte)value),
            TensorElementType.UInt8 => Array.ConvertAll([.. proto.Int32Data], static value => (byte)value),
            TensorElementType.Bool => Array.ConvertAll([.. proto.Int32Data], static value => value != 0),
            _ => Array.ConvertAll([.. proto.Int32Data], static value => BitConverter.UInt16BitsToHalf((ushort)value)),
        },
        shape);

    private static string Unsupported(TensorProto proto) => proto.DataType switch
    {
        (int)TensorElementType.String => "elements that are texts are not supported; leave them out of the exported model",
        14 => "elements of type COMPLEX64 are not supported; export the model in float32",
        15 => "elements of type COMPLEX128 are not supported; export the model in float32",
        16 => "elements of type BFLOAT16 are not supported; export the model in float32",
        >= 17 and <= 20 => "elements of 8-bit floats (FLOAT8) are not supported; quantise to 8-bit integers",
        21 => "elements of type UINT4 are not supported; quantise to 8 bits, for example with `prover quantize` from the float model",
        22 => "elements of type INT4 are not supported; quantise to 8 bits, for example with `prover quantize` from the float model",
        _ => $"elements of type number {proto.DataType} are not supported",
    };

    private static string Mismatch(int stored, int[] shape) => string.Create(
        CultureInfo.InvariantCulture, $"{stored} elements stored for shape [{string.Join(", ", shape)}]");
}
