using Prover.Onnx.Arithmetic;
using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>MatMulInteger and ConvInteger: the sums themselves, which float operators behind a Cast scale and round.</summary>
internal sealed class IntegerProductOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["MatMulInteger", "ConvInteger"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        int zero = LoweringContext.Has(node, 2) ? Single(node, context.Constant(node, 2)) : 0;
        Activation x = context.Activation(node, 0, zero);
        int[] zeros = LoweringContext.Has(node, 3) ? context.Constant(node, 3).ToInt32() : [0];
        Accumulator sum = node.Operator == "ConvInteger" ? Convolve(node, x, zeros, context) : Multiply(node, x, zeros, context);
        return new AccumulatedValue(sum, static (_, a) => a, [], null) { Factors = [1], ElementType = TensorElementType.Int32 };
    }

    private static Accumulator Convolve(GraphNode node, Activation x, int[] zeros, LoweringContext context)
    {
        DenseTensor weights = context.Constant(node, 1);
        return QLinearConvOperator.Convolve(node, context, x, QuantizedRange.Weights(weights, 0, zeros), null);
    }

    private static Accumulator Multiply(GraphNode node, Activation x, int[] zeros, LoweringContext context)
    {
        if (context.Input(node, 1) is ConstantValue { Tensor: { Shape.Length: 2 } weights })
        {
            return context.Builder.MatMul(node.Name, x, QuantizedRange.Weights(weights, 1, zeros), null);
        }

        return zeros is [var zero]
            ? context.Builder.MatMul(node.Name, x, context.Activation(node, 1, zero))
            : throw new UnsupportedOperatorException(
                "zero points per column of a matrix that is not a constant of two axes", "use one zero point");
    }

    private static int Single(GraphNode node, DenseTensor zero) => zero.Length == 1
        ? zero.ToInt32()[0]
        : throw new UnsupportedOperatorException($"input 2 ({node.Input(2)}) must be one zero point", "use one zero point");
}
