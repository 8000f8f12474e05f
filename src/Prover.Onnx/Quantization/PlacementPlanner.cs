using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Quantization;

/// <summary>
/// Decides where QuantizeLinear and DequantizeLinear go: between kernels, so that what lies between two quantised values is one
/// linear layer with a non-decreasing elementwise tail, or an elementwise function of at most two quantised values. A decision
/// may change what an earlier node sees, so the rules run until nothing is added.
/// </summary>
internal sealed class PlacementPlanner
{
    private const int LargestSourceCount = 2;

    private readonly ModelGraph graph;
    private readonly IReadOnlyDictionary<string, TensorInfo> info;
    private readonly Placement placement = new();
    private readonly Dictionary<string, ValueForm> forms = [];
    private bool changed;

    private PlacementPlanner(ModelGraph graph, IReadOnlyDictionary<string, TensorInfo> info)
    {
        this.graph = graph;
        this.info = info;
    }

    /// <summary>Plans a graph after <see cref="LinearFolding"/>.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="info">Type and shape of every value.</param>
    /// <param name="prepared">Values that everybody computes from the float inputs and that are quantised in their place.</param>
    internal static Placement Plan(
        ModelGraph graph, IReadOnlyDictionary<string, TensorInfo> info, IReadOnlyCollection<string> prepared)
    {
        var planner = new PlacementPlanner(graph, info);
        planner.FindPreparation(prepared);
        planner.FindHead();
        do
        {
            planner.changed = false;
            planner.forms.Clear();
            planner.graph.Inputs.ForEach(input => planner.DefineInput(input));
            planner.graph.Nodes.ForEach(planner.Visit);
            planner.graph.Outputs.ForEach(planner.RequirePublic);
        }
        while (planner.changed);
        planner.ShareScalesOfJoins();
        return planner.placement;
    }

    private void FindHead()
    {
        foreach (GraphNode node in Enumerable.Reverse(graph.Nodes))
        {
            bool last = node.Outputs.TrueForAll(output => graph.Consumers(output).TrueForAll(read => placement.Head.Contains(read.Node)));
            if (last && (OperatorRoles.IsHead(node) || OperatorRoles.IsArrangement(node)))
            {
                placement.Head.Add(node);
            }
        }
    }

    /// <summary>The nodes before prepared values; these are quantised.</summary>
    private void FindPreparation(IReadOnlyCollection<string> prepared)
    {
        var waiting = new Stack<string>(prepared);
        while (waiting.TryPop(out string? value))
        {
            if (graph.Producer(value) is { } node && placement.Preparation.Add(node))
            {
                node.Inputs.ForEach(waiting.Push);
            }
        }

        placement.Quantized.UnionWith(prepared);
    }

    private void DefineInput(GraphInput input)
    {
        forms[input.Name] = new ValueForm(FormKind.Elementwise, [input.Name]);
        bool proven = graph.Consumers(input.Name).Exists(read => !placement.Preparation.Contains(read.Node));
        if (input.ElementType == TensorElementType.Float && (proven || graph.IsOutput(input.Name)))
        {
            Mark(input.Name);
        }
    }

    private ValueForm Form(string value) => forms.GetValueOrDefault(value, ValueForm.Constant);

    private bool IsFloat(string value) => info.TryGetValue(value, out TensorInfo? known) && known.IsFloat;

    private void Define(string value, ValueForm form)
    {
        forms[value] = form;
        if (placement.Quantized.Contains(value))
        {
            forms[value] = new ValueForm(FormKind.Quantized, [value]);
        }
        else if ((form.Kind == FormKind.Accumulated || form.Sources.Count > 1) && IsReadTwice(value))
        {
            Mark(value);
        }
    }

    /// <summary>Whether a value that exists only as a function would have to be computed more than once.</summary>
    private bool IsReadTwice(string value)
    {
        List<(GraphNode Node, int Slot)> reads = graph.Consumers(value);
        bool proven = reads.Exists(read => !placement.Head.Contains(read.Node));
        return proven && reads.Count + (graph.IsOutput(value) ? 1 : 0) > 1;
    }

    private void Mark(string value)
    {
        if (IsFloat(value))
        {
            changed |= placement.Quantized.Add(value);
            forms[value] = new ValueForm(FormKind.Quantized, [value]);
        }
    }

