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
        var value = RankedValue.Of(node, context.Input(node, 0), keepsTies: false, context);
        Activation x = value.X;
        int[] shape = [.. x.Shape];
        var axes = ReducedAxes.Read(node, shape, context);
        foreach (int axis in axes.Axes.Reverse())
        {
            x = node.Operator == "ReduceMin"
                ? context.Builder.Minimum(node.Name, x, axis)
                : context.Builder.Maximum(node.Name, x, axis);
        }

        return value.Restore(context.Builder.Reshape(node.Name, x, axes.Result(shape)));
    }
}
