using Prover.Onnx.Compilation;
using Prover.Onnx.Elementwise;
using Prover.Onnx.Graphs;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>
/// Gemm on dequantised operands that ONNX Runtime does not fuse into QGemm: it then multiplies in float32; the circuit rounds
/// once (see <see cref="ConvOperator"/>).
/// </summary>
internal sealed class GemmOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["Gemm"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        float alpha = node.Attributes.Float("alpha", 1f);
        if (alpha == 0f || !float.IsFinite(alpha))
        {
            throw new UnsupportedOperatorException($"alpha = {alpha}");
        }

        (Activation x, float inputScale) = LinearOperands.Input(node, 0, context);
        x = LinearOperands.Transposed(node, x, context);
        context.Notes.Add(LinearOperands.FloatNote(node));
        bool transposed = node.Attributes.Int("transB", 0) != 0;
        if (context.Input(node, 1) is PointwiseValue { Scale: { } rightScale } right && alpha > 0)
        {
            return Product(node, x, inputScale * alpha, (right.X, rightScale), transposed, context);
        }

        QuantizedConstant weights = LinearOperands.Weights(node, 1, context);
        int outputAxis = transposed ? 0 : 1;
        if (weights.Shape.Length != 2 || (weights.Scales.Length > 1 && weights.Axis != outputAxis))
        {
            throw new UnsupportedOperatorException("weights must have two axes and scales per output");
        }

        WeightTensor matrix = weights.Weights();
        matrix = transposed ? matrix.Transpose(1, 0) : matrix;
        matrix = alpha > 0 ? matrix : matrix.Negate();
        float scale = inputScale * Math.Abs(alpha);
        float beta = node.Attributes.Float("beta", 1f);
        if (LoweringContext.Has(node, 2) && context.Input(node, 2).Shape is [> 1, _])
        {
            Accumulator product = context.Builder.MatMul(node.Name, x, matrix, null);
            return AddMatrix(node, LinearOperands.Rescaled(product, product.Shape.Length - 1, weights, scale, default), beta, context);
        }

        LinearOperands.Bias bias = LinearOperands.ReadBias(node, 2, weights, scale, matrix.Shape[1], context, beta);
        Accumulator sum = context.Builder.MatMul(node.Name, x, matrix, bias.Integers);
        return LinearOperands.Rescaled(sum, sum.Shape.Length - 1, weights, scale, bias);
    }

    /// <summary>A bias with a row per row of the product.</summary>
    private static NetworkValue AddMatrix(GraphNode node, AccumulatedValue product, float beta, LoweringContext context)
    {
        ElementwiseFunction sum = ElementwiseFunction.Of((a, b) => a + (beta * b));
        return context.Input(node, 2) is ConstantValue or QuantizedConstant
            ? ElementwiseRegion.Apply(node, [product, context.Input(node, 2)], sum, context)
            : throw new UnsupportedOperatorException("its bias is computed at run time", "add it after the product");
    }

    /// <summary>A product of two activations, without a bias.</summary>
    private static AccumulatedValue Product(
        GraphNode node, Activation x, float scale, (Activation X, float Scale) right, bool transposed, LoweringContext context)
    {
        if (LoweringContext.Has(node, 2))
        {
            throw new UnsupportedOperatorException("a bias on a product of two activations", "add it after the product");
        }

        double both = (double)scale * right.Scale;
        Activation matrix = transposed ? context.Builder.Transpose(node.Name, right.X, 1, 0) : right.X;
        Accumulator product = context.Builder.MatMul(node.Name, x, matrix);
        return new AccumulatedValue(product, (_, a) => (float)(a * both), [], null) { Factors = [(float)both] };
    }
}
