using Prover.Onnx.Graphs;

namespace Prover.Onnx.Normalization;

/// <summary>
/// Finds where the proven network may begin: behind shifts and factors per feature, which everybody can apply to the float input.
/// Features of very different ranges would lose most of their bits in one common scale. What is prepared this way must say
/// everything about the input and be possible for some input, whatever integers the prover chooses: one value, which no other
/// path leaves out, and which an input exists for.
/// </summary>
internal static class InputPreparation
{
    /// <summary>Checks the values that passes have named, and adds those at the end of chains of arithmetic with constants.</summary>
    internal static void Apply(NormalizationContext context)
    {
        ModelGraph graph = context.Graph;
        context.Prepared.RemoveAll(value => !IsOnlyWay(graph, value));
        var covered = new HashSet<string>(context.Prepared.SelectMany(value => Upstream(graph, value).Inputs));
        foreach (GraphInput input in graph.Inputs.Where(input => !covered.Contains(input.Name)))
        {
            if (EndOfChain(graph, input.Name) is { } end)
            {
                context.Prepared.Add(end);
            }
        }
    }

    /// <summary>The last value of a chain that a constant per feature has changed, or null.</summary>
    private static string? EndOfChain(ModelGraph graph, string input)
    {
        string? end = null;
        string value = input;
        while (graph.OnlyConsumer(value) is { } node && IsStep(graph, node, value, out bool perFeature))
        {
            value = node.Output;
            end = perFeature ? value : end;
        }

        return end is not null && !graph.IsOutput(end) ? end : null;
    }

    private static bool IsStep(ModelGraph graph, GraphNode node, string value, out bool perFeature)
    {
        perFeature = false;
        switch (node.OperatorName)
        {
            case "Reshape" or "Flatten" or "Squeeze" or "Unsqueeze" or "Transpose":
                return node.Input(0) == value;
            case "Add" or "Sub" or "Mul" or "Div":
                bool first = node.Input(0) == value;
                float[]? constant = graph.Constant(node.Input(first ? 1 : 0))?.Data as float[];
                perFeature = constant?.Length > 1;
                bool invertible = node.Operator is "Add" or "Sub" || (first && constant is not null && !constant.Contains(0));
                return invertible && constant is not null && Array.TrueForAll(constant, float.IsFinite);
            default:
                return false;
        }
    }

    /// <summary>Whether everything that reads the inputs of a value does so through the value.</summary>
    private static bool IsOnlyWay(ModelGraph graph, string value)
    {
        (HashSet<GraphNode> nodes, HashSet<string> inputs) = Upstream(graph, value);
        return inputs.Concat(nodes.SelectMany(static node => node.Outputs)).Where(name => name != value).All(name =>
            !graph.IsOutput(name) && graph.Consumers(name).TrueForAll(read => nodes.Contains(read.Node)));
    }

    private static (HashSet<GraphNode> Nodes, HashSet<string> Inputs) Upstream(ModelGraph graph, string value)
    {
        var nodes = new HashSet<GraphNode>();
        var inputs = new HashSet<string>();
        var open = new Stack<string>([value]);
        while (open.TryPop(out string? name))
        {
            if (graph.Producer(name) is { } producer)
            {
                if (nodes.Add(producer))
                {
                    producer.Inputs.ForEach(open.Push);
                }
            }
            else if (graph.Inputs.Exists(input => input.Name == name))
            {
                inputs.Add(name);
            }
        }

        return (nodes, inputs);
    }
}
