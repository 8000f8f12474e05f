using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Rewriting;

/// <summary>
/// Replaces an operator between DequantizeLinear and QuantizeLinear by its quantised form under the conditions under which ONNX
/// Runtime does so on x86-64 (its "QDQ" selectors): they decide whether a layer is computed in integers.
/// </summary>
internal static class QuantizedFusion
{
    private static readonly HashSet<string> Dropped =
        ["Reshape", "Flatten", "Slice", "Squeeze", "Transpose", "Unsqueeze", "Gather", "Expand", "Tile", "MaxPool"];

    private static readonly HashSet<string> Unary = ["AveragePool", "LeakyRelu", "GlobalAveragePool", "Sigmoid", "Softmax"];

    /// <summary>Applies the rules to the whole graph.</summary>
    internal static void Apply(ModelGraph graph)
    {
        foreach (GraphNode node in graph.Nodes.Where(static node => node.Domain.Length == 0).ToList())
        {
            QuantizedGroup? group = QuantizedGroup.Find(graph, node);
            if (group is null)
            {
                continue;
            }

            if (Dropped.Contains(node.Operator))
            {
                Drop(graph, node, group);
            }
            else if (!group.IsOfBytes)
            {
                continue;
            }
            else if (Unary.Contains(node.Operator))
            {
                FuseUnary(graph, node, group);
            }
            else
            {
                FuseMany(graph, node, group);
            }
        }

        graph.RemoveUnused();
    }

    private static void FuseMany(ModelGraph graph, GraphNode node, QuantizedGroup group)
    {
        switch (node.Operator)
        {
            case "Conv":
                FuseConv(graph, node, group);
                break;
            case "Gemm":
                FuseGemm(graph, node, group);
                break;
            case "MatMul":
                FuseMatMul(graph, node, group);
                break;
            case "Add" or "Mul":
                FuseBinary(node, group);
                break;
            case "Concat":
                FuseConcat(node, group);
                break;
        }
    }

    private static void Drop(ModelGraph graph, GraphNode node, QuantizedGroup group)
    {
        if (group.Quantize is { } quantize && group.Inputs[0] is { } source && group.SameParameters(source, quantize)
            && (node.Operator != "MaxPool" || graph.Opset >= 12))
        {
            node.Inputs[0] = source.Input(0);
            group.Replace(node);
        }
    }

    private static void FuseUnary(ModelGraph graph, GraphNode node, QuantizedGroup group)
    {
        if (group.Quantize is not { } quantize || group.Inputs is not [{ } source] || group.TypeOf(source) != group.OutputType)
        {
            return;
        }

        NodeAttributes attributes = node.Operator == "Softmax"
            ? node.Attributes.With("opset", graph.Opset >= 13 ? 13 : 11)
            : node.Attributes;
        IEnumerable<string> inputs = [.. group.Triple(source), .. group.Parameters(quantize)];
        group.Replace(new GraphNode(node.Name, GraphNode.MicrosoftDomain, "QLinear" + node.Operator, inputs, [], attributes));
    }

    private static void FuseBinary(GraphNode node, QuantizedGroup group)
    {
        if (group.Quantize is { } quantize && group.Inputs is [{ } left, { } right]
            && group.TypeOf(left) == group.TypeOf(right) && group.TypeOf(left) == group.OutputType)
        {
            group.Replace(new GraphNode(
                node.Name,
                GraphNode.MicrosoftDomain,
                "QLinear" + node.Operator,
                [.. group.Triple(left), .. group.Triple(right), .. group.Parameters(quantize)],
                [],
                node.Attributes));
        }
    }

    private static void FuseConcat(GraphNode node, QuantizedGroup group)
    {
        if (group.Quantize is { } quantize && group.Inputs.TrueForAll(part => part is not null && group.TypeOf(part) == group.OutputType))
        {
            group.Replace(new GraphNode(
                node.Name,
                GraphNode.MicrosoftDomain,
                "QLinearConcat",
                [.. group.Parameters(quantize), .. group.Inputs.SelectMany(part => group.Triple(part!))],
                [],
                node.Attributes));
        }
    }

    private static void FuseConv(ModelGraph graph, GraphNode node, QuantizedGroup group)
    {
        if (group.Quantize is { } quantize && group.Inputs is [{ } x, { } weights, ..] && group.TypeOf(x) == group.OutputType
            && HasIntegerKernel(graph, group, x, weights) && group.HasIntegerBias(2))
        {
            string bias = group.Inputs.Count > 2 ? group.Inputs[2]!.Input(0) : string.Empty;
            group.Replace(new GraphNode(
                node.Name,
                string.Empty,
                "QLinearConv",
                [.. group.Triple(x), .. group.Triple(weights), .. group.Parameters(quantize), bias],
                [],
                node.Attributes));
        }
    }

    /// <summary>int8 values need int8 weights, and kernels for both; uint8 values take either.</summary>
    private static bool HasIntegerKernel(ModelGraph graph, QuantizedGroup group, GraphNode values, GraphNode weights) =>
        group.TypeOf(values) != TensorElementType.Int8
        || (graph.KeepsInt8 && group.TypeOf(weights) == TensorElementType.Int8);

    private static void FuseMatMul(ModelGraph graph, GraphNode node, QuantizedGroup group)
    {
        if (group.Inputs is not [{ } left, { } right] || !HasIntegerKernel(graph, group, left, right))
        {
            return;
        }

        if (group.Quantize is { } quantize)
        {
            if (group.TypeOf(left) == group.OutputType)
            {
                group.Replace(new GraphNode(
                    node.Name,
                    string.Empty,
                    "QLinearMatMul",
                    [.. group.Triple(left), .. group.Triple(right), .. group.Parameters(quantize)],
                    [],
                    NodeAttributes.Empty));
            }
        }
        else
        {
            string[] a = [.. group.Triple(left)];
            string[] b = [.. group.Triple(right)];
            string[] inputs = [a[0], b[0], a[1], b[1], a[2], b[2]];
            graph.Nodes[graph.Nodes.IndexOf(node)] = new GraphNode(
                node.Name, GraphNode.MicrosoftDomain, "MatMulIntegerToFloat", inputs, node.Outputs, NodeAttributes.Empty);
        }
    }

    private static void FuseGemm(ModelGraph graph, GraphNode node, QuantizedGroup group)
    {
        if (group.Inputs is not [{ } x, { } weights, ..]
            || (group.TypeOf(x) == TensorElementType.Int8 && group.TypeOf(weights) != TensorElementType.Int8)
            || (group.Quantize is not null && group.TypeOf(x) != group.OutputType)
            || (group.Inputs.Count > 2 && (node.Attributes.Float("beta", 1f) != 1f || !group.HasIntegerBias(2))))
        {
            return;
        }

        string bias = group.Inputs.Count > 2 ? group.Inputs[2]!.Input(0) : string.Empty;
        List<string> inputs = [.. group.Triple(x), .. group.Triple(weights), bias];
        if (group.Quantize is { } quantize)
        {
            inputs.AddRange(group.Parameters(quantize));
            group.Replace(new GraphNode(node.Name, GraphNode.MicrosoftDomain, "QGemm", inputs, [], node.Attributes));
        }
        else
        {
            graph.Nodes[graph.Nodes.IndexOf(node)] =
                new GraphNode(node.Name, GraphNode.MicrosoftDomain, "QGemm", inputs, node.Outputs, node.Attributes);
        }
    }
}
