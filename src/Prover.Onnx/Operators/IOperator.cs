using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;

namespace Prover.Onnx.Operators;

/// <summary>Turns nodes of one family of operators into layers of the network or functions of its integers.</summary>
internal interface IOperator
{
    /// <summary>The operators it handles, with their domain unless that is the standard one.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>The value of the node's first output.</summary>
    /// <exception cref="UnsupportedOperatorException">The node is of a form that cannot be proven.</exception>
    NetworkValue Lower(GraphNode node, LoweringContext context);

    /// <summary>The values of the node's outputs, in order; outputs that are left out cannot be proven.</summary>
    /// <exception cref="UnsupportedOperatorException">The node is of a form that cannot be proven.</exception>
    IReadOnlyList<NetworkValue> LowerOutputs(GraphNode node, LoweringContext context) => [Lower(node, context)];

    /// <summary>
    /// Whether it also takes values behind the proven part (<see cref="HeadValue"/>), of which only shapes are known. The results of
    /// other operators there have the broadcast shape of their inputs.
    /// </summary>
    bool FollowsHead => false;
}
