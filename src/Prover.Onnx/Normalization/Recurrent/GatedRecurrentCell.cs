namespace Prover.Onnx.Normalization.Recurrent;

/// <summary>
/// GRU: update gate z = f(...), reset gate r = f(...), candidate c = g(x · W + (r ∘ h) · R + b), or with the reset after the
/// product c = g(x · W + b + r ∘ (h · R + b')); h' = (1 - z) ∘ c + z ∘ h.
/// </summary>
internal sealed class GatedRecurrentCell : RecurrentCell
{
    private const int Update = 0;
    private const int Reset = 1;
    private const int Candidate = 2;
    private readonly bool resetAfter;

    /// <summary>Prepares the steps of one direction.</summary>
    internal GatedRecurrentCell(
        NodeReplacement target, CellWeights weights, CellActivation[] activations, float? clip, bool resetAfter)
        : base(target, weights, activations, clip)
    {
        this.resetAfter = resetAfter;
    }

    /// <inheritdoc/>
    internal override CellState Step(string x, CellState state)
    {
        string gates = Activate(0, Linear(x, state.Hidden, Update, Reset));
        string update = Gate(gates, Update);
        string candidate = Activate(1, CandidateSum(x, state.Hidden, gates));
        string keep = OneMinus(update);
        string hidden = Target.Node("Mul", keep, candidate);
        return new CellState(
            state.Hidden is null ? hidden : Target.Node("Add", hidden, Target.Node("Mul", update, state.Hidden)), null);
    }

    private string CandidateSum(string x, string? hidden, string gates)
    {
        if (!resetAfter)
        {
            return Linear(x, hidden is null ? null : Target.Node("Mul", Gate(gates, Reset), hidden), Candidate);
        }

        string input = Gemm(
            x, Shared("candidate", () => Weights.Input(Candidate)), Shared("candidate/bias", () => Vector(Weights.InputBias(Candidate))));
        string bias = Shared("state/bias", () => Vector(Weights.RecurrentBias(Candidate)));
        string recurrent = hidden is null ? bias : Gemm(hidden, Shared("state", () => Weights.Recurrent(Candidate)), bias);
        return Target.Node("Add", input, Target.Node("Mul", Gate(gates, Reset), recurrent));
    }
}
