using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;

namespace Prover.Onnx.Operators;

/// <summary>Transpose.</summary>
internal sealed class TransposeOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["Transpose"];

    /// <inheritdoc/>
    public bool FollowsHead => true;

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        NetworkValue value = context.Input(node, 0);
        int rank = value.Shape.Length;
        int[] permutation = node.Attributes.Ints("perm") ?? [.. Enumerable.Range(0, rank).Reverse()];
        if (!permutation.Order().SequenceEqual(Enumerable.Range(0, rank)))
        {
            throw new UnsupportedOperatorException($"permutation [{string.Join(", ", permutation)}] of {rank} axes");
        }

        if (context.Batch > 1 && permutation[0] != 0)
        {
            throw new UnsupportedOperatorException("it moves the batch axis", "compile without --batch");
        }

        int[] shape = [.. permutation.Select(axis => value.Shape[axis])];
        return value is QuantizedConstant constant
            ? MoveConstant(constant, permutation, shape)
            : Views.Apply(node, value, shape, x => context.Builder.Transpose(node.Name, x, permutation));
    }

    private static QuantizedConstant MoveConstant(QuantizedConstant constant, int[] permutation, int[] shape)
    {
        int[] integers = new Proving.Circuits.WeightTensor(constant.Shape, constant.Integers).Transpose(permutation).Values;
        return new QuantizedConstant(integers, shape, constant.Scales, constant.ZeroPoints, Array.IndexOf(permutation, constant.Axis));
    }
}
