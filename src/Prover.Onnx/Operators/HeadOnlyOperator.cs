using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Heads;

namespace Prover.Onnx.Operators;

/// <summary>Operators that are not proven but can be computed from public values: they may occur only at the end of a model.</summary>
internal sealed class HeadOnlyOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => [];

    /// <inheritdoc/>
    public bool FollowsHead => true;

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        NetworkValue[] inputs = [.. node.Inputs.Where(static input => input.Length > 0).Select(context.Value)];
        bool ends = Array.Exists(inputs, static input => input is HeadValue) || HeadReach.EndsInOutputs(context.Graph, node);
        return ends
            ? new HeadValue(inputs.Select(static input => input.Shape).Aggregate(Broadcasting.Shape))
            : throw new UnsupportedOperatorException("it is supported only at the end of a model");
    }
}
