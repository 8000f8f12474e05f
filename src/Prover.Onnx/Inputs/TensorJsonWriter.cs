using System.Text.Json;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Inputs;

/// <summary>Writes tensors as {"output name": nested lists}. Floats are written so that reading them back gives the same bits.</summary>
public static class TensorJsonWriter
{
    /// <summary>Writes one object with a property per tensor, in the given order.</summary>
    /// <exception cref="NotSupportedException">A tensor holds text.</exception>
    public static void Write(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, DenseTensor>> tensors)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(tensors);
        writer.WriteStartObject();
        foreach ((string name, DenseTensor tensor) in tensors)
        {
            writer.WritePropertyName(name);
            int position = 0;
            WriteLists(writer, tensor, 0, ref position);
        }

        writer.WriteEndObject();
    }

    private static void WriteLists(Utf8JsonWriter writer, DenseTensor tensor, int depth, ref int position)
    {
        if (depth == tensor.Shape.Length)
        {
            WriteElement(writer, tensor.Data, position++);
            return;
        }

        writer.WriteStartArray();
        for (int i = 0; i < tensor.Shape[depth]; i++)
        {
            WriteLists(writer, tensor, depth + 1, ref position);
        }

        writer.WriteEndArray();
    }

    private static void WriteElement(Utf8JsonWriter writer, Array data, int index)
    {
        switch (data)
        {
            case float[] values when float.IsFinite(values[index]):
                writer.WriteNumberValue(values[index]);
                break;
            case double[] values when double.IsFinite(values[index]):
                writer.WriteNumberValue(values[index]);
                break;
            case float[] or double[]:
                writer.WriteStringValue(Convert.ToString(data.GetValue(index), System.Globalization.CultureInfo.InvariantCulture));
                break;
            case bool[] values:
                writer.WriteBooleanValue(values[index]);
                break;
            case ulong[] when data.GetType() == typeof(ulong[]):
                writer.WriteNumberValue((ulong)data.GetValue(index)!);
                break;
            case Half[] values:
                writer.WriteNumberValue((float)values[index]);
                break;
            default:
                writer.WriteNumberValue(Convert.ToInt64(data.GetValue(index), System.Globalization.CultureInfo.InvariantCulture));
                break;
        }
    }
}
