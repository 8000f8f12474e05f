using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;

namespace Prover.Onnx.Operators;

/// <summary>
/// Operators that mix all classes of an output: Softmax, LogSoftmax, QLinearSoftmax. They are not proven; both sides
/// compute them from the proven public integers, so they may occur only at the end of a model.
/// </summary>
internal sealed class HeadOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["Softmax", "LogSoftmax", "com.microsoft.QLinearSoftmax"];

    /// <inheritdoc/>
    public bool FollowsHead => true;

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        int[] shape = [.. context.Input(node, 0).Shape];
        int axis = node.Attributes.Int("axis", context.Graph.Opset < 13 ? 1 : -1);
        return context.Batch > 1 && (axis < 0 ? axis + shape.Length : axis) == 0
            ? throw new UnsupportedOperatorException("it runs along the batch axis", "compile without --batch")
            : new HeadValue(shape);
    }
}
