using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>
/// MatMul on dequantised operands, and MatMulIntegerToFloat, the kernel that ONNX Runtime puts in its place when no
/// QuantizeLinear follows: float(accumulator) times a scale per column.
/// </summary>
internal sealed class MatMulOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["MatMul", "com.microsoft.MatMulIntegerToFloat"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context) => node.Operator == "MatMul"
        ? LowerFloat(node, context)
        : LowerInteger(node, context);

    private static AccumulatedValue LowerFloat(GraphNode node, LoweringContext context)
    {
        (Activation x, float inputScale) = LinearOperands.Input(node, 0, context);
        context.Notes.Add(LinearOperands.FloatNote(node));
        if (context.Input(node, 1) is PointwiseValue { Scale: { } rightScale } right)
        {
            Accumulator product = context.Builder.MatMul(node.Name, x, right.X);
            double both = (double)inputScale * rightScale;
            return new AccumulatedValue(product, (_, a) => (float)(a * both), [], null) { Factors = [(float)both] };
        }

        QuantizedConstant weights = LinearOperands.Weights(node, 1, context);
        if (weights.Shape.Length != 2 || (weights.Scales.Length > 1 && weights.Axis != 1))
        {
            throw new UnsupportedOperatorException("constant weights must have two axes and scales per column");
        }

        var matrix = WeightTensor.Of(weights.Shape, weights.Integers, weights.Axis, weights.ZeroPoints);
        Accumulator sum = context.Builder.MatMul(node.Name, x, matrix, null);
        return LinearOperands.Rescaled(sum, sum.Shape.Length - 1, weights, inputScale, default);
    }

    private static AccumulatedValue LowerInteger(GraphNode node, LoweringContext context)
    {
        float leftScale = context.Scale(node, 2);
        float[] rightScales = context.Scales(node, 3);
        Activation x = context.Activation(node, 0, context.Range(node, 4, context.ElementType(node, 0)).ZeroPoint);
        int[] zeros = LoweringContext.Has(node, 5) ? context.Constant(node, 5).ToInt32() : [0];
        Accumulator sum;
        if (context.Input(node, 1) is ConstantValue { Tensor: { Shape.Length: 2 } weights })
        {
            int[] integers = weights.ToInt32();
            sum = context.Builder.MatMul(node.Name, x, WeightTensor.Of(weights.Shape, integers, 1, zeros), null);
        }
        else if (zeros.Length == 1 && rightScales.Length == 1)
        {
            sum = context.Builder.MatMul(node.Name, x, context.Activation(node, 1, zeros[0]));
        }
        else
        {
            throw new UnsupportedOperatorException("per-column scales on a matrix that is not a constant of two axes");
        }

        (int[]? classes, float[] factors) = ChannelClasses.Group([.. rightScales.Select(right => leftScale * right)]);
        int[] axes = classes is null ? [] : [sum.Shape.Length - 1];
        return new AccumulatedValue(sum, (c, a) => (float)a * factors[c], axes, classes) { Factors = factors };
    }
}
