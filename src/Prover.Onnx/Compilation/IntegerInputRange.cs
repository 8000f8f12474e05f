using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Compilation;

/// <summary>
/// The values that an integer input of a model may take, as its readers tell: indices lie within what they pick from. Others take 16
/// bits, unless they are compared with so many constants that a table of all pairs would not fit: then the values from just below to
/// just above these, which is all that a comparison distinguishes.
/// </summary>
internal static class IntegerInputRange
{
    /// <summary>Constants that a value of 16 bits is compared with by one table.</summary>
    private const int GreatestCompared = 8;

    private static readonly HashSet<string> Passing =
        ["Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose", "Slice", "Split", "Expand", "Tile", "Identity", "Cast"];

    /// <summary>The least and the greatest legal value.</summary>
    internal static (int Low, int High) Of(ModelGraph graph, string name, TensorElementType type)
    {
        (int Low, int High) widest = type switch
        {
            TensorElementType.Bool => (0, 1),
            TensorElementType.UInt8 => (0, byte.MaxValue),
            TensorElementType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
            TensorElementType.UInt16 or TensorElementType.UInt32 or TensorElementType.UInt64 => (0, ushort.MaxValue),
            _ => (short.MinValue, short.MaxValue),
        };
        var sizes = new List<int>();
        var compared = new List<long>();
        Follow(graph, name, sizes, compared);
        if (sizes.Count > 0)
        {
            return (0, sizes.Min() - 1);
        }

        return compared.Distinct().Count() > GreatestCompared && compared.Min() >= widest.Low && compared.Max() <= widest.High
            ? ((int)Math.Max(compared.Min() - 1, widest.Low), (int)Math.Min(compared.Max() + 1, widest.High))
            : widest;
    }

    private static void Follow(ModelGraph graph, string name, List<int> sizes, List<long> compared)
    {
        foreach ((GraphNode reader, int slot) in graph.Consumers(name))
        {
            if (slot == 0 && Passing.Contains(reader.OperatorName))
            {
                reader.Outputs.ForEach(output => Follow(graph, output, sizes, compared));
            }
            else if (slot == 1 && reader.Operator is "Gather" or "GatherElements" && ShapeOf(graph, reader.Input(0)) is { } shape)
            {
                int axis = reader.Attributes.Int("axis", 0);
                sizes.Add(shape[axis < 0 ? axis + shape.Length : axis]);
            }
            else if (reader.Is("OneHot") && slot == 0 && graph.Constant(reader.Input(1)) is { Data: not (float[] or double[]) } depth)
            {
                sizes.Add((int)depth.ToInt64()[0]);
            }
            else if (reader.Is("Equal") && graph.Constant(reader.Input(1 - slot)) is { Data: not (float[] or double[]) } constants)
            {
                compared.AddRange(constants.ToInt64());
            }
        }
    }

    /// <summary>The shape of a constant or an input of the model, quantised or not; null where it is not known yet.</summary>
    private static int[]? ShapeOf(ModelGraph graph, string name) => graph.Constant(name)?.Shape
        ?? (graph.Producer(name) is { } producer
            ? producer.IsDequantize || producer.IsQuantize ? ShapeOf(graph, producer.Input(0)) : null
            : graph.Inputs.Find(input => input.Name == name)?.Shape);
}
