using System.Runtime.InteropServices;
using Google.Protobuf.Collections;
using Prover.Onnx.Model;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Normalization;

/// <summary>
/// Turns float16, bfloat16 and double into float32 everywhere in a model: constants, inputs, outputs, and the attributes that name
/// a type. The quantised network has 8-bit tensors anyway; float32 is the one type whose arithmetic is compared with.
/// </summary>
internal sealed class FloatPrecision
{
    private const int BFloat16 = 16;
    private const int Float32 = (int)TensorElementType.Float;

    private static readonly Dictionary<long, string> Names = new()
    {
        [(int)TensorElementType.Float16] = "float16",
        [(int)TensorElementType.Double] = "double",
        [BFloat16] = "bfloat16",
    };

    private static readonly HashSet<string> TypeAttributes = ["to", "dtype"];

    private readonly string? folder;
    private readonly SortedSet<string> found = new(StringComparer.Ordinal);

    private FloatPrecision(string? folder)
    {
        this.folder = folder;
    }

    /// <summary>Converts a model in place.</summary>
    /// <param name="model">The model.</param>
    /// <param name="folder">Where external data may lie, null for nowhere.</param>
    /// <returns>A note for people; null where there was nothing to convert.</returns>
    /// <exception cref="FormatException">A tensor's shape, type and data do not belong together.</exception>
    internal static string? Apply(ModelProto model, string? folder)
    {
        var precision = new FloatPrecision(folder);
        precision.Convert(model.Graph);
        return precision.found.Count == 0
            ? null
            : $"values of type {string.Join(", ", precision.found)} are computed in float32; inputs and outputs of the model as well";
    }

    private bool Concerns(long type)
    {
        bool concerned = Names.TryGetValue(type, out string? name);
        if (concerned)
        {
            found.Add(name!);
        }

        return concerned;
    }

    private void Convert(GraphProto graph)
    {
        Convert(graph.Initializer);
        foreach (ValueInfoProto value in graph.Input.Concat(graph.Output))
        {
            if (value.Type?.TensorType is { } tensor && Concerns(tensor.ElemType))
            {
                tensor.ElemType = Float32;
            }
        }

        graph.ValueInfo.Clear();
        foreach (AttributeProto attribute in graph.Node.SelectMany(static node => node.Attribute))
        {
            if (TypeAttributes.Contains(attribute.Name) && Concerns(attribute.I))
            {
                attribute.I = Float32;
            }

            if (attribute.T is { } tensor)
            {
                attribute.T = Convert(tensor);
            }

            if (attribute.G is { } inner)
            {
                Convert(inner);
            }
        }
    }

    private void Convert(RepeatedField<TensorProto> tensors)
    {
        for (int i = 0; i < tensors.Count; i++)
        {
            tensors[i] = Convert(tensors[i]);
        }
    }

    private TensorProto Convert(TensorProto tensor)
    {
        if (!Concerns(tensor.DataType))
        {
            return tensor;
        }

        float[] values = tensor.DataType == BFloat16 ? ReadBFloat16(tensor) : TensorProtoReader.Read(tensor, folder).Data switch
        {
            Half[] halves => Array.ConvertAll(halves, static value => (float)value),
            double[] doubles => Array.ConvertAll(doubles, static value => (float)value),
            var other => throw new FormatException($"{tensor.Name} holds {other.GetType().GetElementType()}"),
        };
        var converted = new TensorProto { Name = tensor.Name, DataType = Float32, FloatData = { values } };
        converted.Dims.AddRange(tensor.Dims);
        return converted;
    }

    /// <summary>A bfloat16 is the upper half of a float32.</summary>
    private static float[] ReadBFloat16(TensorProto tensor)
    {
        ushort[] halves = tensor.HasRawData
            ? MemoryMarshal.Cast<byte, ushort>(tensor.RawData.Span).ToArray()
            : [.. tensor.Int32Data.Select(static value => (ushort)value)];
        return Array.ConvertAll(halves, static half => BitConverter.UInt32BitsToSingle((uint)half << 16));
    }
}
