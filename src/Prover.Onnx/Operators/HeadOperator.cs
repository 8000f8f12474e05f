using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;

namespace Prover.Onnx.Operators;

/// <summary>
/// Operators that mix all classes of an output: Softmax, LogSoftmax, ArgMax, QLinearSoftmax. They are not proven; both sides
/// compute them from the proven public integers, so they may occur only at the end of a model.
/// </summary>
internal sealed class HeadOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["Softmax", "LogSoftmax", "ArgMax", "com.microsoft.QLinearSoftmax"];

    /// <inheritdoc/>
    public bool FollowsHead => true;

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        int[] shape = [.. context.Input(node, 0).Shape];
        bool selects = node.Operator == "ArgMax";
        int absent = selects ? 0 : context.Graph.Opset < 13 ? 1 : -1;
        int axis = node.Attributes.Int("axis", absent);
        axis = axis < 0 ? axis + shape.Length : axis;
        if (context.Batch > 1 && axis == 0)
        {
            throw new UnsupportedOperatorException("it runs along the batch axis", "compile without --batch");
        }

        if (!selects)
        {
            return new HeadValue(shape);
        }

        if (node.Attributes.Int("keepdims", 1) != 0)
        {
            shape[axis] = 1;
            return new HeadValue(shape);
        }

        return new HeadValue([.. shape.Where((_, i) => i != axis)]);
    }
}
