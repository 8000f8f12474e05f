using Prover.Onnx.Model;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Planning;

/// <summary>What one node of a model means for a proof.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Operator">Its operator, with the domain unless it is the standard one.</param>
/// <param name="Problem">Why it cannot be proven, or null.</param>
/// <param name="Cost">
/// What it adds to the circuit; null for nodes that add nothing: data movement, parts of another node's layer, the public head.
/// </param>
public sealed record NodePlan(string Node, string Operator, UnsupportedNode? Problem, LayerStatistics? Cost);
