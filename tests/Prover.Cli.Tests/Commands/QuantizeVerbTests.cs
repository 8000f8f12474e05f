using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Prover.Cli.Tests.ShippedModels;
using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Cli.Tests.Commands;

/// <summary>`quantize` from a float file to a proof, its report, and what it refuses.</summary>
[Collection(CommandCollection.Name)]
public sealed class QuantizeVerbTests : IDisposable
{
    private const int SampleCount = 24;

    private readonly string folder = Directory.CreateTempSubdirectory("quantize-").FullName;
    private readonly string model;
    private readonly string samples;
    private readonly string labels;

    public QuantizeVerbTests()
    {
        var random = new Random(3);
        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle()) - 1)];
        var graph = new ModelGraph { Opset = 13 };
        graph.Inputs.Add(new GraphInput("x", TensorElementType.Float, [-1, 4], ["n", null]));
        string first = graph.AddConstant("first", DenseTensor.Create(Values(32), 4, 8));
        string second = graph.AddConstant("second", DenseTensor.Create(Values(24), 8, 3));
        graph.Nodes.Add(new GraphNode("dense", "", "MatMul", ["x", first], ["a"], NodeAttributes.Empty));
        graph.Nodes.Add(new GraphNode("relu", "", "Relu", ["a"], ["b"], NodeAttributes.Empty));
        graph.Nodes.Add(new GraphNode("scores", "", "MatMul", ["b", second], ["y"], NodeAttributes.Empty));
        graph.Outputs.Add("y");
        model = InFolder("float.onnx");
        var output = new GraphInput("y", TensorElementType.Float, [-1, 3], ["n", null]);
        File.WriteAllBytes(model, ModelGraphWriter.Write(graph, [ModelGraphWriter.Describe(output)]).ToByteArray());
        samples = InFolder("samples.json");
        File.WriteAllText(samples, JsonSerializer.Serialize(new { input_data = new[] { Values(SampleCount * 4) } }));
        labels = InFolder("labels.csv");
        File.WriteAllLines(labels, Enumerable.Range(0, SampleCount).Select(static i => $"{i % 3}"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string InFolder(string name) => Path.Combine(folder, name);

    [OnnxRuntimeTheory]
    [InlineData("--method", "minmax")]
    [InlineData("--scales", "pow2", "--per-channel")]
    [InlineData("--activations", "int8", "--no-bias-correction", "--samples", "10")]
    public void A_float_model_becomes_one_that_is_proven(params string[] options)
    {
        string target = InFolder("model.qdq.onnx"), input = InFolder("input.json"), proof = InFolder("run.proof");
        string[] command = ["quantize", model, "--calibration", samples, "-o", target, "--labels", labels, .. options, "--json"];
        JsonObject json = CommandRun.Success(command).Json;
        Assert.True((bool)json["provable"]!);
        Assert.Equal(new FileInfo(target).Length, (long)json["model_bytes"]!);
        Assert.Equal(options.Contains("--samples") ? 10 : SampleCount, (int)json["samples"]!);
        Assert.Equal((double)json["accuracy"]!["quantized"]!, (double)json["accuracy"]!["proven"]!);
        Assert.InRange((double)json["accuracy"]!["proven_agrees_with_float"]!, 0.9, 1);
        Assert.Equal(["b", "x"], json["layers"]!.AsArray().Select(static layer => (string)layer!["value"]!).Order());
        File.WriteAllText(input, "{\"input_data\": [[0.5, -0.25, 1, 0]]}");
        Assert.Equal(0, (int)CommandRun.Success("run", target, "--input", input, "--compare", "--json").Json["differing_elements"]!);
        CommandRun.Success("prove", target, "--input", input, "-o", proof);
        Assert.True(File.Exists(proof));
    }

    [OnnxRuntimeTheory]
    [InlineData("neither one sample nor a stack", "{\"input_data\": [[1, 2, 3]]}")]
    [InlineData("24 labels for 2 samples", "{\"input_data\": [[1, 2, 3, 4, 5, 6, 7, 8]]}")]
    public void Data_that_does_not_fit_is_refused_and_nothing_is_written(string why, string content)
    {
        string data = InFolder("other.json"), target = InFolder("kept.onnx");
        File.WriteAllText(data, content);
        File.WriteAllText(target, "old");
        string[] command = ["quantize", model, "--calibration", data, "--labels", labels, "-o", target];
        Assert.Contains(why, CommandRun.Failure(2, command).Error, StringComparison.Ordinal);
        Assert.Equal("invalid_input", (string)CommandRun.Of([.. command, "--json"]).Json["error"]!["code"]!);
        Assert.Equal("old", File.ReadAllText(target));
    }

    [OnnxRuntimeTheory]
    [InlineData("--method", "best")]
    [InlineData("--percentile", "20")]
    [InlineData("--samples", "0")]
    [InlineData("--per-channel", "--per-tensor")]
    [InlineData("--evaluation", "other.npy")]
    public void Options_that_make_no_sense_are_refused(params string[] options) =>
        CommandRun.Failure(2, ["quantize", model, "--calibration", samples, "-o", InFolder("no.onnx"), .. options]);

    [OnnxRuntimeTheory]
    [InlineData(1)]
    public void The_report_for_people_names_accuracies_and_layers(int threads)
    {
        string text = CommandRun.Success(
            "quantize", model, "--calibration", samples, "--labels", labels, "-o", InFolder("a.onnx"), "--threads", $"{threads}").Output;
        foreach (string word in new[] { "24 samples", "float", "quantised", "proven", "Relu", "SNR dB" })
        {
            Assert.Contains(word, text, StringComparison.Ordinal);
        }
    }

    [OnnxRuntimeTheory]
    [InlineData(3)]
    public void A_quantised_model_is_named_as_such(int exit)
    {
        string quantized = InFolder("b.onnx");
        CommandRun.Success("quantize", model, "--calibration", samples, "-o", quantized);
        CommandRun run = CommandRun.Failure(exit, "quantize", quantized, "--calibration", samples, "-o", InFolder("c.onnx"));
        Assert.Contains("quantised already", run.Error, StringComparison.Ordinal);
    }
}
