using Prover.Onnx.Arithmetic;
using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>Products of matrices and vectors with any batch axes, as numpy.matmul has them.</summary>
internal static class MatrixProduct
{
    /// <summary>The product of two activations; one of them may be a constant of the model.</summary>
    internal static Accumulator Of(GraphNode node, Activation left, Activation right, LoweringContext context)
    {
        NetworkBuilder builder = context.Builder;
        (int leftRank, int rightRank) = (left.Rank, right.Rank);
        Activation row = leftRank == 1 ? builder.Reshape(node.Name, left, 1, left.Shape[0]) : left;
        Activation column = rightRank == 1 ? builder.Reshape(node.Name, right, right.Shape[0], 1) : right;
        Accumulator product = builder.MatMul(node.Name, row, column);
        int rank = product.Shape.Length;
        return (leftRank, rightRank) switch
        {
            (1, 1) => product.Squeeze(rank - 2, rank - 1),
            (1, _) => product.Squeeze(rank - 2),
            (_, 1) => product.Squeeze(rank - 1),
            _ => product,
        };
    }

    /// <summary>The product of an activation and a constant of the model, on the right, minus its zero points.</summary>
    internal static Accumulator Of(GraphNode node, Activation left, WeightTensor right, LoweringContext context)
    {
        switch (right.Shape.Length)
        {
            case 2:
                return context.Builder.MatMul(node.Name, left, right, null);
            case 1:
                Accumulator product = context.Builder.MatMul(node.Name, left, right with { Shape = [right.Shape[0], 1] }, null);
                return product.Squeeze(product.Shape.Length - 1);
            default:
                return Of(node, left, context.Builder.Constant($"{node.Name} weights", right.Shape, right.Values, 0, right.Range), context);
        }
    }

    /// <summary>
    /// The product of an activation and the 8-bit input of a slot, with one zero point or, for a constant, one per column.
    /// </summary>
    internal static Accumulator Of(GraphNode node, Activation left, int slot, int[] zeros, int scales, LoweringContext context)
    {
        if (context.Input(node, slot) is ConstantValue { Tensor: { Shape.Length: > 0 } weights })
        {
            int columns = Math.Max(0, weights.Shape.Length - 1);
            return Of(node, left, QuantizedRange.Weights(weights, columns, zeros), context);
        }

        return zeros.Length == 1 && scales == 1
            ? Of(node, left, context.Activation(node, slot, zeros[0]), context)
            : throw new UnsupportedOperatorException("per-column scales on a matrix that is not a constant");
    }
}
