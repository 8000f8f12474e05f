using Prover.Onnx.Graphs;
using Prover.Onnx.Heads;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Quantization;

/// <summary>
/// Decides where QuantizeLinear and DequantizeLinear go: between kernels, so that what lies between two quantised values is one
/// linear layer with a non-decreasing elementwise tail, or an elementwise function of at most two quantised values. A decision
/// may change what an earlier node sees, so the rules run until nothing is added.
/// </summary>
internal sealed class PlacementPlanner
{
    private readonly ModelGraph graph;
    private readonly IReadOnlyDictionary<string, TensorInfo> info;
    private readonly Placement placement;
    private readonly PlacementState state;
    private readonly ElementwisePlacement elementwise;

    private PlacementPlanner(ModelGraph graph, IReadOnlyDictionary<string, TensorInfo> info)
    {
        this.graph = graph;
        this.info = info;
        state = new PlacementState(graph, info);
        placement = state.Placement;
        elementwise = new ElementwisePlacement(state);
    }

    /// <summary>Plans a graph after <see cref="LinearFolding"/>.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="info">Type and shape of every value.</param>
    /// <param name="prepared">Values that everybody computes from the float inputs and that are quantised in their place.</param>
    /// <param name="published">Scores after which everybody computes the outputs.</param>
    internal static Placement Plan(
        ModelGraph graph,
        IReadOnlyDictionary<string, TensorInfo> info,
        IReadOnlyCollection<string> prepared,
        IReadOnlyCollection<string> published)
    {
        var planner = new PlacementPlanner(graph, info);
        planner.FindPreparation(prepared);
        planner.FindHead(published);
        do
        {
            planner.state.Restart();
            planner.graph.Inputs.ForEach(input => planner.DefineInput(input));
            planner.graph.Nodes.ForEach(planner.Visit);
            planner.graph.Outputs.ForEach(planner.state.RequirePublic);
        }
        while (planner.state.Changed);
        planner.ShareScalesOfJoins();
        return planner.placement;
    }

    private void FindHead(IReadOnlyCollection<string> published)
    {
        var after = new HashSet<string>(published);
        foreach (GraphNode node in graph.Nodes.Where(node => node.Inputs.Exists(after.Contains) && HeadEvaluator.Supports(node)))
        {
            after.UnionWith(node.Outputs);
        }

        foreach (GraphNode node in Enumerable.Reverse(graph.Nodes))
        {
            bool last = node.Outputs.TrueForAll(output => graph.Consumers(output).TrueForAll(read => placement.Head.Contains(read.Node)));
            bool follows = HeadEvaluator.Supports(node) && node.Inputs.Exists(after.Contains);
            if (last && (follows || OperatorRoles.IsHead(node) || OperatorRoles.IsArrangement(node)))
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
        state.Define(input.Name, new ValueForm(FormKind.Elementwise, [input.Name]));
        bool proven = graph.Consumers(input.Name).Exists(read => !placement.Preparation.Contains(read.Node));
        if (input.ElementType == TensorElementType.Float && (proven || graph.IsOutput(input.Name)))
        {
            state.Mark(input.Name);
        }
    }

    private void Visit(GraphNode node)
    {
        if (placement.Preparation.Contains(node))
        {
            node.Outputs.ForEach(output => state.Define(output, new ValueForm(FormKind.Head, [])));
            return;
        }

        if (placement.Head.Contains(node))
        {
            node.Inputs.ForEach(state.RequirePublic);
            node.Outputs.ForEach(output => state.Define(output, new ValueForm(FormKind.Head, [])));
            return;
        }

        if (node.Inputs.TrueForAll(input => state.Form(input).Kind == FormKind.Constant))
        {
            return;
        }

        ValueForm form = FormOf(node);
        node.Outputs.ForEach(output => state.Define(output, form));
    }

    private ValueForm FormOf(GraphNode node)
    {
        switch (OperatorRoles.Of(graph, node))
        {
            case OperatorRole.Linear:
                state.Require(node, 0);
                if (LinearLayer.Of(graph, node, info) is { } layer)
                {
                    return new ValueForm(FormKind.Accumulated, []) { ChannelAxis = layer.OutputAxis, IsFresh = true };
                }

                state.Require(node, 1);
                return new ValueForm(FormKind.Accumulated, []) { IsFresh = true };
            case OperatorRole.Sum:
                state.Require(node, 0);
                return new ValueForm(FormKind.Accumulated, []);
            case OperatorRole.Movement:
                return Move(node);
            case OperatorRole.Increasing:
                return elementwise.Unary(node, true);
            case OperatorRole.Function:
                return elementwise.Unary(node, false);
            case OperatorRole.Combination:
                return elementwise.Combine(node);
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
        if (!state.IsFloat(node.Input(0)))
        {
            return state.Form(node.Input(0));
        }

        state.Require(node, 0);
        foreach (string output in node.Outputs.Where(state.IsFloat))
        {
            placement.ScaleSources[output] = node.Input(0);
            state.Mark(output);
        }

        return ValueForm.Real;
    }

    private ValueForm Join(GraphNode node)
    {
        for (int slot = 0; slot < node.Inputs.Count; slot++)
        {
            state.Require(node, slot);
        }

        state.Mark(node.Output);
        return new ValueForm(FormKind.Elementwise, [.. node.Inputs.SelectMany(input => state.Form(input).Sources).Distinct()]);
    }

    private ValueForm LookUp(GraphNode node)
    {
        if (state.IsFloat(node.Output))
        {
            state.Require(node, 0);
            placement.ScaleSources[node.Output] = node.Input(0);
            state.Mark(node.Output);
        }

        return new ValueForm(FormKind.Elementwise, state.Form(node.Input(1)).Sources);
    }

    private ValueForm Kernel(GraphNode node)
    {
        foreach (string input in node.Inputs.Where(input => state.Form(input).Kind is not (FormKind.Constant or FormKind.Quantized)))
        {
            state.Mark(input);
        }

        node.Outputs.ForEach(state.Mark);
        return new ValueForm(FormKind.Elementwise, [.. node.Inputs.SelectMany(input => state.Form(input).Sources).Distinct()]);
    }

    /// <summary>A value that only a Concat reads takes its scale, so that joining costs nothing.</summary>
    private void ShareScalesOfJoins()
    {
        foreach (GraphNode node in graph.Nodes.Where(node => node.Is("Concat") && state.IsFloat(node.Output)))
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
