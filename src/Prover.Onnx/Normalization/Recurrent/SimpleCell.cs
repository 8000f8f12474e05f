namespace Prover.Onnx.Normalization.Recurrent;

/// <summary>RNN: h' = f(x · W + h · R + b).</summary>
internal sealed class SimpleCell(NodeReplacement target, CellWeights weights, CellActivation[] activations, float? clip)
    : RecurrentCell(target, weights, activations, clip)
{
    /// <inheritdoc/>
    internal override CellState Step(string x, CellState state) => new(Activate(0, Linear(x, state.Hidden, 0)), null);
}
