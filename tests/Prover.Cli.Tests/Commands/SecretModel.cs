using System.Runtime.InteropServices;
using Google.Protobuf;
using Prover.Onnx.Model;
using Prover.Onnx.Tensors;

namespace Prover.Cli.Tests.Commands;

/// <summary>
/// A small quantised model as exporters write them: weights beside the file, weights as floats that the model quantises, weights in a
/// Constant node, a float original that nothing reads, remarks; and one constant that its circuit shows.
/// </summary>
internal sealed class SecretModel
{
    private const float Scale = 0.05f;
    private readonly Random random = new(5);
    private readonly GraphProto graph = new() { Name = "g", DocString = Remark };
    private readonly List<byte[]> secrets = [];

    /// <summary>What the exporter wrote for people.</summary>
    public const string Remark = "trained by the owner, in confidence";

    /// <summary>The elements that nobody may see.</summary>
    public IReadOnlyList<byte[]> Secrets => secrets;

    /// <summary>Writes the model and the file beside it.</summary>
    public void Write(string folder)
    {
        graph.Input.Add(Value("x", 1, 8));
        string hidden = Quantized(Gemm(Quantized("x"), External(folder, Integers(64), 8, 8), Biases(8)));
        // The model quantises these itself; the bias stays a float.
        Tensor("floats", Secret(Floats(64)), 8, 8);
        Tensor("bias", Secret(Floats(8)), 8);
        Tensor("zero", new sbyte[1]);
        Node("QuantizeLinear", "floats/q", "floats", Step(), "zero");
        string second = Quantized(Node("Gemm", "second", hidden, Node("DequantizeLinear", "floats/d", "floats/q", Step(), "zero"), "bias"));
        string third = Quantized(Gemm(second, Constant(Integers(64), 8, 8), Biases(8)));
        Tensor("offset", new sbyte[] { 1, -2, 3, -4, 5, -6, 7, -8 }, 8);
        string shown = Quantized(Node("Add", "sum", third, Node("DequantizeLinear", "offset/d", "offset", Step(), "zero")));
        Tensor("leftover", Secret(Floats(64)), 8, 8);
        graph.Output.Add(Value(shown, 1, 8));
        Save(Path.Combine(folder, "model.onnx"));
        File.WriteAllText(Path.Combine(folder, "x.json"), """{"input_data": [[0.5, -1, 2, 0.1, 3, -2, 0, 1]]}""");
    }

    /// <summary>Writes a model of floats.</summary>
    public static void WriteFloat(string path)
    {
        var model = new SecretModel();
        model.graph.Input.Add(Value("x", 1, 8));
        string weights = model.Tensor("weights", model.Floats(64), 8, 8);
        model.graph.Output.Add(Value(model.Node("MatMul", "y", "x", weights), 1, 8));
        model.Save(path);
    }

    private void Save(string path)
    {
        var model = new ModelProto { IrVersion = 8, ProducerName = "exporter", DocString = Remark, Graph = graph };
        model.MetadataProps.Add(new StringStringEntryProto { Key = "note", Value = Remark });
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 13 });
        File.WriteAllBytes(path, model.ToByteArray());
    }

    private string Gemm(string input, string weights, string bias)
    {
        string name = $"gemm{graph.Node.Count}";
        string restored = Node("DequantizeLinear", weights + "/d", weights, Step(), "zero");
        Tensor(bias + "/scale", new[] { Scale * Scale });
        return Node("Gemm", name, input, restored, Node("DequantizeLinear", bias + "/d", bias, bias + "/scale"));
    }

    private string Quantized(string value)
    {
        string zero = Tensor(value + "/zero", new byte[] { 120 });
        Node("QuantizeLinear", value + "/q", value, Step(), zero);
        return Node("DequantizeLinear", value + "/r", value + "/q", Step(), zero);
    }

    private string External(string folder, sbyte[] elements, params int[] shape)
    {
        string name = Tensor("outside", Secret(elements), shape);
        TensorProto tensor = graph.Initializer.Single(tensor => tensor.Name == name);
        File.WriteAllBytes(Path.Combine(folder, "weights.bin"), tensor.RawData.ToByteArray());
        tensor.ClearRawData();
        tensor.DataLocation = TensorProto.Types.DataLocation.External;
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "weights.bin" });
        return name;
    }

    private string Constant(sbyte[] elements, params int[] shape)
    {
        string name = Node("Constant", "inside");
        graph.Node[^1].Attribute.Add(new AttributeProto
        {
            Name = "value",
            Type = AttributeProto.Types.AttributeType.Tensor,
            T = TensorProtoWriter.Write("", DenseTensor.Create(Secret(elements), shape)),
        });
        return name;
    }

    private string Biases(int count) =>
        Tensor($"bias{graph.Node.Count}", Secret(Enumerable.Range(0, count).Select(_ => random.Next(-2000, 2000)).ToArray()), count);

    private string Step() => graph.Initializer.Any(static tensor => tensor.Name == "step") ? "step" : Tensor("step", new[] { Scale });

    private string Tensor(string name, Array elements, params int[] shape)
    {
        graph.Initializer.Add(TensorProtoWriter.Write(name, DenseTensor.Create(elements, shape)));
        return name;
    }

    private string Node(string type, string output, params string[] inputs)
    {
        string name = $"n{graph.Node.Count}";
        graph.Node.Add(new NodeProto { OpType = type, Name = name, DocString = Remark, Input = { inputs }, Output = { output } });
        return output;
    }

    private T[] Secret<T>(T[] elements)
        where T : unmanaged
    {
        secrets.Add(MemoryMarshal.AsBytes<T>(elements).ToArray());
        return elements;
    }

    private sbyte[] Integers(int count) => [.. Enumerable.Range(0, count).Select(_ => (sbyte)random.Next(-120, 120))];

    private float[] Floats(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() - 0.5f) * 4)];

    private static ValueInfoProto Value(string name, params int[] shape)
    {
        var dimensions = new TensorShapeProto();
        foreach (int size in shape) dimensions.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = size });
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)TensorElementType.Float, Shape = dimensions };
        return new() { Name = name, DocString = Remark, Type = new TypeProto { TensorType = tensor } };
    }
}
