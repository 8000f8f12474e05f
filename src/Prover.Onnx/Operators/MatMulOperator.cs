using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>
/// MatMul on dequantised operands, and MatMulIntegerToFloat, the kernel that ONNX Runtime puts in its place when no
/// QuantizeLinear follows: float(accumulator) times a scale per column, plus a bias per column.
/// </summary>
internal sealed class MatMulOperator : IOperator
{
    /// <summary>The optional input of MatMulIntegerToFloat that is added to its columns.</summary>
    private const int Bias = 6;

    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["MatMul", "com.microsoft.MatMulIntegerToFloat"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context) => node.Operator == "MatMul"
        ? LowerFloat(node, context)
        : LowerInteger(node, context);

    private static AccumulatedValue LowerFloat(GraphNode node, LoweringContext context)
    {
        context.Notes.Add(LinearOperands.FloatNote(node));
        if (context.Input(node, 1) is QuantizedConstant && context.Input(node, 0) is not QuantizedConstant)
        {
            return LowerWeights(node, context);
        }

        (Activation left, float leftScale) = Operand(node, 0, context);
        (Activation right, float rightScale) = Operand(node, 1, context);
        double both = (double)leftScale * rightScale;
        Accumulator product = MatrixProduct.Of(node, left, right, context);
        return new AccumulatedValue(product, (_, a) => (float)(a * both), [], null) { Factors = [(float)both] };
    }

    private static AccumulatedValue LowerWeights(GraphNode node, LoweringContext context)
    {
        (Activation x, float inputScale) = LinearOperands.Input(node, 0, context);
        QuantizedConstant weights = LinearOperands.Weights(node, 1, context);
        int rank = weights.Shape.Length;
        if (weights.Scales.Length > 1 && (rank < 2 || weights.Axis != rank - 1))
        {
            throw new UnsupportedOperatorException("constant weights must have scales per column");
        }

        var matrix = weights.Weights();
        Accumulator sum = MatrixProduct.Of(node, x, matrix, context);
        if (weights.Scales.Length > 1)
        {
            return LinearOperands.Rescaled(sum, sum.Shape.Length - 1, weights, inputScale, default);
        }

        double factor = (double)inputScale * weights.Scales[0];
        return new AccumulatedValue(sum, (_, a) => (float)(a * factor), [], null) { Factors = [inputScale * weights.Scales[0]] };
    }

    private static (Activation X, float Scale) Operand(GraphNode node, int slot, LoweringContext context) =>
        context.Input(node, slot) is QuantizedConstant { Scales.Length: 1 } constant
        && ConstantActivation.AsReal(node, constant, context) is PointwiseValue { Scale: { } scale } known
            ? (known.X, scale)
            : LinearOperands.Input(node, slot, context);

    private static AccumulatedValue LowerInteger(GraphNode node, LoweringContext context)
    {
        float leftScale = context.Scale(node, 2);
        float[] rightScales = context.Scales(node, 3);
        Activation x = context.Activation(node, 0, context.Range(node, 4, context.ElementType(node, 0)).ZeroPoint);
        int[] zeros = LoweringContext.Has(node, 5) ? context.Constant(node, 5).ToInt32() : [0];
        Accumulator sum = MatrixProduct.Of(node, x, 1, zeros, rightScales.Length, context);
        float[] scales = Array.ConvertAll(rightScales, right => leftScale * right);
        int column = sum.Shape.Length - 1;
        if (LoweringContext.Has(node, Bias))
        {
            return AddBias(sum, scales, context.Floats(node, Bias));
        }

        (int[]? classes, float[] factors) = ChannelClasses.Group(scales);
        return new AccumulatedValue(sum, (c, a) => (float)a * factors[c], classes is null ? [] : [column], classes) { Factors = factors };
    }

    private static AccumulatedValue AddBias(Accumulator sum, float[] scales, float[] bias)
    {
        int column = sum.Shape.Length - 1;
        int[] columns = [.. Enumerable.Range(0, sum.Shape[column])];
        if (bias.Length != columns.Length)
        {
            throw new UnsupportedOperatorException($"a bias of {bias.Length} elements for {columns.Length} columns");
        }

        float[] factors = Array.ConvertAll(columns, c => scales[scales.Length == 1 ? 0 : c]);
        return new AccumulatedValue(sum, (c, a) => ((float)a * factors[c]) + bias[c], [column], columns)
        {
            Factors = factors,
            Offsets = bias,
        };
    }
}
