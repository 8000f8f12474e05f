using Prover.Onnx.Model;
using Prover.Onnx.Tensors;

namespace Prover.Conformance.Tests;

/// <summary>One ONNX node test: a model with the inputs of its first data set.</summary>
internal sealed class NodeTestCase
{
    private static readonly HashSet<int> IndexTypes = [(int)TensorElementType.Int64, (int)TensorElementType.Int32];

    /// <summary>Operators whose inputs but the first are weights, in their cases and in those of their expansions.</summary>
    private static readonly string[] Weighted = ["layer_normalization", "rms_normalization", "group_normalization", "instancenorm"];

    private readonly string folder;

    /// <summary>A case in its folder.</summary>
    public NodeTestCase(string folder) => this.folder = folder;

    /// <summary>The name of the case.</summary>
    public string Name => Path.GetFileName(folder);

    /// <summary>
    /// The case as a circuit, in the first of these forms that can be proven: as it is, for integer models; quantised around all its
    /// float inputs; quantised around its first input with the others as parameters. Shapes, indices, and scales and offsets of
    /// normalisations are parameters always.
    /// </summary>
    /// <exception cref="ModelNotSupportedException">No form can be proven; the reason of the last one.</exception>
    public QuantizedRun Load()
    {
        ModelProto proto = Read(out Dictionary<string, DenseTensor> inputs);
        string first = proto.Graph.Input[0].Name;
        bool isWeighted = Array.Exists(Weighted, Name.Contains);
        Fix(proto, inputs, (value, name) => name != first && (isWeighted || IndexTypes.Contains((int)value.ElementType)));
        bool isInteger = inputs.Values.Any(static input => input.ElementType is TensorElementType.UInt8 or TensorElementType.Int8)
            || proto.Graph.Node.Any(static node => node.OpType is "QuantizeLinear" or "DequantizeLinear");
        if (isInteger)
        {
            string[] kept = [.. inputs.Where(static input => input.Value.Length > 1).Select(static input => input.Key).Take(1)];
            Fix(proto, inputs, (_, name) => !kept.Contains(name));
            return QuantizedRun.OfQuantized(proto, inputs);
        }

        try
        {
            return QuantizedRun.OfFloat(proto, inputs);
        }
        catch (Exception error) when (inputs.Count > 1 && error is ModelNotSupportedException or InvalidModelException)
        {
            Fix(proto, inputs, (_, name) => name != first);
            return QuantizedRun.OfFloat(proto, inputs);
        }
    }

    private ModelProto Read(out Dictionary<string, DenseTensor> inputs)
    {
        ModelProto proto = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(folder, "model.onnx")));
        inputs = [];
        var initialised = proto.Graph.Initializer.Select(static tensor => tensor.Name).ToHashSet();
        string[] names = [.. proto.Graph.Input.Select(static input => input.Name).Where(name => !initialised.Contains(name))];
        for (int i = 0; i < names.Length; i++)
        {
            string file = Path.Combine(folder, "test_data_set_0", $"input_{i}.pb");
            inputs[names[i]] = TensorProtoReader.Read(TensorProto.Parser.ParseFrom(File.ReadAllBytes(file)), null);
        }

        return proto;
    }

    /// <summary>Turns inputs into parameters.</summary>
    private static void Fix(ModelProto proto, Dictionary<string, DenseTensor> inputs, Func<DenseTensor, string, bool> isParameter)
    {
        foreach ((string name, DenseTensor value) in inputs.ToArray())
        {
            if (!isParameter(value, name) || inputs.Count == 1) continue;
            inputs.Remove(name);
            proto.Graph.Input.Remove(proto.Graph.Input.First(input => input.Name == name));
            proto.Graph.Initializer.Add(TensorProtoWriter.Write(name, value));
        }
    }
}
