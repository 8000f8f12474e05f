using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Elementwise;

/// <summary>
/// Every elementwise operator on floats, integers and truth values: one table for the proven part, for constants and for what follows
/// the proven part.
/// </summary>
internal static class ElementwiseFunctions
{
    private static readonly Dictionary<string, Func<ElementwiseNode, ElementwiseFunction>> ByName =
        ArithmeticFunctions.All.Concat(CurveFunctions.All).Concat(ActivationFunctions.All).Concat(LogicFunctions.All)
            .ToDictionary(static entry => entry.Name, static entry => entry.Make);

    /// <summary>The operators, with their domain unless that is the standard one.</summary>
    internal static IReadOnlyList<string> Names => [.. ByName.Keys];

    /// <summary>Whether a node is elementwise.</summary>
    internal static bool Has(GraphNode node) => ByName.ContainsKey(node.OperatorName);

    /// <summary>The function of a node; its inputs are those that are given, in order.</summary>
    /// <param name="node">The node.</param>
    /// <param name="opset">Version of the standard operators.</param>
    /// <param name="types">The element types of the inputs that are given.</param>
    /// <exception cref="Compilation.UnsupportedOperatorException">It is of a form that is not supported.</exception>
    internal static ElementwiseFunction Of(GraphNode node, int opset, TensorElementType[] types) =>
        ByName[node.OperatorName](new ElementwiseNode(node, opset, types));
}
