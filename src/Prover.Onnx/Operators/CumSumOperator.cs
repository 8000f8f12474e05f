using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Movement;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>CumSum: a product with a triangular matrix of ones.</summary>
internal sealed class CumSumOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["CumSum"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        NetworkValue value = context.Input(node, 0);
        (Activation x, float scale) = value is QuantizedValue known ? (known.X, 1f) : LinearOperands.Input(node, 0, context);
        int rank = x.Rank;
        int axis = (int)context.Constant(node, 1).ToInt64()[0];
        axis = axis < 0 ? axis + rank : axis;
        if (axis < 0 || axis >= rank || (axis == 0 && context.Batch > 1))
        {
            throw new UnsupportedOperatorException($"axis {axis} of a value with {rank} axes");
        }

        int size = x.Shape[axis];
        bool isExclusive = node.Attributes.Int("exclusive", 0) != 0;
        bool isReverse = node.Attributes.Int("reverse", 0) != 0;
        int[] ones = new int[size * size];
        for (int from = 0; from < size; from++)
        {
            for (int to = 0; to < size; to++)
            {
                int ahead = isReverse ? from - to : to - from;
                ones[(from * size) + to] = ahead > 0 || (ahead == 0 && !isExclusive) ? 1 : 0;
            }
        }

        int[] swap = [.. Enumerable.Range(0, rank)];
        (swap[axis], swap[^1]) = (swap[^1], swap[axis]);
        var matrix = new WeightTensor([size, size], ones);
        Accumulator sum = context.Builder.MatMul(node.Name, context.Builder.Transpose(node.Name, x, swap), matrix, null);
        TensorMove back = TensorMove.Of(sum.Shape).Transpose(swap);
        if (value is QuantizedValue integers)
        {
            return Views.Apply(node, new QuantizedValue(context.Builder.Commit(sum), integers.ElementType), back, context);
        }

        FloatSums.NoteIfRounding(node, scale, size, context);
        return Views.Apply(node, new AccumulatedValue(sum, (_, a) => (float)(a * (double)scale), [], null), back, context);
    }
}
