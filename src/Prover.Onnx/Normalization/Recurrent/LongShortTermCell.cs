namespace Prover.Onnx.Normalization.Recurrent;

/// <summary>
/// LSTM: gates i, o, f = f(...), candidate c~ = g(...), memory c' = f ∘ c + i ∘ c~, output h' = o ∘ h(c'). With peepholes the gates
/// see the memory too; with coupled gates f = 1 - i.
/// </summary>
internal sealed class LongShortTermCell : RecurrentCell
{
    private const int Input = 0;
    private const int Output = 1;
    private const int Forget = 2;
    private const int Candidate = 3;
    private readonly bool coupled;

    /// <summary>Prepares the steps of one direction.</summary>
    internal LongShortTermCell(NodeReplacement target, CellWeights weights, CellActivation[] activations, float? clip, bool coupled)
        : base(target, weights, activations, clip)
    {
        this.coupled = coupled;
    }

    /// <inheritdoc/>
    internal override CellState Step(string x, CellState state)
    {
        string candidate = Activate(1, Linear(x, state.Hidden, Candidate));
        string? together = Weights.HasPeepholes ? null : Activate(0, Linear(x, state.Hidden, Input, Output, Forget));
        string input = together is null ? Seeing(x, state.Hidden, Input, state.Cell) : Gate(together, Input);
        string cell = Target.Node("Mul", input, candidate);
        if (state.Cell is not null)
        {
            string forget = coupled
                ? OneMinus(input)
                : together is null ? Seeing(x, state.Hidden, Forget, state.Cell) : Gate(together, Forget);
            cell = Target.Node("Add", cell, Target.Node("Mul", forget, state.Cell));
        }

        string output = together is null ? Seeing(x, state.Hidden, Output, cell) : Gate(together, Output);
        return new CellState(Target.Node("Mul", output, Activations[2].Apply(Target, cell)), cell);
    }

    /// <summary>A gate that sees the memory.</summary>
    private string Seeing(string x, string? hidden, int gate, string? cell)
    {
        string sum = Linear(x, hidden, gate);
        return Activate(0, cell is null
            ? sum
            : Target.Node("Add", sum, Target.Node("Mul", cell, Shared($"peephole{gate}", () => Vector(Weights.Peephole(gate))))));
    }
}
