using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>Hardmax: 1 at the first greatest element of a group, 0 elsewhere; the position is proven (SPEC §10.6, §10.9).</summary>
internal sealed class HardmaxOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["Hardmax"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        const int oneAxisSince = 13;
        var value = RankedValue.Of(node, context.Input(node, 0), keepsTies: true, context);
        int[] shape = [.. value.X.Shape];
        bool isOneAxis = context.Graph.Opset >= oneAxisSince;
        int axis = node.Attributes.Int("axis", isOneAxis ? -1 : 1);
        axis = axis < 0 ? axis + shape.Length : axis;
        if (axis < 0 || axis >= shape.Length || (!isOneAxis && axis != shape.Length - 1))
        {
            throw new UnsupportedOperatorException(
                $"axis {axis} of a value with {shape.Length} axes", "use the last axis, or operator set 13 or later");
        }

        if (context.Batch > 1 && axis == 0)
        {
            throw new UnsupportedOperatorException("it runs along the batch axis", "compile without --batch");
        }

        Activation position = context.Builder.PositionOfExtreme(node.Name, value.X, axis, isGreatest: true, isLast: false);
        int[] one = [.. shape.Select((size, i) => i == axis ? 1 : size)];
        int[] line = [.. shape.Select((size, i) => i == axis ? size : 1)];
        Activation at = context.Builder.Reshape(node.Name, position, one);
        Activation indices = context.Builder.Reshape(node.Name, ComputedIndices.Positions(node, [shape[axis]], context), line);
        return new RegionValue([at, indices], shape, null, static (_, q) => q[0] == q[1] ? 1f : 0);
    }
}
