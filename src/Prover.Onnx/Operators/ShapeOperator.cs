using Prover.Onnx.Arithmetic;
using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Operators;

/// <summary>Values that follow from shapes and constants: Shape, Size, Range, ConstantOfShape, and EyeLike.</summary>
internal sealed class ShapeOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["Shape", "Size", "Range", "ConstantOfShape", "EyeLike"];

    /// <inheritdoc/>
    public bool FollowsHead => true;

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context) => node.Operator switch
    {
        "Shape" => Shape(node, context.Input(node, 0).Shape),
        "Size" => new ConstantValue(DenseTensor.Create(new[] { (long)DenseTensor.ElementCount(context.Input(node, 0).Shape) })),
        "Range" => new ConstantValue(Range(context.Constant(node, 0), context.Constant(node, 1), context.Constant(node, 2))),
        "EyeLike" => new ConstantValue(Diagonal(node, context.Input(node, 0))),
        _ => new ConstantValue(Fill(node, context)),
    };

    /// <summary>Ones on a diagonal of a matrix, zeros elsewhere.</summary>
    private static DenseTensor Diagonal(GraphNode node, NetworkValue like)
    {
        if (like.Shape is not [var rows, var columns])
        {
            throw new UnsupportedOperatorException($"its input has {like.Shape.Length} axes");
        }

        int shift = node.Attributes.Int("k", 0);
        int[] ones = [.. Enumerable.Range(0, rows * columns).Select(i => i % columns == (i / columns) + shift ? 1 : 0)];
        var type = (TensorElementType)node.Attributes.Int("dtype", (int)LoweringContext.TypeOf(like));
        return type == TensorElementType.Float
            ? DenseTensor.Create(Array.ConvertAll(ones, static one => (float)one), rows, columns)
            : DenseTensor.Create(QuantizedRange.Narrow(ones, type), rows, columns);
    }

    private static ConstantValue Shape(GraphNode node, int[] shape)
    {
        int rank = shape.Length;
        int start = node.Attributes.Int("start", 0);
        int end = node.Attributes.Int("end", rank);
        start = Math.Clamp(start < 0 ? start + rank : start, 0, rank);
        end = Math.Clamp(end < 0 ? end + rank : end, start, rank);
        return new ConstantValue(DenseTensor.Create(Array.ConvertAll(shape[start..end], static axis => (long)axis), end - start));
    }

    private static DenseTensor Range(DenseTensor start, DenseTensor limit, DenseTensor delta)
    {
        const int greatest = 1 << 24;
        if (start.Data is float[] or double[] || delta.ToInt64()[0] == 0)
        {
            throw new UnsupportedOperatorException("a range of floats");
        }

        (long first, long last, long step) = (start.ToInt64()[0], limit.ToInt64()[0], delta.ToInt64()[0]);
        long count = Math.Max(0, ((last - first) + step - Math.Sign(step)) / step);
        if (count > greatest)
        {
            throw new UnsupportedOperatorException($"a range of {count} elements");
        }

        long[] values = [.. Enumerable.Range(0, (int)count).Select(i => first + (i * step))];
        return start.Data is int[]? DenseTensor.Create(Array.ConvertAll(values, static value => (int)value), values.Length)
            : DenseTensor.Create(values, values.Length);
    }

    private static DenseTensor Fill(GraphNode node, LoweringContext context)
    {
        int[] shape = Array.ConvertAll(context.Constant(node, 0).ToInt64(), static size => checked((int)size));
        DenseTensor value = node.Attributes.Tensor("value") ?? DenseTensor.Create(new float[1], 1);
        DenseTensor filled = DenseTensor.Allocate(value.ElementType, shape);
        for (int i = 0; i < filled.Length; i++)
        {
            Array.Copy(value.Data, 0, filled.Data, i, 1);
        }

        return filled;
    }
}
