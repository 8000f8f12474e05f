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
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        int[] shape = [.. context.Input(node, 0).Shape];
        if (node.Operator != "ArgMax")
        {
            return new HeadValue(shape);
        }

        int axis = node.Attributes.Int("axis", 0);
        axis = axis < 0 ? axis + shape.Length : axis;
        if (node.Attributes.Int("keepdims", 1) != 0)
        {
            shape[axis] = 1;
            return new HeadValue(shape);
        }

        return new HeadValue([.. shape.Where((_, i) => i != axis)]);
    }
}
