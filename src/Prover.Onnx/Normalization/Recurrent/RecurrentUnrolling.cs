using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Normalization.Recurrent;

/// <summary>Replaces LSTM, GRU and RNN by the arithmetic of their steps (ONNX Operators.md).</summary>
internal sealed class RecurrentUnrolling
{
    private readonly NormalizationContext context;
    private readonly GraphNode node;
    private readonly NodeReplacement target;
    private readonly int stepCount;

    private RecurrentUnrolling(NormalizationContext context, GraphNode node)
    {
        this.context = context;
        this.node = node;
        target = new NodeReplacement(context, node);
        stepCount = context.Shape(node.Input(0))[0];
    }

    /// <summary>Unrolls every recurrent node; those that cannot be are added to the problems.</summary>
    internal static void Apply(NormalizationContext context)
    {
        List<GraphNode> nodes = [.. context.Graph.Nodes.Where(static node => node.Is("LSTM") || node.Is("GRU") || node.Is("RNN"))];
        foreach (GraphNode node in nodes)
        {
            var unrolling = new RecurrentUnrolling(context, node);
            if (unrolling.Obstacle() is { } reason)
            {
                context.Problems.Add(node.Unsupported(reason, null));
            }
            else
            {
                unrolling.Unroll();
            }
        }

        if (nodes.Count > 0)
        {
            context.Invalidate();
        }
    }

    private string? Obstacle()
    {
        foreach (int slot in new[] { 1, 2, 3, 7 })
        {
            if (node.Input(slot).Length > 0 && context.Graph.Constant(node.Input(slot)) is null)
            {
                return $"its weights ({node.Input(slot)}) are computed at run time";
            }
        }

        if (node.Input(4).Length == 0)
        {
            return null;
        }

        return context.Graph.Constant(node.Input(4)) is { } lengths && Array.TrueForAll(lengths.ToInt64(), length => length == stepCount)
            ? null
            : "its sequences have different lengths; leave sequence_lens out";
    }

    private void Unroll()
    {
        string[] steps = Steps();
        string direction = node.Attributes.Text("direction", "forward");
        int directions = direction == "bidirectional" ? 2 : 1;
        CellActivation[] activations = CellActivation.Read(node, Defaults(), directions);
        var results = new List<(string[] Hidden, CellState Last)>();
        for (int i = 0; i < directions; i++)
        {
            RecurrentCell cell = Cell(i, activations[(i * Defaults().Length)..((i + 1) * Defaults().Length)]);
            results.Add(Run(cell, steps, new CellState(Initial(5, i), Initial(6, i)), direction == "reverse" || i == 1));
        }

        string? all = IsRead(0) ? Sequence([.. results.Select(static result => result.Hidden)]) : null;
        string? hidden = IsRead(1) ? Final([.. results.Select(static result => result.Last.Hidden!)]) : null;
        string? memory = IsRead(2) ? Final([.. results.Select(static result => result.Last.Cell!)]) : null;
        target.Commit(all, hidden, memory);
    }

    private bool IsRead(int output) => output < node.Outputs.Count && node.Outputs[output].Length > 0;

    private string[] Defaults() => node.Operator switch
    {
        "LSTM" => ["Sigmoid", "Tanh", "Tanh"],
        "GRU" => ["Sigmoid", "Tanh"],
        _ => ["Tanh"],
    };

    /// <summary>The inputs of every step: [batch, inputs] each.</summary>
    private string[] Steps()
    {
        string axes = target.Integers("axis", 0);
        return [.. Enumerable.Range(0, stepCount).Select(t =>
            target.Node("Squeeze", stepCount == 1 ? node.Input(0) : target.Slice(node.Input(0), 0, t, t + 1), axes))];
    }

    private RecurrentCell Cell(int direction, CellActivation[] activations)
    {
        DenseTensor? Constant(int slot) => context.Graph.Constant(node.Input(slot));
        var weights = new CellWeights(Constant(1)!, Constant(2)!, Constant(3), Constant(7), direction);
        float? clip = node.Attributes.Has("clip") ? node.Attributes.Float("clip", 0) : null;
        return node.Operator switch
        {
            "LSTM" => new LongShortTermCell(target, weights, activations, clip, node.Attributes.Int("input_forget", 0) != 0),
            "GRU" => new GatedRecurrentCell(target, weights, activations, clip, node.Attributes.Int("linear_before_reset", 0) != 0),
            _ => new SimpleCell(target, weights, activations, clip),
        };
    }

    /// <summary>An initial state of one direction, null where it is zeros.</summary>
    private string? Initial(int slot, int direction)
    {
        string value = node.Input(slot);
        bool zeros = context.Graph.Constant(value) is { Data: float[] constant } && Array.TrueForAll(constant, static v => v == 0);
        if (value.Length == 0 || zeros)
        {
            return null;
        }

        string part = context.Shape(value)[0] == 1 ? value : target.Slice(value, 0, direction, direction + 1);
        return target.Node("Squeeze", part, target.Integers("axis", 0));
    }

    private static (string[] Hidden, CellState Last) Run(RecurrentCell cell, string[] steps, CellState state, bool backwards)
    {
        string[] hidden = new string[steps.Length];
        for (int i = 0; i < steps.Length; i++)
        {
            int t = backwards ? steps.Length - 1 - i : i;
            state = cell.Step(steps[t], state);
            hidden[t] = state.Hidden!;
        }

        return (hidden, state);
    }

    /// <summary>All states: [steps, directions, batch, hidden].</summary>
    private string Sequence(string[][] hidden)
    {
        string axes = target.Integers("axes", 0, 1);
        string[] steps = [.. Enumerable.Range(0, stepCount).Select(t =>
            target.Concat(1, [.. hidden.Select(direction => target.Node("Unsqueeze", direction[t], axes))]))];
        return target.Concat(0, steps);
    }

    /// <summary>The last states: [directions, batch, hidden].</summary>
    private string Final(string[] states) =>
        target.Concat(0, [.. states.Select(state => target.Node("Unsqueeze", state, target.Integers("axes", 0)))]);
}
