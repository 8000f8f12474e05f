using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Inputs;

/// <summary>
/// Reads NumPy's .npy format, versions 1 to 3 (NumPy Enhancement Proposal 1): magic, a header that is a Python dictionary
/// literal with keys descr, fortran_order and shape, then the elements.
/// </summary>
internal static partial class NumpyReader
{
    private static readonly byte[] Magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads a whole file's bytes.</summary>
    /// <exception cref="FormatException">The bytes are not a .npy tensor that can be used; the text says why.</exception>
    internal static DenseTensor Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < 10 || !file.StartsWith(Magic))
        {
            throw new FormatException("not a NumPy .npy file");
        }

        bool longHeader = file[6] >= 2;
        int start = longHeader ? 12 : 10;
        uint length = file.Length < start ? uint.MaxValue
            : longHeader ? BinaryPrimitives.ReadUInt32LittleEndian(file[8..]) : BinaryPrimitives.ReadUInt16LittleEndian(file[8..]);
        if (file[6] is 0 or > 3 || length > file.Length - start)
        {
            throw new FormatException("the .npy header is damaged");
        }

        string header = Encoding.UTF8.GetString(file.Slice(start, (int)length));
        return ReadElements(header, file[(start + (int)length)..]);
    }

    private static DenseTensor ReadElements(string header, ReadOnlySpan<byte> bytes)
    {
        Match descr = DescrPattern().Match(header);
        Match order = OrderPattern().Match(header);
        Match shapeText = ShapePattern().Match(header);
        if (!descr.Success || !order.Success || !shapeText.Success)
        {
            throw new FormatException("the .npy header is damaged");
        }

        if (order.Groups[1].Value == "True" && shapeText.Groups[1].Value.Count(static c => c == ',') > 1)
        {
            throw new FormatException("the tensor is stored in Fortran order; save it in C order (numpy.ascontiguousarray)");
        }

        TensorElementType type = ElementType(descr.Groups[1].Value);
        string[] axes = shapeText.Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        int[] shape = new int[axes.Length];
        for (int i = 0; i < axes.Length; i++)
        {
            if (!int.TryParse(axes[i], out shape[i]) || shape[i] < 0)
            {
                throw new FormatException($"axis length {axes[i]} is not possible");
            }
        }

        long count = shape.Aggregate(1L, static (product, axis) => product > int.MaxValue ? product : product * axis);
        if (count * DenseTensor.SizeOf(type) != bytes.Length)
        {
            throw new FormatException($"{bytes.Length} bytes of data, but shape ({string.Join(", ", shape)}) of {type} needs "
                + $"{count * DenseTensor.SizeOf(type)}: the file is truncated or damaged");
        }

        DenseTensor tensor = DenseTensor.Allocate(type, shape);
        bytes.CopyTo(tensor.Bytes());
        return tensor;
    }

    private static TensorElementType ElementType(string descr) => descr switch
    {
        "<f4" => TensorElementType.Float,
        "<f8" => TensorElementType.Double,
        "<f2" => TensorElementType.Float16,
        "|i1" => TensorElementType.Int8,
        "|u1" => TensorElementType.UInt8,
        "|b1" => TensorElementType.Bool,
        "<i2" => TensorElementType.Int16,
        "<u2" => TensorElementType.UInt16,
        "<i4" => TensorElementType.Int32,
        "<u4" => TensorElementType.UInt32,
        "<i8" => TensorElementType.Int64,
        "<u8" => TensorElementType.UInt64,
        _ => throw new FormatException($"elements of NumPy type '{descr}' are not supported"),
    };

    [GeneratedRegex("'descr'\\s*:\\s*'([^']*)'")]
    private static partial Regex DescrPattern();

    [GeneratedRegex("'fortran_order'\\s*:\\s*(True|False)")]
    private static partial Regex OrderPattern();

    [GeneratedRegex("'shape'\\s*:\\s*\\(([0-9,\\s]*)\\)")]
    private static partial Regex ShapePattern();
}
