using Prover.Onnx.Graphs;
using Prover.Onnx.Model;
using Prover.Onnx.Quantization;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Normalization;

/// <summary>Replaces If by the branch that its condition chooses, where that does not depend on the input's values.</summary>
internal static class ConditionInlining
{
    /// <summary>Applies the rule; an If that cannot be decided is added to the problems.</summary>
    /// <exception cref="FormatException">A branch is not well formed.</exception>
    internal static void Apply(NormalizationContext context)
    {
        bool found = false;
        while (context.Graph.Nodes.Find(static node => node.Is("If")) is { } node)
        {
            if (Condition(context, node.Input(0)) is not { } holds)
            {
                context.Problems.Add(node.Unsupported("its condition depends on the input", "export the model without control flow"));
                return;
            }

            GraphProto branch = node.Attributes.Graph(holds ? "then_branch" : "else_branch")
                ?? throw new FormatException($"node {node.Name} (If) lacks a branch");
            Inline(context.Graph, node, branch);
            found = true;
        }

        if (found)
        {
            Sort(context.Graph);
            context.Invalidate();
        }
    }

    private static bool? Condition(NormalizationContext context, string value)
    {
        if (context.Graph.Constant(value) is { } known)
        {
            return known.ToInt64()[0] != 0;
        }

        ModelGraph upstream = context.Graph.Copy();
        upstream.Outputs.Clear();
        upstream.Outputs.Add(value);
        upstream.RemoveUnused();
        if (!StaticFolding.StaticValues(upstream).Contains(value))
        {
            return null;
        }

        using var run = new FloatRun(upstream, [value], 1);
        Dictionary<string, DenseTensor> values = run.Run(context.Sample(upstream));
        return values[value].ToInt64()[0] != 0;
    }

    private static void Inline(ModelGraph graph, GraphNode node, GraphProto branch)
    {
        foreach (TensorProto initializer in branch.Initializer)
        {
            graph.Constants[initializer.Name] = TensorProtoReader.Read(initializer, null);
        }

        var nodes = branch.Node.Select((inner, i) => new GraphNode(
            inner.Name.Length > 0 ? inner.Name : $"{node.Name}/{i}", inner.Domain == "ai.onnx" ? string.Empty : inner.Domain, inner.OpType,
            inner.Input, inner.Output, new NodeAttributes(inner.Attribute))).ToList();
        if (nodes.SelectMany(static inner => inner.Outputs).FirstOrDefault(name => graph.Producer(name) is not null) is { } taken)
        {
            throw new FormatException($"node {node.Name} (If): the name {taken} is used inside and outside of it");
        }

        nodes.AddRange(node.Outputs.Select((output, i) => new GraphNode(
            $"{node.Name}/{i}", string.Empty, "Identity", [branch.Output[i].Name], [output], NodeAttributes.Empty)));
        int position = graph.Nodes.IndexOf(node);
        graph.Nodes.RemoveAt(position);
        graph.Nodes.InsertRange(position, nodes);
        ConstantNodes.Apply(graph);
    }

    /// <summary>A branch may read values that come later in the list than the If did.</summary>
    private static void Sort(ModelGraph graph)
    {
        var known = new HashSet<string>(graph.Constants.Keys.Concat(graph.Inputs.Select(static input => input.Name))) { string.Empty };
        List<GraphNode> waiting = [.. graph.Nodes];
        graph.Nodes.Clear();
        while (waiting.Count > 0)
        {
            GraphNode ready = waiting.Find(node => node.Inputs.TrueForAll(known.Contains))
                ?? throw new FormatException($"node {waiting[0].Name} ({waiting[0].Operator}) reads a value that nothing computes");
            waiting.Remove(ready);
            graph.Nodes.Add(ready);
            known.UnionWith(ready.Outputs);
        }
    }
}
