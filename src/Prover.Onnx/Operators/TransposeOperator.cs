using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Movement;

namespace Prover.Onnx.Operators;

/// <summary>Transpose.</summary>
internal sealed class TransposeOperator : MovementOperator
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => ["Transpose"];

    /// <inheritdoc/>
    internal override IReadOnlyList<TensorMove> Moves(GraphNode node, int[] shape, LoweringContext context)
    {
        int[] permutation = node.Attributes.Ints("perm") ?? [.. Enumerable.Range(0, shape.Length).Reverse()];
        if (!permutation.Order().SequenceEqual(Enumerable.Range(0, shape.Length)))
        {
            throw new UnsupportedOperatorException($"permutation [{string.Join(", ", permutation)}] of {shape.Length} axes");
        }

        KeepBatch(context, context.Input(node, 0) is not (ConstantValue or QuantizedConstant) && permutation is not [0, ..], "moves");
        return [TensorMove.Of(shape).Transpose(permutation)];
    }
}
