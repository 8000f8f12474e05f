using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Normalization;

/// <summary>
/// Brings a model whose activations are quantised at run time back to floats, so that it gets static scales: what
/// DynamicQuantizeLinear gives becomes its input with scale 1 and zero point 0; integer products of it become float ones.
/// </summary>
internal sealed class DynamicQuantizationRemoval
{
    private static readonly float[] One = [1];

    private readonly ModelGraph graph;
    private readonly HashSet<string> restored = [];

    private DynamicQuantizationRemoval(ModelGraph graph)
    {
        this.graph = graph;
    }

    /// <summary>Applies the rule.</summary>
    /// <returns>A note for people; null where nothing was quantised at run time.</returns>
    /// <exception cref="FormatException">A node that reads integers is not one of those expected.</exception>
    internal static string? Apply(ModelGraph graph)
    {
        var removal = new DynamicQuantizationRemoval(graph);
        bool found = false;
        foreach (GraphNode node in graph.Nodes.ToList())
        {
            found |= removal.Rewrite(node);
        }

        return found ? "the model is quantised at run time; its layers are computed in float and get fixed scales instead" : null;
    }

    private bool Rewrite(GraphNode node)
    {
        switch (node.OperatorName)
        {
            case "DynamicQuantizeLinear":
                restored.Add(node.Input(0));
                graph.Redirect(node.Outputs[0], node.Input(0));
                graph.Redirect(node.Outputs[1], graph.AddConstant($"{node.Name}/scale", DenseTensor.Create(One)));
                graph.Redirect(node.Outputs[2], graph.AddConstant($"{node.Name}/zero", DenseTensor.Create(new byte[1])));
                graph.Nodes.Remove(node);
                return true;
            case "MatMulInteger" when restored.Contains(node.Input(0)) || restored.Contains(node.Input(1)):
                Replace(node, "MatMul", 1);
                return true;
            case "ConvInteger" when restored.Contains(node.Input(0)):
                Replace(node, "Conv", 0);
                return true;
            case "DequantizeLinear" when restored.Contains(node.Input(0)):
                graph.Bypass(node);
                return true;
            case "com.microsoft.DynamicQuantizeMatMul":
                ReplaceFused(node);
                return true;
            case "com.microsoft.MatMulIntegerToFloat" when restored.Contains(node.Input(0)):
                node.Inputs = [node.Input(0), node.Input(1), node.Input(3), node.Input(5), node.Input(6)];
                ReplaceFused(node);
                return true;
            default:
                return false;
        }
    }

    private void Replace(GraphNode node, string op, int channelAxis)
    {
        var target = new NodeReplacement(graph, node);
        string right = restored.Contains(node.Input(1)) ? node.Input(1) : Weights(target, node, 1, 3, null, channelAxis);
        string left = restored.Contains(node.Input(0)) ? node.Input(0) : Weights(target, node, 0, 2, null, 0);
        target.Commit(target.Node(op, node.Attributes, left, right));
    }

    /// <summary>Inputs: activation, weights, scale of the weights, their zero point, bias.</summary>
    private void ReplaceFused(GraphNode node)
    {
        var target = new NodeReplacement(graph, node);
        float[] scales = graph.Constant(node.Input(2))?.Data as float[]
            ?? throw new FormatException($"node {node.Name} ({node.OperatorName}): the scale of its weights is not a constant");
        string product = target.Node("MatMul", node.Input(0), Weights(target, node, 1, 3, scales, 1));
        target.Commit(node.Input(4).Length > 0 ? target.Node("Add", product, node.Input(4)) : product);
    }

    /// <summary>Integer weights as floats: their distance from the zero point, times the scale of their channel.</summary>
    private string Weights(NodeReplacement target, GraphNode node, int slot, int zeroSlot, float[]? scales, int channelAxis)
    {
        DenseTensor weights = graph.Constant(node.Input(slot))
            ?? throw new FormatException($"node {node.Name} ({node.OperatorName}): its weights are computed at run time");
        long[] zeros = graph.Constant(node.Input(zeroSlot))?.ToInt64() ?? [0];
        long[] integers = weights.ToInt64();
        int axis = weights.Shape.Length == 1 ? 0 : channelAxis + (channelAxis == 1 ? weights.Shape.Length - 2 : 0);
        int inner = DenseTensor.ElementCount(weights.Shape.AsSpan(axis + 1));
        float[] values = new float[integers.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int channel = i / inner % weights.Shape[axis];
            values[i] = (integers[i] - zeros[zeros.Length == 1 ? 0 : channel]) * (scales?[scales.Length == 1 ? 0 : channel] ?? 1f);
        }

        return target.Floats("weights", values, weights.Shape);
    }
}
