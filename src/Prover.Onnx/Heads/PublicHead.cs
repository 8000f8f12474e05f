using Google.Protobuf;
using Prover.Onnx.Arithmetic;
using Prover.Onnx.Graphs;
using Prover.Onnx.Model;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Heads;

/// <summary>
/// The end of a model that is not proven because everybody can compute it from the proven public integers: dequantisation,
/// Softmax, ArgMax. A model's beginning, what happens to an input before it is quantised, has the same form. It is itself a small ONNX
/// model, stored beside the circuit.
/// </summary>
public sealed class PublicHead
{
    /// <summary>Domain of operators that ONNX lacks, or has with several outputs.</summary>
    internal const string Domain = "prover";

    /// <summary>Looks integers up in a list of floats: output = table[x - low].</summary>
    internal const string TableOperator = "Table";

    /// <summary>The first elements of an axis in descending (largest = 0: ascending) order, of equal ones those that come first.</summary>
    internal const string TopValuesOperator = "TopValues";

    /// <summary>The positions of these.</summary>
    internal const string TopPositionsOperator = "TopPositions";

    private const string FileName = "the head of the model";
    private readonly ModelGraph graph;

    internal PublicHead(ModelGraph graph)
    {
        this.graph = graph;
    }

    /// <summary>Names of the model's outputs.</summary>
    public IReadOnlyList<string> OutputNames => graph.Outputs;

    /// <summary>Names of the network's outputs that it starts from.</summary>
    public IReadOnlyList<string> InputNames => [.. graph.Inputs.Select(static input => input.Name)];

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="InvalidModelException">The bytes are not a head.</exception>
    public static PublicHead FromBytes(byte[] bytes) => new(ModelLoader.Load(bytes, FileName, null));

    /// <summary>The head as an ONNX model; equal heads give equal bytes.</summary>
    public byte[] ToBytes()
    {
        const int irVersion = 7;
        var proto = new GraphProto { Name = "head" };
        proto.Input.AddRange(graph.Inputs.Select(Describe));
        proto.Output.AddRange(graph.Outputs.Select(static name => new ValueInfoProto { Name = name }));
        proto.Initializer.AddRange(graph.Constants.OrderBy(static pair => pair.Key, StringComparer.Ordinal)
            .Select(static pair => TensorProtoWriter.Write(pair.Key, pair.Value)));
        foreach (GraphNode node in graph.Nodes)
        {
            var entry = new NodeProto { Name = node.Name, Domain = node.Domain, OpType = node.Operator };
            entry.Input.AddRange(node.Inputs);
            entry.Output.AddRange(node.Outputs);
            entry.Attribute.AddRange(node.Attributes.Messages);
            proto.Node.Add(entry);
        }

        if (proto.Node.Count == 0)
        {
            proto.Node.Add(new NodeProto { OpType = "Identity", Input = { graph.Outputs[0] }, Output = { graph.Outputs[0] + "/same" } });
        }

        var model = new ModelProto { IrVersion = irVersion, Graph = proto };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = string.Empty, Version = graph.Opset });
        return model.ToByteArray();
    }

    /// <summary>Computes the model's outputs.</summary>
    /// <param name="integers">For each public output of the network, by name, its quantised values, row-major.</param>
    /// <returns>The outputs in the order of the model.</returns>
    /// <exception cref="ArgumentException">A value is missing or of the wrong size.</exception>
    public IReadOnlyList<KeyValuePair<string, DenseTensor>> Evaluate(IReadOnlyDictionary<string, int[]> integers)
    {
        ArgumentNullException.ThrowIfNull(integers);
        var values = new Dictionary<string, DenseTensor>(graph.Constants);
        foreach (GraphInput input in graph.Inputs)
        {
            values[input.Name] = integers.TryGetValue(input.Name, out int[]? data)
                ? DenseTensor.Create(QuantizedRange.Narrow(data, input.ElementType), input.Shape)
                : throw new ArgumentException($"no value for {input.Name}");
        }

        Run(values);
        return [.. graph.Outputs.Select(name => KeyValuePair.Create(name, values[name]))];
    }

    /// <summary>Computes those of the model's outputs that depend on some public outputs of the network only.</summary>
    /// <param name="integers">For some outputs of the network, by name, their quantised values, row-major.</param>
    /// <returns>The outputs that could be computed, in the order of the model.</returns>
    /// <exception cref="ArgumentException">A value is of the wrong size.</exception>
    public IReadOnlyList<KeyValuePair<string, DenseTensor>> EvaluateKnown(IReadOnlyDictionary<string, int[]> integers)
    {
        ArgumentNullException.ThrowIfNull(integers);
        var values = new Dictionary<string, DenseTensor>(graph.Constants);
        foreach (GraphInput input in graph.Inputs)
        {
            if (!integers.TryGetValue(input.Name, out int[]? data)) continue;
            values[input.Name] = DenseTensor.Create(QuantizedRange.Narrow(data, input.ElementType), input.Shape);
        }

        foreach (GraphNode node in graph.Nodes.Where(node => node.Inputs.All(name => name.Length == 0 || values.ContainsKey(name))))
        {
            values[node.Output] = HeadEvaluator.Evaluate(node, values, graph.Opset);
        }

        return [.. graph.Outputs.Where(values.ContainsKey).Select(name => KeyValuePair.Create(name, values[name]))];
    }

    /// <summary>Computes the one output from one float input.</summary>
    /// <exception cref="ArgumentException">The input is of the wrong size, or the nodes do not fit it.</exception>
    internal DenseTensor Prepare(DenseTensor input)
    {
        var values = new Dictionary<string, DenseTensor>(graph.Constants) { [graph.Inputs[0].Name] = input.Reshape(graph.Inputs[0].Shape) };
        try
        {
            Run(values);
            return values[graph.Outputs[0]];
        }
        catch (Exception error) when (error is InvalidCastException or IndexOutOfRangeException or KeyNotFoundException or FormatException)
        {
            throw new ArgumentException($"the preparation does not fit its input: {error.Message}", error);
        }
    }

    private void Run(Dictionary<string, DenseTensor> values)
    {
        foreach (GraphNode node in graph.Nodes)
        {
            values[node.Output] = HeadEvaluator.Evaluate(node, values, graph.Opset);
        }
    }

    private static ValueInfoProto Describe(GraphInput input)
    {
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(input.Shape.Select(static size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)input.ElementType, Shape = shape };
        return new ValueInfoProto { Name = input.Name, Type = new TypeProto { TensorType = tensor } };
    }
}