    /// <summary>Quantises an input that is read as 8 bits.</summary>
    private void Require(GraphNode node, int slot)
    {
        string value = node.Input(slot);
        if (graph.Constant(value) is { Data: float[] })
        {
            placement.QuantizedConstants.Add((node, slot));
        }
        else if (value.Length > 0 && Form(value).Kind is not (FormKind.Quantized or FormKind.Constant))
        {
            Mark(value);
        }
    }

    /// <summary>Makes a value one that can be published: quantised, or the plain result of a linear layer.</summary>
    private void RequirePublic(string value)
    {
        ValueForm form = Form(value);
        bool isPublic = form.Kind is FormKind.Quantized or FormKind.Constant or FormKind.Head
            || (form.Kind == FormKind.Accumulated && form.IsFresh);
        if (!isPublic)
        {
            Mark(value);
        }
    }

    private void Visit(GraphNode node)
    {
        if (placement.Preparation.Contains(node))
        {
            node.Outputs.ForEach(output => Define(output, new ValueForm(FormKind.Head, [])));
            return;
        }

        if (placement.Head.Contains(node))
        {
            node.Inputs.ForEach(RequirePublic);
            node.Outputs.ForEach(output => Define(output, new ValueForm(FormKind.Head, [])));
            return;
        }

        if (node.Inputs.TrueForAll(input => Form(input).Kind == FormKind.Constant))
        {
            return;
        }

        ValueForm form = FormOf(node);
        node.Outputs.ForEach(output => Define(output, form));
    }

    private ValueForm FormOf(GraphNode node)
    {
        switch (OperatorRoles.Of(graph, node))
        {
            case OperatorRole.Linear:
                Require(node, 0);
                if (LinearLayer.Of(graph, node, info) is { } layer)
                {
                    return new ValueForm(FormKind.Accumulated, []) { ChannelAxis = layer.OutputAxis, IsFresh = true };
                }

                Require(node, 1);
                return new ValueForm(FormKind.Accumulated, []) { IsFresh = true };
            case OperatorRole.Sum:
                Require(node, 0);
                return new ValueForm(FormKind.Accumulated, []);
            case OperatorRole.Movement:
                return Move(node);
            case OperatorRole.Increasing:
                return Elementwise(node, true);
            case OperatorRole.Function:
                return Elementwise(node, false);
            case OperatorRole.Combination:
                return Combine(node);
            case OperatorRole.Join:
                return Join(node);
            case OperatorRole.Lookup:
                return LookUp(node);
            default:
                return Kernel(node);
        }
    }

    private ValueForm Move(GraphNode node)
    {
        if (!IsFloat(node.Input(0)))
        {
            return Form(node.Input(0));
        }

        Require(node, 0);
        foreach (string output in node.Outputs.Where(IsFloat))
        {
            placement.ScaleSources[output] = node.Input(0);
            Mark(output);
        }

        return ValueForm.Real;
    }

    private ValueForm Elementwise(GraphNode node, bool increasing)
    {
        string x = node.Input(0);
        if (Form(x).Kind == FormKind.Real || (Form(x).Kind == FormKind.Accumulated && !increasing))
        {
            Mark(x);
        }

        return Form(x).Kind == FormKind.Quantized
            ? new ValueForm(FormKind.Elementwise, Form(x).Sources)
            : Form(x) with { IsFresh = false };
    }

    private ValueForm Join(GraphNode node)
    {
        for (int slot = 0; slot < node.Inputs.Count; slot++)
        {
            Require(node, slot);
        }

        Mark(node.Output);
        return new ValueForm(FormKind.Elementwise, [.. node.Inputs.SelectMany(input => Form(input).Sources).Distinct()]);
    }

    private ValueForm LookUp(GraphNode node)
    {
        if (IsFloat(node.Output))
        {
            Require(node, 0);
            placement.ScaleSources[node.Output] = node.Input(0);
            Mark(node.Output);
        }

        return new ValueForm(FormKind.Elementwise, Form(node.Input(1)).Sources);
    }

    private ValueForm Kernel(GraphNode node)
    {
        foreach (string input in node.Inputs.Where(input => Form(input).Kind is not (FormKind.Constant or FormKind.Quantized)))
        {
            Mark(input);
        }

        node.Outputs.ForEach(Mark);
        return new ValueForm(FormKind.Elementwise, [.. node.Inputs.SelectMany(input => Form(input).Sources).Distinct()]);
    }

