using System.Runtime.InteropServices;

namespace Prover.Onnx.Tensors;

/// <summary>A tensor in row-major order: element type, shape and one flat typed array.</summary>
public sealed class DenseTensor
{
    private static readonly Dictionary<Type, TensorElementType> ElementTypes = new()
    {
        [typeof(float[])] = TensorElementType.Float,
        [typeof(byte[])] = TensorElementType.UInt8,
        [typeof(sbyte[])] = TensorElementType.Int8,
        [typeof(ushort[])] = TensorElementType.UInt16,
        [typeof(short[])] = TensorElementType.Int16,
        [typeof(int[])] = TensorElementType.Int32,
        [typeof(long[])] = TensorElementType.Int64,
        [typeof(bool[])] = TensorElementType.Bool,
        [typeof(Half[])] = TensorElementType.Float16,
        [typeof(double[])] = TensorElementType.Double,
        [typeof(uint[])] = TensorElementType.UInt32,
        [typeof(ulong[])] = TensorElementType.UInt64,
    };

    private DenseTensor(TensorElementType elementType, int[] shape, Array data)
    {
        ElementType = elementType;
        Shape = shape;
        Data = data;
    }

    /// <summary>The type of every element.</summary>
    public TensorElementType ElementType { get; }

    /// <summary>Axis lengths, outermost first; empty for a scalar.</summary>
    public int[] Shape { get; }

    /// <summary>The elements, in the .NET type of <see cref="ElementType"/> (float16 as <see cref="Half"/>).</summary>
    public Array Data { get; }

    /// <summary>The number of elements.</summary>
    public int Length => Data.Length;

    /// <summary>Wraps an array without copying.</summary>
    /// <exception cref="ArgumentException">The array's type has no ONNX counterpart or its length is not the shape's product.</exception>
    public static DenseTensor Create(Array data, params int[] shape)
    {
        ArgumentNullException.ThrowIfNull(data);
        TensorElementType type = TypeOf(data);
        if (ElementCount(shape) != data.Length)
        {
            throw new ArgumentException($"{data.Length} elements do not fill the shape [{string.Join(", ", shape)}]");
        }

        return new DenseTensor(type, shape, data);
    }

    /// <summary>The product of the axis lengths.</summary>
    /// <exception cref="ArgumentException">An axis is negative or the product exceeds 2^31 - 1.</exception>
    public static int ElementCount(ReadOnlySpan<int> shape)
    {
        long count = 1;
        foreach (int axis in shape)
        {
            count = axis < 0 ? throw new ArgumentException($"negative axis length {axis}") : count * axis;
            if (count > int.MaxValue)
            {
                throw new ArgumentException("more than 2^31 - 1 elements");
            }
        }

        return (int)count;
    }

    /// <summary>The elements as their own type.</summary>
    /// <exception cref="InvalidCastException">The tensor holds another type.</exception>
    public T[] As<T>() => Data.GetType() == typeof(T[])
        ? (T[])Data // the runtime alone would also let sbyte[] pass for byte[]
        : throw new InvalidCastException($"the tensor holds {ElementType}, not {typeof(T).Name}");

    /// <summary>The elements as 64-bit integers; for integer and truth-value tensors.</summary>
    /// <exception cref="InvalidCastException">The tensor holds another type.</exception>
    public long[] ToInt64() => ElementType switch
    {
        TensorElementType.Int64 => As<long>(),
        TensorElementType.Int32 => Array.ConvertAll(As<int>(), static v => (long)v),
        TensorElementType.UInt8 => Array.ConvertAll(As<byte>(), static v => (long)v),
        TensorElementType.Int8 => Array.ConvertAll(As<sbyte>(), static v => (long)v),
        TensorElementType.Int16 => Array.ConvertAll(As<short>(), static v => (long)v),
        TensorElementType.UInt16 => Array.ConvertAll(As<ushort>(), static v => (long)v),
        TensorElementType.UInt32 => Array.ConvertAll(As<uint>(), static v => (long)v),
        TensorElementType.Bool => Array.ConvertAll(As<bool>(), static v => v ? 1L : 0L),
        _ => throw new InvalidCastException($"a tensor of {ElementType} is not an integer tensor"),
    };

    /// <summary>The elements as numbers; integers beyond 2^53 are rounded.</summary>
    public double[] ToDouble() => Data switch
    {
        float[] values => Array.ConvertAll(values, static value => (double)value),
        double[] values => [.. values],
        Half[] values => Array.ConvertAll(values, static value => (double)value),
        _ => Array.ConvertAll(ToInt64(), static value => (double)value),
    };

    /// <summary>The elements as 32-bit integers; for tensors whose types fit in them.</summary>
    /// <exception cref="InvalidCastException">The tensor does not hold integers.</exception>
    /// <exception cref="OverflowException">An element needs more bits.</exception>
    internal int[] ToInt32() => Array.ConvertAll(ToInt64(), static value => checked((int)value));

    /// <summary>The same elements under another shape of equal size.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public DenseTensor Reshape(params int[] shape) => Create(Data, shape);

    /// <summary>The elements as raw bytes in this machine's order (little endian on every supported machine).</summary>
    internal Span<byte> Bytes() =>
        MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(Data), checked(Data.Length * SizeOf(ElementType)));

    /// <summary>An uninitialised tensor of the given type.</summary>
    /// <exception cref="ArgumentException">The type is text or unknown, or the shape is not valid.</exception>
    internal static DenseTensor Allocate(TensorElementType type, params int[] shape)
    {
        int count = ElementCount(shape);
        Array data = type switch
        {
            TensorElementType.Float => new float[count],
            TensorElementType.UInt8 => new byte[count],
            TensorElementType.Int8 => new sbyte[count],
            TensorElementType.UInt16 => new ushort[count],
            TensorElementType.Int16 => new short[count],
            TensorElementType.Int32 => new int[count],
            TensorElementType.Int64 => new long[count],
            TensorElementType.Bool => new bool[count],
            TensorElementType.Float16 => new Half[count],
            TensorElementType.Double => new double[count],
            TensorElementType.UInt32 => new uint[count],
            TensorElementType.UInt64 => new ulong[count],
            _ => throw new ArgumentException($"tensors of type {type} are not supported"),
        };
        return new DenseTensor(type, shape, data);
    }

    /// <summary>Bytes per element; 0 for text and unknown types.</summary>
    internal static int SizeOf(TensorElementType type) => type switch
    {
        TensorElementType.UInt8 or TensorElementType.Int8 or TensorElementType.Bool => 1,
        TensorElementType.UInt16 or TensorElementType.Int16 or TensorElementType.Float16 => 2,
        TensorElementType.Float or TensorElementType.Int32 or TensorElementType.UInt32 => 4,
        TensorElementType.Int64 or TensorElementType.UInt64 or TensorElementType.Double => 8,
        _ => 0,
    };

    /// <summary>By exact type: pattern matching would take sbyte[] for byte[], as the runtime converts between them.</summary>
    private static TensorElementType TypeOf(Array data) => ElementTypes.TryGetValue(data.GetType(), out TensorElementType type)
        ? type
        : throw new ArgumentException($"arrays of {data.GetType().GetElementType()} are not tensors");
}
