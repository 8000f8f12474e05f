using Prover.Onnx.Compilation;

namespace Prover.Onnx.Planning;

/// <summary>What proving a model would take, before any work.</summary>
/// <param name="Nodes">Every node of the model that was compiled, in order, or of the file where it cannot be compiled.</param>
/// <param name="Model">The compiled model; null if it cannot be proven.</param>
/// <param name="WasQuantized">
/// Whether a float model was quantised for this plan, with made-up inputs: its counts are those after `prover quantize`, its ranges
/// mean nothing.
/// </param>
/// <param name="Notes">What people should know of, one line each.</param>
public sealed record ModelPlan(IReadOnlyList<NodePlan> Nodes, CompiledModel? Model, bool WasQuantized, IReadOnlyList<string> Notes)
{
    /// <summary>Nodes that cannot be proven, each with a reason.</summary>
    public IEnumerable<NodePlan> Unsupported => Nodes.Where(static node => node.Problem is not null);
}
