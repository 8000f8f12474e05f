using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Movement;
using Prover.Onnx.Operators;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Heads;

/// <summary>
/// Cuts a model behind its last proven integers: these become public outputs of the network, and the nodes from there to the
/// model's outputs become the <see cref="PublicHead"/>.
/// </summary>
internal sealed class HeadBuilder
{
    private readonly ModelGraph graph;
    private readonly LoweringContext context;
    private readonly ModelGraph head;
    private readonly HashSet<string> known = [];
    private readonly List<(Activation X, string Name, TensorVisibility Visibility)> published = [];
    private TensorVisibility visibility;

    /// <summary>Prepares a head.</summary>
    internal HeadBuilder(ModelGraph graph, LoweringContext context)
    {
        this.graph = graph;
        this.context = context;
        head = new ModelGraph { Opset = graph.Opset };
    }

    /// <summary>The node that is being added, for error messages.</summary>
    internal GraphNode? Current { get; private set; }

    /// <summary>Adds what computes one output of the model.</summary>
    /// <exception cref="UnsupportedOperatorException">An output cannot be computed from integers of the proof.</exception>
    internal void AddOutput(string name)
    {
        visibility = context.Visibility.OfOutput(name);
        Add(name);
        head.Outputs.Add(name);
    }

    /// <summary>The finished head.</summary>
    internal PublicHead Build() => new(head);

    private void Add(string name)
    {
        if (!known.Add(name))
        {
            return;
        }

        Current = graph.Producer(name) ?? Current;
        switch (context.Value(name))
        {
            case ConstantValue { Tensor: var tensor }:
                head.Constants[name] = tensor;
                break;
            case QuantizedValue quantized:
                Publish(name, name, quantized.X, quantized.ElementType);
                break;
            case PointwiseValue { X: var x, Function: var function, ElementType: TensorElementType.Float }:
                AddTable(name, x, function);
                break;
            case AccumulatedValue { ElementType: TensorElementType.Int32, Offsets: null } sums when sums.Factors is not null:
                Publish(name, name, context.Committed(sums.Sum), TensorElementType.Int32);
                break;
            case AccumulatedValue { Factors: { } factors } accumulated:
                AddAccumulator(name, accumulated, factors);
                break;
            case FloatInputValue or QuantizedConstant:
                throw new UnsupportedOperatorException($"the output {name} does not depend on proven integers");
            default:
                Replay(graph.Producer(name)!);
                break;
        }
    }

    /// <summary>Makes an activation a public output of the network under its name, once, and an input of the head.</summary>
    private string Publish(string wanted, string stem, Activation x, TensorElementType type)
    {
        int index = published.FindIndex(entry => ReferenceEquals(entry.X, x));
        CheckVisibility(index);
        if (index >= 0 && published[index].Name != wanted)
        {
            head.Nodes.Add(new GraphNode(wanted, string.Empty, "Identity", [published[index].Name], [wanted], NodeAttributes.Empty));
        }
        else if (index < 0)
        {
            context.Builder.Output(wanted, x, visibility);
            published.Add((x, wanted, visibility));
            head.Inputs.Add(new GraphInput(wanted, type, x.Shape, new string?[x.Rank]));
        }

        known.Add(stem);
        return wanted;
    }

    /// <summary>Outputs that come from the same integers can only be seen alike.</summary>
    private void CheckVisibility(int index)
    {
        if (index < 0 || published[index].Visibility == visibility) return;
        throw new UnsupportedOperatorException(
            $"two outputs of the model come from the integers {published[index].Name}, and one is {Word(published[index].Visibility)}, "
            + $"the other {Word(visibility)}",
            "give both the same visibility");
    }

#pragma warning disable CA1308 // The words of the command line are lower case.
    private static string Word(TensorVisibility visibility) => visibility.ToString().ToLowerInvariant();
#pragma warning restore CA1308

