using System.Text.Json;
using System.Text.Json.Nodes;
using Prover.Onnx.Compilation;
using Prover.Onnx.Heads;
using Prover.Onnx.Inputs;
using Prover.Onnx.Tensors;
using Prover.Proving.Witness;

namespace Prover.Cli.Models;

/// <summary>One run of a compiled model in integers, without a proof.</summary>
internal sealed class ModelRun
{
    private readonly CompiledModel model;

    private ModelRun(CompiledModel model, IReadOnlyDictionary<string, int[]> integers)
    {
        this.model = model;
        Integers = integers;
        Outputs = model.Head.Evaluate(integers);
    }

    /// <summary>Whether ONNX Runtime computes the same with its int8 kernels.</summary>
    public bool UsesInt8Kernels => model.UsesInt8Kernels;

    /// <summary>The public integers by name.</summary>
    public IReadOnlyDictionary<string, int[]> Integers { get; }

    /// <summary>The model's outputs.</summary>
    public IReadOnlyList<KeyValuePair<string, DenseTensor>> Outputs { get; }

    /// <summary>Runs a model.</summary>
    public static ModelRun Execute(CompiledModel model, IReadOnlyDictionary<string, DenseTensor> inputs, int threads)
    {
        var program = new WitnessProgram(model.Network);
        WitnessTrace trace = program.Execute(model.Quantize(inputs), threads);
        var integers = new Dictionary<string, int[]>();
        for (int i = 0; i < model.Network.Outputs.Length; i++) integers[model.Network.Outputs[i].Name] = program.Output(trace, i);
        return new(model, integers);
    }

    /// <summary>Reads a model's inputs from files.</summary>
    public static IReadOnlyDictionary<string, DenseTensor> ReadInputs(CompiledModel model, IReadOnlyList<string> files) =>
        ReadInputs(model, files, []);

    /// <summary>Reads a model's inputs from files, but those that are known otherwise.</summary>
    public static IReadOnlyDictionary<string, DenseTensor> ReadInputs(
        CompiledModel model, IReadOnlyList<string> files, IEnumerable<string> known) =>
        ModelInputReader.Read(files, [.. model.Inputs.Select(input => input.Input).Where(input => !known.Contains(input.Name))]);

    /// <summary>Tensors as a JSON object of nested lists.</summary>
    public static JsonObject Json(IEnumerable<KeyValuePair<string, DenseTensor>> tensors)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream)) TensorJsonWriter.Write(writer, tensors);
        return JsonNode.Parse(stream.ToArray())!.AsObject();
    }

    /// <summary>The unit of differences, for each element of each output.</summary>
    public IReadOnlyList<double[]> Steps() => OutputSteps.Around(model, Integers, Outputs);
}
