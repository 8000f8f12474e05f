using Prover.Onnx.Elementwise;
using Prover.Onnx.Graphs;
using Prover.Onnx.Operators;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Compilation;

/// <summary>
/// Stands in for the results of nodes that cannot be proven, so that the nodes behind them are looked at too. The model is refused anyway.
/// </summary>
internal static class Placeholders
{
    /// <summary>An 8-bit value for each output whose shape is known; else an unknown one.</summary>
    /// <param name="node">The node that was refused.</param>
    /// <param name="inputs">The values of the inputs that are given.</param>
    /// <param name="context">The network under construction.</param>
    internal static IReadOnlyList<NetworkValue> Of(GraphNode node, NetworkValue[] inputs, LoweringContext context) =>
        [.. node.Outputs.Select(output => Of(node, output, inputs, context))];

    private static NetworkValue Of(GraphNode node, string output, NetworkValue[] inputs, LoweringContext context)
    {
        bool areKnown = inputs.Length > 0 && !Array.Exists(inputs, static input => input is UnknownValue or HeadValue);
        if (node.IsQuantize && areKnown)
        {
            TensorElementType type = context.Graph.Constant(node.Input(2))?.ElementType ?? TensorElementType.UInt8;
            bool isSigned = type == TensorElementType.Int8;
            return type is TensorElementType.UInt8 or TensorElementType.Int8
                ? new QuantizedValue(Value(output, inputs[0].Shape, isSigned ? -128 : 0, isSigned ? 127 : 255, context), type)
                : new UnknownValue();
        }

        int[]? shape = areKnown && IsFloat(node, inputs, context)
            ? inputs.Select(static input => input.Shape).Aggregate(Broadcasting.Shape)
            : context.Graph.DeclaredShapes.GetValueOrDefault(output);
        return shape is null || context.Batch > 1
            ? new UnknownValue()
            : new PointwiseValue(Value(output, shape, 0, 255, context), static q => q)
            {
                Scale = 1,
                Behaviour = FunctionShape.Monotone,
            };
    }

    /// <summary>Whether a node computes floats element by element.</summary>
    private static bool IsFloat(GraphNode node, NetworkValue[] inputs, LoweringContext context) => ElementwiseFunctions.Has(node)
        && ElementwiseFunctions.Of(node, context.Graph.Opset, [.. inputs.Select(LoweringContext.TypeOf)]).Result == TensorElementType.Float;

    private static Activation Value(string output, int[] shape, int low, int high, LoweringContext context) => context.Builder.Input(
        context.Graph.FreshName(output + "/refused"), shape, 0, low, high, TensorVisibility.Private);
}
