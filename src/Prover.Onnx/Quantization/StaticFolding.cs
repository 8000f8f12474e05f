using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Quantization;

/// <summary>Replaces what does not depend on the input's values, such as constants and arithmetic on shapes, by its value.</summary>
internal static class StaticFolding
{
    /// <summary>Names of the values that are the same for every input of the same shape.</summary>
    internal static HashSet<string> StaticValues(ModelGraph graph)
    {
        var known = new HashSet<string>(graph.Constants.Keys) { string.Empty };
        foreach (GraphNode node in graph.Nodes)
        {
            bool random = node.Operator.StartsWith("Random", StringComparison.Ordinal) || node.Operator is "Bernoulli" or "Multinomial";
            if (node.Operator is "Shape" or "Size" or "EyeLike" || (!random && node.Inputs.TrueForAll(known.Contains)))
            {
                known.UnionWith(node.Outputs);
            }
        }

        return known;
    }

    /// <summary>Applies the rule.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="run">Every value of one run.</param>
    internal static void Apply(ModelGraph graph, IReadOnlyDictionary<string, DenseTensor> run)
    {
        HashSet<string> known = StaticValues(graph);
        foreach (GraphNode node in graph.Nodes.ToList())
        {
            if (node.Outputs.TrueForAll(known.Contains) && !node.Outputs.Exists(graph.IsOutput))
            {
                foreach (string output in node.Outputs.Where(run.ContainsKey))
                {
                    graph.Constants[output] = run[output];
                }

                graph.Nodes.Remove(node);
            }
            else if (IsIdentity(graph, node))
            {
                graph.Bypass(node);
            }
        }

        graph.RemoveUnused();
    }

    private static bool IsIdentity(ModelGraph graph, GraphNode node) => node.OperatorName is "Identity" or "Dropout"
        && graph.Constant(node.Input(0)) is null && !node.Outputs.Skip(1).Any(output => graph.Consumers(output).Count > 0);
}