    private void AddTable(string name, Activation x, Func<int, float> function)
    {
        int index = published.FindIndex(entry => ReferenceEquals(entry.X, x));
        CheckVisibility(index);
        string source = index >= 0 ? published[index].Name : Publish(
            graph.FreshName(name + "/quantised"), name, x, TensorElementType.Int32);
        float[] table = [.. Enumerable.Range(x.Low, x.High - x.Low + 1).Select(function)];
        string values = graph.FreshName(name + "/table");
        head.Constants[values] = DenseTensor.Create(table, table.Length);
        head.Nodes.Add(new GraphNode(
            name, PublicHead.Domain, PublicHead.TableOperator, [source, values], [name], NodeAttributes.Empty.With("low", x.Low)));
    }

    private void AddAccumulator(string name, AccumulatedValue value, float[] factors)
    {
        Activation sums = context.Committed(value.Sum);
        string source = Publish(graph.FreshName(name + "/sums"), name, sums, TensorElementType.Int32);
        int axis = value.ClassAxes is [var only] ? only : 0;
        float[] scales = value.Classes is { } classes ? Array.ConvertAll(classes, c => factors[c]) : factors;
        string scale = graph.FreshName(name + "/scale");
        head.Constants[scale] = DenseTensor.Create(scales, scales.Length == 1 ? [] : [scales.Length]);
        NodeAttributes attributes = NodeAttributes.Empty.With("axis", axis);
        string scaled = value.Offsets is null ? name : graph.FreshName(name + "/scaled");
        head.Nodes.Add(new GraphNode(name, string.Empty, "DequantizeLinear", [source, scale], [scaled], attributes));
        if (value.Offsets is { } offsets)
        {
            string offset = graph.FreshName(name + "/offset");
            float[] added = value.Classes is { } numbers ? Array.ConvertAll(numbers, c => offsets[c]) : offsets;
            int[] behind = [.. Enumerable.Repeat(1, added.Length == 1 ? 0 : value.Shape.Length - axis - 1)];
            head.Constants[offset] = DenseTensor.Create(added, [added.Length, .. behind]);
            head.Nodes.Add(new GraphNode(name, string.Empty, "Add", [scaled, offset], [name], NodeAttributes.Empty));
        }
    }

    private void Replay(GraphNode node)
    {
        bool looksUp = node.Is("Gather") && context.Value(node.Input(0)) is ConstantValue;
        if (!looksUp && OperatorTable.Find(node) is MovementOperator movement)
        {
            ReplayMove(node, movement);
            return;
        }

        if (node.Is("TopK"))
        {
            ReplayTop(node);
            return;
        }

        if (!HeadEvaluator.Supports(node))
        {
            throw new UnsupportedOperatorException(
                "a float result of the model depends on it, and it cannot be computed outside the proof", "put QuantizeLinear after it");
        }

        foreach (string input in node.Inputs.Where(static input => input.Length > 0))
        {
            Add(input);
        }

        Current = node;
        head.Nodes.Add(new GraphNode(node.Name, node.Domain, node.Operator, node.Inputs, node.Outputs, node.Attributes));
    }

    /// <summary>Writes TopK as one node per output.</summary>
    private void ReplayTop(GraphNode node)
    {
        Add(node.Input(0));
        Current = node;
        NodeAttributes attributes = NodeAttributes.Empty
            .With("axis", node.Attributes.Int("axis", -1))
            .With("largest", node.Attributes.Int("largest", 1))
            .With("k", context.Value(node.Output).Shape[ArgExtremeOperator.TopAxis(node, context.Value(node.Output).Shape)]);
        string[] operators = [PublicHead.TopValuesOperator, PublicHead.TopPositionsOperator];
        for (int i = 0; i < node.Outputs.Count; i++)
        {
            known.Add(node.Outputs[i]);
            head.Nodes.Add(new GraphNode(
                $"{node.Name}/{operators[i]}", PublicHead.Domain, operators[i], [node.Input(0)], [node.Outputs[i]], attributes));
        }
    }

    /// <summary>Writes a rearrangement as Reshape, Transpose and Gather, each with constants only.</summary>
    private void ReplayMove(GraphNode node, MovementOperator movement)
    {
        Add(node.Input(0));
        Current = node;
        IReadOnlyList<TensorMove> moves = movement.Moves(node, context.Value(node.Input(0)).Shape, context);
        for (int i = 0; i < moves.Count; i++)
        {
            known.Add(node.Outputs[i]);
            MoveWriter.Add(head, graph, node, moves[i], node.Input(0), node.Outputs[i]);
        }
    }
}
