using Prover.Onnx.Graphs;
using Prover.Onnx.Heads;
using Prover.Onnx.Movement;
using Prover.Onnx.Operators;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Compilation;

/// <summary>
/// Cuts float arithmetic between a model's input and its QuantizeLinear off the network: shifts and factors per feature, counts of
/// thresholds. It is computed before quantisation, outside the proof, as the rounding of the input is. Each integer of the proof
/// must stand for an element of the input of its own, so that a prover cannot choose integers that contradict each other.
/// </summary>
internal sealed class PreparedInputs
{
    private static readonly HashSet<string> Arithmetic = ["Add", "Sub", "Mul", "Div", "Greater", "Less", "GreaterOrEqual", "LessOrEqual"];

    private readonly ModelGraph graph;
    private readonly LoweringContext context;
    private readonly Dictionary<string, DenseTensor> values = [];
    private readonly Dictionary<string, DenseTensor> sources = [];

    private PreparedInputs(ModelGraph graph, LoweringContext context)
    {
        this.graph = graph;
        this.context = context;
    }

    /// <summary>Applies the rule: removes nodes from the graph and defines the values that they computed.</summary>
    internal static void Apply(ModelGraph graph, LoweringContext context)
    {
        foreach (string value in graph.Nodes.Where(static node => node.IsQuantize).Select(static node => node.Input(0)).Distinct().ToList())
        {
            try
            {
                new PreparedInputs(graph, context).Cut(value);
            }
            catch (UnsupportedOperatorException)
            {
                // The nodes stay in the graph, where lowering them says what is wrong.
            }
        }
    }

    private void Cut(string value)
    {
        List<GraphNode> nodes = [];
        if (Collect(value, nodes) is not { } input || !nodes.Exists(static node => Arithmetic.Contains(node.OperatorName))
            || !IsOnlyWay(nodes, input.Name, value))
        {
            return;
        }

        nodes = [.. graph.Nodes.Where(nodes.Contains)];
        values[input.Name] = DenseTensor.Allocate(TensorElementType.Float, input.Shape);
        float[] positions = [.. Enumerable.Range(0, values[input.Name].Length).Select(static i => (float)i)];
        sources[input.Name] = DenseTensor.Create(positions, input.Shape);
        var preparation = new ModelGraph { Opset = graph.Opset };
        if (!nodes.TrueForAll(node => Add(preparation, node)))
        {
            return;
        }

        float[] used = sources[value].As<float>();
        if (values[value].ElementType != TensorElementType.Float || used.Distinct().Count() != used.Length)
        {
            return;
        }

        preparation.Inputs.Add(new GraphInput(input.Name, TensorElementType.Float, input.Shape, new string?[input.Shape.Length]));
        preparation.Outputs.Add(value);
        graph.Nodes.RemoveAll(nodes.Contains);
        context.NoteShown(nodes[0], "what is computed from the input before it is quantised: thresholds, shifts and factors");
        context.Define(value, new FloatInputValue(input.Name, values[value].Shape)
        {
            Preparation = new PublicHead(preparation),
            Unprepared = input.Shape,
        });
    }

    /// <summary>The nodes that compute a value from one float input and constants, and that input; null for others.</summary>
    private FloatInputValue? Collect(string value, List<GraphNode> nodes)
    {
        if (graph.Producer(value) is not { } node)
        {
            return graph.Constant(value) is null ? context.Value(value) as FloatInputValue : null;
        }

        string[] variable = [.. node.Inputs.Where(name => name.Length > 0 && graph.Constant(name) is null)];
        bool known = Arithmetic.Contains(node.OperatorName) || node.OperatorName is "Cast" or "ReduceSum"
            || OperatorTable.Find(node) is MovementOperator;
        nodes.Add(node);
        return known && variable.Length == 1 ? Collect(variable[0], nodes) : null;
    }

    private bool IsOnlyWay(List<GraphNode> nodes, string input, string value) => nodes.Select(static node => node.Output).Append(input)
        .Where(name => name != value)
        .All(name => !graph.IsOutput(name) && graph.Consumers(name).TrueForAll(read => nodes.Contains(read.Node)))
        && !graph.IsOutput(value) && graph.Consumers(value).TrueForAll(static read => read.Node.IsQuantize);

    /// <summary>Adds a node to the preparation and follows which element of the input each element comes from.</summary>
    private bool Add(ModelGraph preparation, GraphNode node)
    {
        if (OperatorTable.Find(node) is MovementOperator movement)
        {
            string source = node.Input(0);
            if (!values.TryGetValue(source, out DenseTensor? x) || node.Outputs.Count > 1)
            {
                return false;
            }

            TensorMove move = movement.Moves(node, x.Shape, context)[0];
            MoveWriter.Add(preparation, graph, node, move, source, node.Output);
            values[node.Output] = move.Apply(x);
            sources[node.Output] = move.Apply(sources[source]);
            context.Define(node.Output, new FloatInputValue(node.Output, move.Shape));
            return true;
        }

        foreach (string input in node.Inputs.Where(input => graph.Constant(input) is not null))
        {
            preparation.Constants[input] = values[input] = graph.Constant(input)!;
        }

        values[node.Output] = HeadEvaluator.Evaluate(node, values, graph.Opset);
        context.Define(node.Output, new FloatInputValue(node.Output, values[node.Output].Shape));
        preparation.Nodes.Add(new GraphNode(node.Name, string.Empty, node.Operator, node.Inputs, node.Outputs, node.Attributes));
        return FollowSources(node);
    }

    private bool FollowSources(GraphNode node)
    {
        string variable = node.Inputs.First(sources.ContainsKey);
        DenseTensor positions = sources[variable];
        int[] shape = values[node.Output].Shape;
        if (node.Is("ReduceSum"))
        {
            // The sum must be over elements that come from one element of the input.
            DenseTensor least = HeadReduction.Fold(node, positions, values, MathF.Min);
            DenseTensor greatest = HeadReduction.Fold(node, positions, values, MathF.Max);
            sources[node.Output] = least;
            return least.As<float>().AsSpan().SequenceEqual(greatest.As<float>());
        }

        float[] spread = new float[DenseTensor.ElementCount(shape)];
        for (int i = 0; i < spread.Length; i++)
        {
            spread[i] = positions.As<float>()[HeadArithmetic.Position(i, shape, positions.Shape)];
        }

        sources[node.Output] = DenseTensor.Create(spread, shape);
        return true;
    }
}