    private ValueForm Combine(GraphNode node)
    {
        List<int> operands = [.. Enumerable.Range(0, node.Inputs.Count).Where(slot => Form(node.Input(slot)).Kind != FormKind.Constant)];
        foreach (string value in operands.Select(node.Input).Where(value => Form(value).Kind == FormKind.Real))
        {
            Mark(value);
        }

        return operands is [var only] ? CombineWithConstants(node, only) : CombineOperands(node, operands);
    }

    private ValueForm CombineOperands(GraphNode node, List<int> operands)
    {
        foreach (string value in operands.Select(node.Input))
        {
            if (Form(value) is { Kind: FormKind.Accumulated } or { ConstantAxis: not null })
            {
                Mark(value);
            }
        }

        string[] Sources() => [.. operands.SelectMany(slot => Form(node.Input(slot)).Sources).Distinct()];
        foreach (string value in operands.Select(node.Input).OrderByDescending(value => Form(value).Sources.Count).ToList())
        {
            if (Sources().Length > LargestSourceCount)
            {
                Mark(value);
            }
        }

        return new ValueForm(FormKind.Elementwise, Sources());
    }

    private ValueForm CombineWithConstants(GraphNode node, int slot)
    {
        string x = node.Input(slot);
        int? axis = null;
        bool simple = info.TryGetValue(node.Output, out TensorInfo? output) && info.TryGetValue(x, out TensorInfo? operand)
            && output.Shape.AsSpan().SequenceEqual(operand.Shape);
        foreach (DenseTensor constant in node.Inputs.Select(graph.Constant).OfType<DenseTensor>().Where(static c => c.Length != 1))
        {
            int[] longAxes = [.. Enumerable.Range(0, constant.Shape.Length).Where(i => constant.Shape[i] != 1)];
            int? only = longAxes is [var one] && output is not null ? one + output.Shape.Length - constant.Shape.Length : null;
            simple &= only is not null && (axis is null || axis == only);
            axis = only;
        }

        if (!simple)
        {
            return CombineWithTensor(node, slot);
        }

        ValueForm form = Form(x);
        if (form.Kind == FormKind.Accumulated && (axis is null || axis == form.ChannelAxis) && IsIncreasing(node, slot))
        {
            return form with { IsFresh = form.IsFresh && node.Is("Add") };
        }

        bool otherAxis = axis is not null && (form.Sources.Count > 1 || (form.ConstantAxis is { } own && own != axis));
        if (form.Kind == FormKind.Accumulated || otherAxis)
        {
            Mark(x);
            form = Form(x);
        }

        return new ValueForm(FormKind.Elementwise, form.Sources) { ConstantAxis = axis ?? form.ConstantAxis };
    }

    /// <summary>A constant that is not a number or a vector along one axis takes part as an 8-bit tensor of its own.</summary>
    private ValueForm CombineWithTensor(GraphNode node, int slot)
    {
        Mark(node.Input(slot));
        for (int other = 0; other < node.Inputs.Count; other++)
        {
            if (other != slot && graph.Constant(node.Input(other)) is { Data: float[], Length: > 1 })
            {
                placement.QuantizedConstants.Add((node, other));
            }
        }

        node.Outputs.ForEach(Mark);
        return new ValueForm(FormKind.Elementwise, Form(node.Input(slot)).Sources);
    }

    /// <summary>Whether a node with one operand that is not constant is non-decreasing in it.</summary>
    private bool IsIncreasing(GraphNode node, int slot)
    {
        switch (node.OperatorName)
        {
            case "Add" or "Min" or "Max" or "Sum":
                return true;
            case "Sub":
                return slot == 0;
            case "Mul" or "Div":
                bool positive = graph.Constant(node.Input(1 - slot)) is { Data: float[] values } && Array.TrueForAll(values, v => v > 0);
                return positive && (slot == 0 || node.Is("Mul"));
            default:
                return false;
        }
    }

    /// <summary>A value that only a Concat reads takes its scale, so that joining costs nothing.</summary>
    private void ShareScalesOfJoins()
    {
        foreach (GraphNode node in graph.Nodes.Where(node => node.Is("Concat") && IsFloat(node.Output)))
        {
            foreach (string part in node.Inputs.Where(placement.Quantized.Contains))
            {
                if (graph.OnlyConsumer(part) == node && !placement.ScaleSources.ContainsKey(part))
                {
                    placement.ScaleSources[part] = node.Output;
                }
            }
        }
    }
}
