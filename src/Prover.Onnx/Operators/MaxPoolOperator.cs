using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>MaxPool of integers, or of dequantised values, whose order is that of the integers.</summary>
internal sealed class MaxPoolOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["MaxPool"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        if (node.Outputs.Count > 1 && node.Outputs[1].Length > 0)
        {
            throw new UnsupportedOperatorException("the indices of maxima are used");
        }

        var value = RankedValue.Of(node, context.Input(node, 0), keepsTies: false, context);
        SpatialWindow window = WindowAttributes.Read(node, value.X.Shape, node.Attributes.Ints("kernel_shape") ?? []);
        return value.Restore(context.Builder.MaxPool(node.Name, value.X, window));
    }
}
