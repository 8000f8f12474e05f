using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>Add, Sub and Mul on dequantised values: of two activations, or of one and constants.</summary>
internal sealed class ArithmeticOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["Add", "Sub", "Mul"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        Func<float, float, float> function = node.Operator switch
        {
            "Add" => static (a, b) => a + b,
            "Sub" => static (a, b) => a - b,
            _ => static (a, b) => a * b,
        };
        return (context.Input(node, 0), context.Input(node, 1)) switch
        {
            (PointwiseValue left, PointwiseValue right) => Pair(node, left, right, function),
            (RealValue value, NetworkValue other) when Reals(other) is { } constant =>
                WithConstant(node, value, constant, other.Shape, function),
            (NetworkValue other, RealValue value) when Reals(other) is { } constant =>
                WithConstant(node, value, constant, other.Shape, (a, b) => function(b, a)),
            _ => throw new UnsupportedOperatorException(
                "its operands must be dequantised activations or constants", "quantise the value between two float operators"),
        };
    }

    private static PairwiseValue Pair(GraphNode node, PointwiseValue left, PointwiseValue right, Func<float, float, float> function)
    {
        RescaleHint? slopes = node.Operator != "Mul" && left.Scale is { } l && right.Scale is { } r
            ? new RescaleHint(l, node.Operator == "Add" ? r : -r)
            : null;
        int[] shape = Broadcasting.Shape(left.Shape, right.Shape);
        return new PairwiseValue(left.X, right.X, shape, (a, b) => function(left.Function(a), right.Function(b)), slopes);
    }

    private static float[]? Reals(NetworkValue value) => value switch
    {
        ConstantValue { Tensor.Data: float[] floats } => floats,
        QuantizedConstant q => [.. q.Integers.Select((v, i) => (v - q.ZeroPoints[Position(q, i, q.ZeroPoints.Length)])
            * q.Scales[Position(q, i, q.Scales.Length)])],
        _ => null,
    };

    private static int Position(QuantizedConstant constant, int element, int count) => count == 1
        ? 0
        : element / DenseTensor.ElementCount(constant.Shape.AsSpan(constant.Axis + 1)) % constant.Shape[constant.Axis];

    private static RealValue WithConstant(
        GraphNode node, RealValue value, float[] constant, int[] constantShape, Func<float, float, float> function)
    {
        if (!Broadcasting.Shape(value.Shape, constantShape).AsSpan().SequenceEqual(value.Shape))
        {
            throw new UnsupportedOperatorException("a constant that enlarges the other operand");
        }

        if (constant.Length == 1)
        {
            return PointwiseFunction.Apply(value, v => function(v, constant[0]));
        }

        int fromEnd = Array.FindIndex(constantShape, static size => size != 1) is var first and >= 0 ? constantShape.Length - first : 0;
        int axis = value.Shape.Length - fromEnd;
        bool oneAxis = constantShape.Count(static size => size != 1) == 1;
        return oneAxis && axis >= 0
            ? PointwiseFunction.ApplyAlong(value, axis, (i, v) => function(v, constant[i]))
            : throw new UnsupportedOperatorException($"a constant of shape [{string.Join(", ", constantShape)}] in {node.Operator}");
    }
}
