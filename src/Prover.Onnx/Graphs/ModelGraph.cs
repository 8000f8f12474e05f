using Prover.Onnx.Tensors;

namespace Prover.Onnx.Graphs;

/// <summary>
/// A model as a list of nodes in topological order, with its constants. Rewriting passes edit it; every query looks at the
/// current state, in an order that depends on the file only.
/// </summary>
internal sealed class ModelGraph
{
    private readonly HashSet<string> names = [];

    /// <summary>The nodes, each after those it reads from.</summary>
    internal List<GraphNode> Nodes { get; } = [];

    /// <summary>Values known at compile time, by name.</summary>
    internal Dictionary<string, DenseTensor> Constants { get; } = [];

    /// <summary>The model's inputs that are not constants.</summary>
    internal List<GraphInput> Inputs { get; } = [];

    /// <summary>Names of the model's outputs.</summary>
    internal List<string> Outputs { get; } = [];

    /// <summary>Shapes of float values that the file declares; they help to look behind nodes that cannot be proven.</summary>
    internal Dictionary<string, int[]> DeclaredShapes { get; } = [];

    /// <summary>Version of the standard operators.</summary>
    internal int Opset { get; init; }

    /// <summary>Whether int8 activations are computed by int8 kernels instead of turned into uint8; set by rewriting.</summary>
    internal bool KeepsInt8 { get; set; }

    /// <summary>A copy whose nodes and constants can be changed on their own, on request with another operator set.</summary>
    internal ModelGraph Copy(int? opset = null)
    {
        var copy = new ModelGraph { Opset = opset ?? Opset };
        copy.Nodes.AddRange(Nodes.Select(static n => new GraphNode(n.Name, n.Domain, n.Operator, n.Inputs, n.Outputs, n.Attributes)));
        copy.Inputs.AddRange(Inputs);
        copy.Outputs.AddRange(Outputs);
        foreach ((string name, DenseTensor value) in Constants)
        {
            copy.Constants[name] = value;
        }

        return copy;
    }

    /// <summary>The node that writes a value, or null.</summary>
    internal GraphNode? Producer(string value) => value.Length == 0 ? null : Nodes.Find(node => node.Outputs.Contains(value));

    /// <summary>The reads of a value: each node once per input slot.</summary>
    internal List<(GraphNode Node, int Slot)> Consumers(string value) =>
        [.. Nodes.SelectMany(node => node.Inputs.Select((input, slot) => (node, input, slot)))
            .Where(read => read.input == value && value.Length > 0)
            .Select(static read => (read.node, read.slot))];

    /// <summary>Whether a value is an output of the model.</summary>
    internal bool IsOutput(string value) => Outputs.Contains(value);

    /// <summary>The single node that reads a value, or null if several or none do, or if it is an output of the model.</summary>
    internal GraphNode? OnlyConsumer(string value)
    {
        List<(GraphNode Node, int Slot)> consumers = Consumers(value);
        return consumers.Count == 1 && !IsOutput(value) ? consumers[0].Node : null;
    }

    /// <summary>The constant of that name, or null.</summary>
    internal DenseTensor? Constant(string value) => Constants.GetValueOrDefault(value);

    /// <summary>
    /// The number of axes of a value as far as it follows without shapes: from constants, inputs, and operators that fix it or
    /// keep it; null where it is not known.
    /// </summary>
    internal int? KnownRank(string value)
    {
        if (Constant(value) is { } constant)
        {
            return constant.Shape.Length;
        }

        if (Producer(value) is not { } node)
        {
            return Inputs.Find(input => input.Name == value)?.Shape.Length;
        }

        return node.Operator switch
        {
            "Flatten" or "Gemm" or "QGemm" => 2,
            "Reshape" => Constant(node.Input(1))?.Length,
            "Relu" or "LeakyRelu" or "Sigmoid" or "Tanh" or "Clip" or "QuantizeLinear" or "DequantizeLinear" or "Identity" or "Conv"
                or "MaxPool" or "AveragePool" or "GlobalAveragePool" or "Transpose" or "Softmax" => KnownRank(node.Input(0)),
            "MatMul" => KnownRank(node.Input(1)) == 2 ? KnownRank(node.Input(0)) : null,
            _ => null,
        };
    }

    /// <summary>A value name that is not in use, derived from another.</summary>
    internal string FreshName(string stem)
    {
        if (names.Count == 0)
        {
            names.UnionWith(Nodes.SelectMany(static node => node.Inputs.Concat(node.Outputs)));
            names.UnionWith(Constants.Keys);
        }

        string name = stem;
        for (int i = 1; !names.Add(name); i++)
        {
            name = $"{stem}~{i}";
        }

        return name;
    }

    /// <summary>Adds a constant under a fresh name and returns that name.</summary>
    internal string AddConstant(string stem, DenseTensor value)
    {
        string name = FreshName(stem);
        Constants[name] = value;
        return name;
    }

    /// <summary>Makes every reader of one value read another, and renames the model output if it was one.</summary>
    internal void Redirect(string from, string to)
    {
        foreach ((GraphNode node, int slot) in Consumers(from))
        {
            node.Inputs[slot] = to;
        }
    }

    /// <summary>Removes a node whose output equals its first input; keeps it if its output is an output of the model.</summary>
    internal bool Bypass(GraphNode node)
    {
        if (IsOutput(node.Output))
        {
            return false;
        }

        Redirect(node.Output, node.Inputs[0]);
        return Nodes.Remove(node);
    }

    /// <summary>Removes nodes that nothing reads.</summary>
    internal void RemoveUnused()
    {
        bool removed = true;
        while (removed)
        {
            var read = new HashSet<string>(Nodes.SelectMany(static node => node.Inputs).Concat(Outputs));
            removed = Nodes.RemoveAll(node => !node.Outputs.Exists(read.Contains)) > 0;
        }
    }
}
