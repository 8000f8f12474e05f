using Prover.Onnx.Arithmetic;
using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>com.microsoft QGemm: an integer matrix product with an integer bias, rescaled to 8 bits or to float.</summary>
internal sealed class QGemmOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["com.microsoft.QGemm"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        float alpha = node.Attributes.Float("alpha", 1f);
        bool isNegated = alpha < 0;
        alpha = Math.Abs(alpha);
        if (!(alpha > 0))
        {
            throw new UnsupportedOperatorException($"alpha = {alpha}");
        }

        float inputScale = context.Scale(node, 1);
        float[] weightScales = context.Scales(node, 4);
        bool transposed = node.Attributes.Int("transB", 0) != 0;
        int[] zeros = LoweringContext.Has(node, 5) ? context.Constant(node, 5).ToInt32() : [0];
        float[] scales = Array.ConvertAll(weightScales, scale => (float)(alpha * inputScale) * scale);
        Activation x = Left(node, context);
        if (context.Input(node, 3) is QuantizedValue && scales is [_] && zeros is [var zero] && !LoweringContext.Has(node, 6) && !isNegated)
        {
            Activation right = context.Activation(node, 3, zero);
            right = transposed ? context.Builder.Transpose(node.Name, right, 1, 0) : right;
            return Rescale(node, context.Builder.MatMul(node.Name, x, right), scales, context);
        }

        DenseTensor weights = context.Constant(node, 3);
        WeightTensor matrix = QuantizedRange.Weights(weights, transposed ? 0 : 1, zeros);
        matrix = transposed ? matrix.Transpose(1, 0) : matrix;
        DenseTensor? given = LoweringContext.Has(node, 6) ? context.Constant(node, 6) : null;
        bool hasRows = given is { Shape: [> 1, _] };
        int[]? bias = given is null || hasRows ? null : BroadcastBias(given, matrix.Shape[1]);
        if (isNegated)
        {
            // Rounding half to even is symmetric, so the sign may move into the sums.
            matrix = matrix.Negate();
            bias = bias is null ? null : Array.ConvertAll(bias, static value => -value);
        }

        Accumulator sum = context.Builder.MatMul(node.Name, x, matrix, bias);
        return Rescale(node, hasRows ? AddRows(node, sum, given!, isNegated ? -1 : 1, context) : sum, scales, context);
    }

    /// <summary>A bias with a row per row of the product: the product is committed, and the sum with the bias is rounded.</summary>
    private static Accumulator AddRows(GraphNode node, Accumulator product, DenseTensor bias, int sign, LoweringContext context)
    {
        if (context.Builder.HidesModel)
        {
            throw new UnsupportedOperatorException(
                "a bias of 32 bits with a row per row, whose range would show of a private model",
                "add it after the product, quantised to 16 bits, or publish the weights (weights=public)");
        }

        Activation rows = context.Builder.Constant($"{node.Name} bias", bias.Shape, bias.As<int>(), 0);
        return context.Builder.Combine(node.Name, [(context.Committed(product), 1), (rows, sign)], 0);
    }

    private static NetworkValue Rescale(GraphNode node, Accumulator sum, float[] scales, LoweringContext context)
    {
        int[] columnAxis = [sum.Shape.Length - 1];
        if (!LoweringContext.Has(node, 7))
        {
            (int[]? columns, float[] factors) = ChannelClasses.Group(scales);
            int[] axes = columns is null ? [] : columnAxis;
            return new AccumulatedValue(sum, (c, a) => (float)a * factors[c], axes, columns) { Factors = factors };
        }

        float scale = context.Scale(node, 7);
        QuantizedRange output = context.Range(node, 8, context.ElementType(node, 0));
        (int[]? classes, float[] distinct) = ChannelClasses.Group(Array.ConvertAll(scales, product => product / scale));
        Activation y = QuantizeOperator.Requantise(
            sum, (c, a) => LinearQuantization.Requantize(a, distinct[c], output), columnAxis, classes, output, context);
        return new QuantizedValue(y, output.ElementType);
    }

    /// <summary>One bias per column from a scalar, a vector or one row.</summary>
    internal static int[] BroadcastBias(DenseTensor bias, int columns)
    {
        int[] values = bias.As<int>();
        bool oneRow = bias.Shape.Length < 2 || bias.Shape[0] == 1;
        return values.Length == 1 ? [.. Enumerable.Repeat(values[0], columns)]
            : values.Length == columns && oneRow ? values
            : throw new UnsupportedOperatorException($"a bias of shape [{string.Join(", ", bias.Shape)}]");
    }

    private static Activation Left(GraphNode node, LoweringContext context)
    {
        Activation x = context.Activation(node, 0, context.Range(node, 2, context.ElementType(node, 0)).ZeroPoint);
        return LinearOperands.Transposed(node, x, context);
    }
}
