using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Normalization;

/// <summary>Writes the nodes that take the place of one node. Names derive from the node's, so equal files give equal names.</summary>
internal sealed class NodeReplacement
{
    private readonly ModelGraph graph;
    private readonly GraphNode replaced;
    private readonly List<GraphNode> nodes = [];
    private readonly NormalizationContext? context;

    /// <summary>Starts to replace a node; what the context knows of values follows them when they take the node's names.</summary>
    internal NodeReplacement(NormalizationContext context, GraphNode replaced)
        : this(context.Graph, replaced)
    {
        this.context = context;
    }

    /// <summary>Starts to replace a node.</summary>
    internal NodeReplacement(ModelGraph graph, GraphNode replaced)
    {
        this.graph = graph;
        this.replaced = replaced;
    }

    /// <summary>Adds a standard node without attributes.</summary>
    /// <returns>The name of its output.</returns>
    internal string Node(string op, params string[] inputs) => Node(op, NodeAttributes.Empty, inputs);

    /// <summary>Adds a standard node.</summary>
    /// <returns>The name of its output.</returns>
    internal string Node(string op, NodeAttributes attributes, params string[] inputs) => Nodes(op, attributes, 1, inputs)[0];

    /// <summary>Adds a standard node with several outputs.</summary>
    /// <returns>The names of its outputs.</returns>
    internal string[] Nodes(string op, NodeAttributes attributes, int outputCount, params string[] inputs)
    {
        string name = graph.FreshName($"{replaced.Name}/{op}");
        string[] outputs = [.. Enumerable.Range(0, outputCount).Select(i => i == 0 ? name : graph.FreshName($"{name}/{i}"))];
        nodes.Add(new GraphNode(name, string.Empty, op, inputs, outputs, attributes));
        return outputs;
    }

    /// <summary>Adds a constant of floats.</summary>
    internal string Floats(string stem, float[] values, params int[] shape) => Constant(stem, DenseTensor.Create(values, shape));

    /// <summary>Adds a constant float without axes.</summary>
    internal string Scalar(string stem, float value) => Floats(stem, [value]);

    /// <summary>Adds a constant list of integers with one axis.</summary>
    internal string Integers(string stem, params long[] values) => Constant(stem, DenseTensor.Create(values, values.Length));

    /// <summary>Adds a constant.</summary>
    internal string Constant(string stem, DenseTensor value) => graph.AddConstant($"{replaced.Name}/{stem}", value);

    /// <summary>Adds a Reshape to fixed lengths; 0 keeps the length of the axis, -1 is what remains.</summary>
    internal string Reshape(string value, params long[] shape) => Node("Reshape", value, Integers("shape", shape));

    /// <summary>Adds a Transpose.</summary>
    internal string Transpose(string value, params int[] permutation) =>
        Node("Transpose", NodeAttributes.Empty.With("perm", Array.ConvertAll(permutation, static axis => (long)axis)), value);

    /// <summary>Adds a reduction of one axis that is kept with length 1.</summary>
    internal string Reduce(string op, string value, int axis)
    {
        const int axesAreInputs = 18;
        NodeAttributes keep = NodeAttributes.Empty.With("keepdims", 1);
        return graph.Opset >= axesAreInputs || op == "ReduceSum"
            ? Node(op, keep, value, Integers("axes", axis))
            : Node(op, keep.With("axes", [axis]), value);
    }

    /// <summary>A value as float32.</summary>
    internal string AsFloat(string value) =>
        Node("Cast", NodeAttributes.Empty.With("to", (long)TensorElementType.Float), value);

    /// <summary>Adds a Slice of one axis.</summary>
    internal string Slice(string value, int axis, long start, long end) =>
        Node("Slice", value, Integers("starts", start), Integers("ends", end), Integers("axes", axis));

    /// <summary>Adds a Concat.</summary>
    internal string Concat(int axis, params string[] parts) =>
        parts.Length == 1 ? parts[0] : Node("Concat", NodeAttributes.Empty.With("axis", axis), parts);

    /// <summary>Puts the nodes into the graph; each given value takes the name of the replaced node's output of that index.</summary>
    internal void Commit(params string?[] results)
    {
        var renamed = new Dictionary<string, string>();
        for (int i = 0; i < replaced.Outputs.Count && i < results.Length; i++)
        {
            if (replaced.Outputs[i].Length == 0 || results[i] is not { } result)
            {
                continue;
            }

            if (renamed.ContainsKey(result) || !nodes.Exists(node => node.Outputs.Contains(result)))
            {
                nodes.Add(new GraphNode(replaced.Name, string.Empty, "Identity", [result], [replaced.Outputs[i]], NodeAttributes.Empty));
            }
            else
            {
                renamed.Add(result, replaced.Outputs[i]);
                context?.Rename(result, replaced.Outputs[i]);
            }
        }

        foreach (GraphNode node in nodes)
        {
            node.Inputs = node.Inputs.ConvertAll(name => renamed.GetValueOrDefault(name, name));
            node.Outputs = node.Outputs.ConvertAll(name => renamed.GetValueOrDefault(name, name));
        }

        int position = graph.Nodes.IndexOf(replaced);
        graph.Nodes.RemoveAt(position);
        graph.Nodes.InsertRange(position, nodes);
    }
}
