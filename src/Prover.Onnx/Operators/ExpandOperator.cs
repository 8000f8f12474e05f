using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Movement;

namespace Prover.Onnx.Operators;

/// <summary>Expand, which repeats axes of size 1, and Tile, which repeats whole axes.</summary>
internal sealed class ExpandOperator : MovementOperator
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => ["Expand", "Tile"];

    /// <inheritdoc/>
    internal override IReadOnlyList<TensorMove> Moves(GraphNode node, int[] shape, LoweringContext context)
    {
        int[] counts = context.Integers(node, 1, "shape") ?? [];
        var move = TensorMove.Of(shape);
        if (node.Operator == "Tile")
        {
            KeepBatch(context, counts is not [1, ..], "repeats");
            if (counts.Length != shape.Length || Array.Exists(counts, static count => count < 1))
            {
                throw new UnsupportedOperatorException($"[{string.Join(", ", counts)}] repetitions of {shape.Length} axes");
            }

            for (int axis = 0; axis < shape.Length; axis++)
            {
                int size = shape[axis];
                move = move.Gather(axis, [.. Enumerable.Range(0, size * counts[axis]).Select(i => i % size)]);
            }

            return [move];
        }

        // A model written for one batch size names it here; a proof of several batches scales it.
        if (context.Batch > 1 && counts.Length == shape.Length && counts.Length > 0 && counts[0] * context.Batch == shape[0])
        {
            counts = [shape[0], .. counts.AsSpan(1)];
        }

        int[] wanted = Broadcasting.Shape(shape, counts);
        int[] own = [.. Enumerable.Repeat(1, wanted.Length - shape.Length), .. shape];
        move = move.Reshape(own);
        for (int axis = 0; axis < own.Length; axis++)
        {
            move = own[axis] == wanted[axis] ? move : move.Gather(axis, new int[wanted[axis]]);
        }

        return [move];
    }
}
