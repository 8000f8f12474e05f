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

        NetworkValue input = context.Input(node, 0);
        SpatialWindow Window(int[] shape) => WindowAttributes.Read(node, shape, node.Attributes.Ints("kernel_shape") ?? []);
        if (RankedValue.IsDeferred(input))
        {
            SpatialWindow deferred = Window(input.Shape);
            int leading = input.Shape.Length - deferred.Rank;
            int[] shape = [.. input.Shape.Select((size, axis) => axis < leading ? size : deferred.OutputSize(axis - leading, size))];
            return new ExtremeValue((RealValue)input, shape, x => context.Builder.MaxPool(node.Name, x, deferred));
        }

        var value = RankedValue.Of(node, input, keepsTies: false, context);
        return value.Restore(context.Builder.MaxPool(node.Name, value.X, Window(value.X.Shape)));
    }
}
