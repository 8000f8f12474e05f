using Prover.Onnx.Graphs;

namespace Prover.Onnx.Rewriting;

/// <summary>
/// Joins MatMul and the addition of a vector to its columns into Gemm, as ONNX Runtime does before quantised fusion. It does so for
/// more than two axes too where all lengths are fixed, reshaping before and after; our Gemm takes any number of leading axes.
/// </summary>
internal static class MatMulBias
{
    /// <summary>Applies the rule to the whole graph.</summary>
    internal static void Apply(ModelGraph graph)
    {
        foreach (GraphNode product in graph.Nodes.Where(static node => node.Is("MatMul")).ToList())
        {
            if (graph.OnlyConsumer(product.Output) is not { } sum || !sum.Is("Add") || !HasFittingAxes(graph, product))
            {
                continue;
            }

            string bias = sum.Input(0) == product.Output ? sum.Input(1) : sum.Input(0);
            if (ColumnCount(graph, product.Input(1)) is { } columns && ConstantLength(graph, bias) == columns)
            {
                var gemm = new GraphNode(product.Name, string.Empty, "Gemm", [product.Input(0), product.Input(1), bias], [sum.Output],
                    NodeAttributes.Empty);
                graph.Nodes[graph.Nodes.IndexOf(sum)] = gemm;
                graph.Nodes.Remove(product);
            }
        }
    }

    private static bool HasFittingAxes(ModelGraph graph, GraphNode product)
    {
        bool fixedLengths = graph.Inputs.TrueForAll(static input => Array.TrueForAll(input.Shape, static size => size > 0));
        int? rank = graph.KnownRank(product.Input(0));
        return (rank == 2 || (fixedLengths && rank != 1)) && ColumnCount(graph, product.Input(1)) is not null;
    }

    private static int? ColumnCount(ModelGraph graph, string weights) =>
        Unquantised(graph, weights) is { Length: > 0 } name && graph.Constant(name) is { Shape: [_, var columns] } ? columns : null;

    private static int? ConstantLength(ModelGraph graph, string bias) =>
        graph.Constant(Unquantised(graph, bias)) is { Shape: [var length] } ? length : null;

    private static string Unquantised(ModelGraph graph, string value) =>
        graph.Producer(value) is { IsDequantize: true } dequantize ? dequantize.Input(0) : value;
}
