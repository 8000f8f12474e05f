using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Movement;

namespace Prover.Onnx.Operators;

/// <summary>An operator whose outputs are rearrangements of its first input.</summary>
internal abstract class MovementOperator : IOperator
{
    /// <inheritdoc/>
    public abstract IReadOnlyList<string> Names { get; }

    /// <inheritdoc/>
    public bool FollowsHead => true;

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context) => LowerOutputs(node, context)[0];

    /// <inheritdoc/>
    public virtual IReadOnlyList<NetworkValue> LowerOutputs(GraphNode node, LoweringContext context)
    {
        NetworkValue value = context.Input(node, 0);
        return [.. Moves(node, value.Shape, context).Select(move => Views.Apply(node, value, move, context))];
    }

    /// <summary>How each output is made of the first input.</summary>
    /// <param name="node">The node.</param>
    /// <param name="shape">The shape of the first input.</param>
    /// <param name="context">The network under construction.</param>
    /// <exception cref="UnsupportedOperatorException">It depends on what is computed at run time.</exception>
    internal abstract IReadOnlyList<TensorMove> Moves(GraphNode node, int[] shape, LoweringContext context);

    /// <summary>An axis counted from the start.</summary>
    /// <exception cref="UnsupportedOperatorException">It does not exist.</exception>
    protected static int Axis(int axis, int rank) => axis >= -rank && axis < rank
        ? (axis + rank) % rank
        : throw new UnsupportedOperatorException($"axis {axis} of a value with {rank} axes");

    /// <summary>Refuses to mix the runs of a batch.</summary>
    protected static void KeepBatch(LoweringContext context, bool mixes, string what)
    {
        if (context.Batch > 1 && mixes)
        {
            throw new UnsupportedOperatorException($"it {what} the batch axis", "compile without --batch");
        }
    }
}
