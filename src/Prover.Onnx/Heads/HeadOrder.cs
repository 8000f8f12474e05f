using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Heads;

/// <summary>The first elements of an axis in order of size, and their positions.</summary>
internal static class HeadOrder
{
    /// <summary>One of the two outputs of TopK.</summary>
    internal static DenseTensor Top(GraphNode node, DenseTensor x)
    {
        int axis = node.Attributes.Int("axis", -1);
        axis = axis < 0 ? axis + x.Shape.Length : axis;
        int length = x.Shape[axis], count = Math.Clamp(node.Attributes.Int("k", 1), 0, length);
        int stride = DenseTensor.ElementCount(x.Shape.AsSpan(axis + 1));
        int sign = node.Attributes.Int("largest", 1) != 0 ? -1 : 1;
        double[] keys = x.Data is float[] floats
            ? Array.ConvertAll(floats, v => sign * (double)v)
            : Array.ConvertAll(x.ToInt64(), v => sign * (double)v);
        int[] shape = [.. x.Shape.Select((size, i) => i == axis ? count : size)];
        long[] positions = new long[DenseTensor.ElementCount(shape)];
        DenseTensor values = DenseTensor.Allocate(x.ElementType, shape);
        for (int group = 0; group < x.Length / length; group++)
        {
            int outer = group / stride, inner = group % stride;
            int At(int i) => (((outer * length) + i) * stride) + inner;
            int[] order = [.. Enumerable.Range(0, length).OrderBy(i => keys[At(i)]).Take(count)]; // a stable order
            for (int i = 0; i < count; i++)
            {
                int target = (((outer * count) + i) * stride) + inner;
                positions[target] = order[i];
                Array.Copy(x.Data, At(order[i]), values.Data, target, 1);
            }
        }

        return node.Operator == PublicHead.TopPositionsOperator ? DenseTensor.Create(positions, shape) : values;
    }
}
