using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Quantization;

/// <summary>
/// Rewrites a graph of an older operator set to version 13, the first with QuantizeLinear per channel: what used to be an
/// attribute and became an input (ONNX Operators.md and Changelog.md).
/// </summary>
internal static class OpsetUpgrade
{
    /// <summary>The version that quantised models have at least.</summary>
    internal const int Target = 13;

    /// <summary>The graph in version 13 or, where it is newer, in its own.</summary>
    /// <param name="graph">The graph; its nodes are changed in place.</param>
    /// <param name="info">Type and shape of every value.</param>
    internal static ModelGraph Apply(ModelGraph graph, IReadOnlyDictionary<string, TensorInfo> info)
    {
        if (graph.Opset >= Target)
        {
            return graph;
        }

        foreach (GraphNode node in graph.Nodes.Where(static node => node.Domain.Length == 0))
        {
            Upgrade(graph, node, info);
        }

        return graph.Copy(Target);
    }

    private static void Upgrade(ModelGraph graph, GraphNode node, IReadOnlyDictionary<string, TensorInfo> info)
    {
        switch (node.Operator)
        {
            case "Squeeze" or "Unsqueeze" or "ReduceSum":
                ListToInput(graph, node, "axes", 1);
                break;
            case "Split":
                ListToInput(graph, node, "split", 1);
                break;
            case "Clip" when graph.Opset < 11:
                NumberToInput(graph, node, "min", 1);
                NumberToInput(graph, node, "max", 2);
                break;
            case "Slice" when graph.Opset < 10:
                ListToInput(graph, node, "starts", 1);
                ListToInput(graph, node, "ends", 2);
                ListToInput(graph, node, "axes", 3);
                break;
            case "Pad" when graph.Opset < 11:
                ListToInput(graph, node, "pads", 1);
                NumberToInput(graph, node, "value", 2);
                break;
            case "TopK" when graph.Opset < 10:
                NodeAttributes old = node.Attributes;
                SetInput(graph, node, 1, DenseTensor.Create(new[] { (long)old.Int("k", 1) }, 1));
                node.Attributes = old.Without("k");
                break;
            case "Softmax" or "LogSoftmax" or "Hardmax":
                UpgradeSoftmax(node, info);
                break;
        }
    }

    /// <summary>Before version 13 these operators ran over all axes from the given one on.</summary>
    private static void UpgradeSoftmax(GraphNode node, IReadOnlyDictionary<string, TensorInfo> info)
    {
        if (!info.TryGetValue(node.Input(0), out TensorInfo? x))
        {
            return;
        }

        int axis = node.Attributes.Int("axis", 1);
        axis = axis < 0 ? axis + x.Shape.Length : axis;
        int[] longAxes = [.. Enumerable.Range(axis, x.Shape.Length - axis).Where(i => x.Shape[i] > 1)];
        if (longAxes.Length > 1)
        {
            throw new FormatException($"node {node.Name} ({node.Operator}) runs over several axes; give it one axis");
        }

        node.Attributes = node.Attributes.With("axis", longAxes is [var only] ? only : axis);
    }

    private static void ListToInput(ModelGraph graph, GraphNode node, string attribute, int slot)
    {
        if (node.Attributes.Ints(attribute) is { } values)
        {
            SetInput(graph, node, slot, DenseTensor.Create(Array.ConvertAll(values, static v => (long)v), values.Length));
            node.Attributes = node.Attributes.Without(attribute);
        }
    }

    private static void NumberToInput(ModelGraph graph, GraphNode node, string attribute, int slot)
    {
        if (node.Attributes.Has(attribute))
        {
            SetInput(graph, node, slot, DenseTensor.Create(new[] { node.Attributes.Float(attribute, 0) }));
            node.Attributes = node.Attributes.Without(attribute);
        }
    }

    private static void SetInput(ModelGraph graph, GraphNode node, int slot, DenseTensor value)
    {
        while (node.Inputs.Count <= slot)
        {
            node.Inputs.Add(string.Empty);
        }

        node.Inputs[slot] = graph.AddConstant($"{node.Output}/input{slot}", value);
    }
}
