using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Movement;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>OneHot of a constant depth: a table over index and position (SPEC §10.9). Indices beyond the depth give no 1.</summary>
internal sealed class OneHotOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["OneHot"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        if (ComputedIndices.Integers(node, context.Input(node, 0), context) is not Activation index)
        {
            throw new UnsupportedOperatorException("its indices are not integers of the network");
        }

        int depth = context.Constant(node, 1).Data switch
        {
            float[] floats => (int)floats[0],
            _ => (int)context.Constant(node, 1).ToInt64()[0],
        };
        int rank = index.Rank + 1;
        int axis = node.Attributes.Int("axis", -1);
        axis = axis < 0 ? axis + rank : axis;
        if (depth < 1 || axis < 0 || axis >= rank)
        {
            throw new UnsupportedOperatorException($"depth {depth} along axis {axis}");
        }

        Activation rows = context.Builder.Reshape(node.Name, index, [.. index.Shape, 1]);
        Activation positions = ComputedIndices.Positions(node, [depth], context);
        int[] shape = [.. index.Shape, depth];
        int[] order = [.. Enumerable.Range(0, axis), rank - 1, .. Enumerable.Range(axis, rank - 1 - axis)];
        bool IsAt(int v, int position) => (v < 0 ? v + depth : v) == position;
        DenseTensor values = context.Constant(node, 2);
        NetworkValue encoded;
        if (values.Data is float[] reals)
        {
            encoded = new RegionValue([rows, positions], shape, null, (_, q) => reals[IsAt(q[0], q[1]) ? 1 : 0]);
        }
        else
        {
            int[] integers = values.ToInt32();
            encoded = new QuantizedValue(
                context.Builder.Binary(node.Name, rows, positions, (v, position) => integers[IsAt(v, position) ? 1 : 0], 0),
                values.ElementType);
        }

        return Views.Apply(node, encoded, TensorMove.Of(shape).Transpose(order), context);
    }
}
