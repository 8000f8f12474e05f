using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Movement;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>GatherElements and GatherND: elements at indices; those of GatherElements may be computed at run time.</summary>
internal sealed class GatherElementsOperator : MovementOperator
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => ["GatherElements", "GatherND"];

    /// <inheritdoc/>
    public override IReadOnlyList<NetworkValue> LowerOutputs(GraphNode node, LoweringContext context)
    {
        NetworkValue data = context.Input(node, 0);
        if (node.Operator != "GatherElements" || data is HeadValue
            || ComputedIndices.Integers(node, context.Input(node, 1), context) is not Activation index)
        {
            return base.LowerOutputs(node, context);
        }

        int axis = Axis(node.Attributes.Int("axis", 0), data.Shape.Length);
        KeepBatch(context, axis == 0, "picks from");
        return index.Shape.Length == data.Shape.Length
            ? [ComputedIndices.GatherElements(node, data, axis, index, context)]
            : throw new UnsupportedOperatorException("indices and data have different numbers of axes");
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<TensorMove> Moves(GraphNode node, int[] shape, LoweringContext context)
    {
        DenseTensor indices = context.Constant(node, 1);
        KeepBatch(context, mixes: true, "picks from");
        (int[] list, int[] result) = node.Operator == "GatherND"
            ? Tuples(shape, indices, node.Attributes.Int("batch_dims", 0))
            : Elements(shape, indices, Axis(node.Attributes.Int("axis", 0), shape.Length));
        return [TensorMove.Of(shape).Reshape(DenseTensor.ElementCount(shape)).Gather(0, list).Reshape(result)];
    }

    private static (int[] List, int[] Shape) Elements(int[] shape, DenseTensor indices, int axis)
    {
        long[] values = indices.ToInt64();
        int[] list = new int[values.Length];
        int[] at = new int[shape.Length];
        for (int i = 0; i < list.Length; i++)
        {
            for (int k = 0; k < shape.Length; k++)
            {
                int place = k == axis ? Within(values[i], shape[k]) : at[k];
                list[i] = (list[i] * shape[k]) + place;
            }

            for (int k = at.Length - 1; k >= 0 && ++at[k] == indices.Shape[k]; k--)
            {
                at[k] = 0;
            }
        }

        return (list, indices.Shape);
    }

    /// <summary>The last axis of the indices holds coordinates of the axes after the batch axes; what is left is taken whole.</summary>
    private static (int[] List, int[] Shape) Tuples(int[] shape, DenseTensor indices, int batchAxes)
    {
        long[] values = indices.ToInt64();
        int length = indices.Shape[^1];
        int inner = DenseTensor.ElementCount(shape.AsSpan(batchAxes + length));
        int perBatch = DenseTensor.ElementCount(indices.Shape.AsSpan(batchAxes)) / length;
        var list = new List<int>();
        for (int tuple = 0; tuple < values.Length / length; tuple++)
        {
            int start = tuple / perBatch;
            for (int k = 0; k < length; k++)
            {
                start = (start * shape[batchAxes + k]) + Within(values[(tuple * length) + k], shape[batchAxes + k]);
            }

            list.AddRange(Enumerable.Range(start * inner, inner));
        }

        return ([.. list], [.. indices.Shape[..^1], .. shape[(batchAxes + length)..]]);
    }

    private static int Within(long index, int size)
    {
        long place = index < 0 ? index + size : index;
        return place >= 0 && place < size
            ? (int)place
            : throw new UnsupportedOperatorException($"index {index} does not exist in an axis of {size} elements");
    }
}
