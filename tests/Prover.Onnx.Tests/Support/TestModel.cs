using Google.Protobuf;
using Prover.Onnx.Model;
using Prover.Onnx.Runtime;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Tests.Support;

/// <summary>Writes small ONNX models, and runs them in ONNX Runtime.</summary>
internal sealed class TestModel
{
    private readonly GraphProto graph = new() { Name = "test" };
    private readonly int opset;
    private int counter;

    internal TestModel(int opset = 13)
    {
        this.opset = opset;
    }

    internal string Input(string name, TensorElementType type, params int[] shape)
    {
        graph.Input.Add(Describe(name, type, shape));
        return name;
    }

    internal string SymbolicInput(string name, TensorElementType type, string axisName, params int[] rest)
    {
        ValueInfoProto input = Describe(name, type, [1, .. rest]);
        input.Type.TensorType.Shape.Dim[0] = new TensorShapeProto.Types.Dimension { DimParam = axisName };
        graph.Input.Add(input);
        return name;
    }

    internal void Output(string name) => graph.Output.Add(new ValueInfoProto
    {
        Name = name,
        Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorElementType.Float } },
    });

    internal void Output(string name, TensorElementType type) => graph.Output.Add(new ValueInfoProto
    {
        Name = name,
        Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type } },
    });

    internal string Constant(Array data, params int[] shape)
    {
        string name = $"c{counter++}";
        graph.Initializer.Add(TensorProtoWriter.Write(name, DenseTensor.Create(data, shape)));
        return name;
    }

    internal string Scalar(float value) => Constant(new[] { value });

    /// <summary>A constant without axes.</summary>
    internal string Scalar0(float value) => Constant(new[] { value }, []);

    internal string Zero(TensorElementType type, int value) => type switch
    {
        TensorElementType.Int8 => Constant(new[] { (sbyte)value }),
        TensorElementType.UInt16 => Constant(new[] { (ushort)value }),
        TensorElementType.Int16 => Constant(new[] { (short)value }),
        _ => Constant(new[] { (byte)value }),
    };

    internal string Node(string op, string[] inputs, params (string Name, object Value)[] attributes) =>
        Nodes(op, inputs, 1, attributes)[0];

    internal string[] Nodes(string op, string[] inputs, int outputCount, params (string Name, object Value)[] attributes)
    {
        string name = $"v{counter++}";
        string[] outputs = [name, .. Enumerable.Range(1, outputCount - 1).Select(i => $"{name}_{i}")];
        var node = new NodeProto { Name = $"{op}_{name}" };
        string[] parts = op.Split(':');
        node.Domain = parts.Length > 1 ? parts[0] : string.Empty;
        node.OpType = parts[^1];
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        node.Attribute.AddRange(attributes.Select(static a => Attribute(a.Name, a.Value)));
        graph.Node.Add(node);
        return outputs;
    }

    internal string Quantize(string x, float scale, TensorElementType type, int zero) =>
        Node("QuantizeLinear", [x, Scalar(scale), Zero(type, zero)]);

    internal string Dequantize(string x, float scale, TensorElementType type, int zero) =>
        Node("DequantizeLinear", [x, Scalar(scale), Zero(type, zero)]);

    /// <summary>Gives the result of the node that was added last another name.</summary>
    internal string Rename(string name, string last)
    {
        graph.Node.Single(node => node.Output.Contains(last)).Output[0] = name;
        return name;
    }

    internal ModelProto ToProto()
    {
        var model = new ModelProto { IrVersion = 7, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = string.Empty, Version = opset });
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "com.microsoft", Version = 1 });
        if (graph.Node.Any(static node => node.Domain == "ai.onnx.ml"))
        {
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = "ai.onnx.ml", Version = 3 });
        }

        return model;
    }

    internal string Describe() => string.Join(" ", graph.Node.Select(static node => node.OpType
        + string.Concat(node.Attribute.Select(static a => $" {a.Name}={a.I}[{string.Join(",", a.Ints)}]"))));

    internal byte[] ToBytes() => ToProto().ToByteArray();

    internal IReadOnlyList<DenseTensor> RunReference(params (string Name, DenseTensor Value)[] inputs) => RunReference(ToBytes(), inputs);

    internal static IReadOnlyList<DenseTensor> RunReference(byte[] model, params (string Name, DenseTensor Value)[] inputs)
    {
        using var session = new InferenceSession(model, new SessionOptions());
        return session.Run(inputs.ToDictionary(static i => i.Name, static i => i.Value));
    }

    private static ValueInfoProto Describe(string name, TensorElementType type, int[] shape)
    {
        var dims = new TensorShapeProto();
        dims.Dim.AddRange(shape.Select(static size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = dims } },
        };
    }

    private static AttributeProto Attribute(string name, object value)
    {
        var attribute = new AttributeProto { Name = name };
        switch (value)
        {
            case int number:
                attribute.I = number;
                attribute.Type = AttributeProto.Types.AttributeType.Int;
                break;
            case float number:
                attribute.F = number;
                attribute.Type = AttributeProto.Types.AttributeType.Float;
                break;
            case string text:
                attribute.S = ByteString.CopyFromUtf8(text);
                attribute.Type = AttributeProto.Types.AttributeType.String;
                break;
            case int[] numbers:
                attribute.Ints.AddRange(numbers.Select(static n => (long)n));
                attribute.Type = AttributeProto.Types.AttributeType.Ints;
                break;
            case float[] numbers:
                attribute.Floats.AddRange(numbers);
                attribute.Type = AttributeProto.Types.AttributeType.Floats;
                break;
            case string[] texts:
                attribute.Strings.AddRange(texts.Select(ByteString.CopyFromUtf8));
                attribute.Type = AttributeProto.Types.AttributeType.Strings;
                break;
            case DenseTensor tensor:
                attribute.T = TensorProtoWriter.Write(name, tensor);
                attribute.Type = AttributeProto.Types.AttributeType.Tensor;
                break;
            case GraphProto inner:
                attribute.G = inner;
                attribute.Type = AttributeProto.Types.AttributeType.Graph;
                break;
            default:
                throw new ArgumentException($"attribute {name} of {value.GetType()}");
        }

        return attribute;
    }
}
