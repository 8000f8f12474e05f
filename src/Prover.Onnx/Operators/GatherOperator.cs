using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Movement;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>
/// Gather and ai.onnx.ml ArrayFeatureExtractor: slices of an axis at indices, which may be computed at run time (SPEC §10.9).
/// </summary>
internal sealed class GatherOperator : MovementOperator
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => ["Gather", "ai.onnx.ml.ArrayFeatureExtractor"];

    /// <inheritdoc/>
    public override IReadOnlyList<NetworkValue> LowerOutputs(GraphNode node, LoweringContext context)
    {
        NetworkValue data = context.Input(node, 0);
        if (data is ConstantValue && context.Input(node, 1) is HeadValue { Shape: var found })
        {
            int along = GatheredAxis(node, data.Shape.Length);
            return [new HeadValue([.. data.Shape[..along], .. found, .. data.Shape[(along + 1)..]])];
        }

        if (data is HeadValue || ComputedIndices.Integers(node, context.Input(node, 1), context) is not Activation index)
        {
            return base.LowerOutputs(node, context);
        }

        int axis = GatheredAxis(node, data.Shape.Length);
        KeepBatch(context, axis == 0 && data is not (ConstantValue or QuantizedConstant), "picks from");
        NetworkValue gathered = ComputedIndices.Gather(node, data, axis, index, context);
        return [gathered];
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<TensorMove> Moves(GraphNode node, int[] shape, LoweringContext context)
    {
        DenseTensor indices = context.Constant(node, 1);
        int axis = GatheredAxis(node, shape.Length);
        int size = shape[axis];
        KeepBatch(context, axis == 0 && context.Input(node, 0) is not (ConstantValue or QuantizedConstant), "picks from");
        int[] list = [.. indices.ToInt64().Select(index => (int)(index < 0 ? index + size : index))];
        if (Array.Exists(list, index => index < 0 || index >= size))
        {
            throw new UnsupportedOperatorException($"an index does not exist in axis {axis} of {size} elements");
        }

        int[] inserted = node.Operator == "Gather" ? indices.Shape : [indices.Length];
        return [TensorMove.Of(shape).Gather(axis, list).Reshape([.. shape[..axis], .. inserted, .. shape[(axis + 1)..]])];
    }

    private static int GatheredAxis(GraphNode node, int rank) =>
        node.Operator == "Gather" ? Axis(node.Attributes.Int("axis", 0), rank) : Axis(-1, rank);
}
