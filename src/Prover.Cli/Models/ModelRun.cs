using System.Text.Json;
using System.Text.Json.Nodes;
using Prover.Onnx.Compilation;
using Prover.Onnx.Inputs;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;
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

    /// <summary>
    /// For each output element how far it moves when the integers move by one, up and down in turn (functions of differences, such as
    /// Softmax, move too): the step that differences are counted in.
    /// </summary>
    public IReadOnlyList<double[]> Steps()
    {
        var moved = new Dictionary<string, int[]>();
        foreach ((string name, int[] values) in Integers)
        {
            NetworkOutput output = model.Network.Outputs.First(output => output.Name == name);
            moved[name] = [.. values.Select((value, i) => i % 2 == 0
                ? value < output.High ? value + 1 : Math.Max(value - 1, output.Low)
                : value > output.Low ? value - 1 : Math.Min(value + 1, output.High))];
        }
        IReadOnlyList<KeyValuePair<string, DenseTensor>> shifted = model.Head.Evaluate(moved);
        return [.. Outputs.Select((output, i) => Numbers(output.Value)
            .Zip(Numbers(shifted[i].Value), static (here, there) => Math.Abs(there - here)).ToArray())];
    }

    /// <summary>The elements as numbers.</summary>
    public static double[] Numbers(DenseTensor tensor) => tensor.Data switch
    {
        float[] values => Array.ConvertAll(values, static value => (double)value),
        double[] values => values,
        _ => Array.ConvertAll(tensor.ToInt64(), static value => (double)value),
    };
}
