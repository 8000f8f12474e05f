using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>ReduceMax, ReduceMin and GlobalMaxPool (SPEC §10.6).</summary>
internal sealed class ReduceExtremeOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["ReduceMax", "ReduceMin", "GlobalMaxPool"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        NetworkValue input = context.Input(node, 0);
        if (RankedValue.IsDeferred(input))
        {
            var deferred = ReducedAxes.Read(node, input.Shape, context);
            return new ExtremeValue(
                (RealValue)input, deferred.Result(input.Shape), x => Fold(node, x, deferred, input.Shape, context));
        }

        var value = RankedValue.Of(node, input, keepsTies: false, context);
        int[] shape = [.. value.X.Shape];
        return value.Restore(Fold(node, value.X, ReducedAxes.Read(node, shape, context), shape, context));
    }

    private static Activation Fold(GraphNode node, Activation x, ReducedAxes axes, int[] shape, LoweringContext context)
    {
        foreach (int axis in axes.Axes.Reverse())
        {
            x = node.Operator == "ReduceMin"
                ? context.Builder.Minimum(node.Name, x, axis)
                : context.Builder.Maximum(node.Name, x, axis);
        }

        return context.Builder.Reshape(node.Name, x, axes.Result(shape));
    }
}
