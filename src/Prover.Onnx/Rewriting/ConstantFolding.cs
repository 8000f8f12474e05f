using Prover.Onnx.Arithmetic;
using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Rewriting;

/// <summary>Computes what depends on constants only, and removes nodes that do nothing. DequantizeLinear stays: it marks weights.</summary>
internal static class ConstantFolding
{
    /// <summary>Applies the rule to the whole graph.</summary>
    internal static void Apply(ModelGraph graph)
    {
        foreach (GraphNode node in graph.Nodes.ToList())
        {
            if (graph.Constant(node.Input(0)) is null && DoesNothing(graph, node))
            {
                graph.Bypass(node);
            }
            else if (Fold(graph, node) is { } value)
            {
                graph.Constants[node.Output] = value;
                graph.Nodes.Remove(node);
            }
        }
    }

    private static bool DoesNothing(ModelGraph graph, GraphNode node) => node.OperatorName switch
    {
        "Identity" or "Dropout" => true,
        "Add" or "Sub" => IsScalar(graph, node.Input(1), 0f),
        "Mul" or "Div" => IsScalar(graph, node.Input(1), 1f),
        _ => false,
    };

    private static bool IsScalar(ModelGraph graph, string name, float value) =>
        graph.Constant(name) is { Length: 1, Data: float[] constant } && constant[0] == value;

    private static DenseTensor? Fold(ModelGraph graph, GraphNode node)
    {
        if (node.Is("Constant"))
        {
            return node.Attributes.ConstantValue(null);
        }

        if (node.Inputs.Count == 0 || !node.Inputs.TrueForAll(input => input.Length == 0 || graph.Constant(input) is not null))
        {
            return null;
        }

        DenseTensor x = graph.Constants[node.Input(0)];
        return node.Operator switch
        {
            "Identity" => x,
            "Transpose" => Transpose(x, node.Attributes.Ints("perm") ?? [.. Enumerable.Range(0, x.Shape.Length).Reverse()]),
            "QuantizeLinear" when x.Data is float[] floats => Quantize(graph, node, x, floats),
            _ => null,
        };
    }

    private static DenseTensor Transpose(DenseTensor x, int[] permutation)
    {
        int[] shape = [.. permutation.Select(axis => x.Shape[axis])];
        DenseTensor result = DenseTensor.Allocate(x.ElementType, shape);
        int[] strides = [.. permutation.Select(axis => DenseTensor.ElementCount(x.Shape.AsSpan(axis + 1)))];
        int[] at = new int[shape.Length];
        for (int i = 0; i < x.Length; i++)
        {
            int source = 0;
            for (int axis = 0; axis < at.Length; axis++)
            {
                source += at[axis] * strides[axis];
            }

            Array.Copy(x.Data, source, result.Data, i, 1);
            for (int axis = at.Length - 1; axis >= 0 && ++at[axis] == shape[axis]; axis--)
            {
                at[axis] = 0;
            }
        }

        return result;
    }

    private static DenseTensor Quantize(ModelGraph graph, GraphNode node, DenseTensor x, float[] floats)
    {
        float[] scales = graph.Constants[node.Input(1)].As<float>();
        TensorElementType type = QuantizationParameters.QuantizedType(graph, node);
        long[] zeros = node.Input(2).Length > 0 ? graph.Constants[node.Input(2)].ToInt64() : new long[scales.Length];
        int axis = node.Attributes.Int("axis", 1);
        axis = axis < 0 ? axis + x.Shape.Length : axis;
        int inner = scales.Length == 1 ? 1 : DenseTensor.ElementCount(x.Shape.AsSpan(axis + 1));
        int[] quantised = new int[floats.Length];
        for (int i = 0; i < quantised.Length; i++)
        {
            int channel = scales.Length == 1 ? 0 : i / inner % scales.Length;
            quantised[i] = LinearQuantization.Quantize(floats[i], scales[channel], new QuantizedRange(type, (int)zeros[channel]));
        }

        return DenseTensor.Create(QuantizedRange.Narrow(quantised, type), x.Shape);
    }
}
