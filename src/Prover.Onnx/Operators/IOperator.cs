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
}
