using System.Text.Json;
using Prover.Onnx.Inputs;
using Prover.Onnx.Tensors;

namespace Prover.Cli.Tests.ShippedModels;

/// <summary>A folder under circuits/ with a model of ours.</summary>
internal sealed record ShippedModel(string Name, string Folder, int[] InputShape)
{
    internal static readonly string[] Names = ["mnist_mlp", "mnist_lenet5", "cifar10_resnet"];

    /// <summary>The ONNX file.</summary>
    internal byte[] Onnx => File.ReadAllBytes(InFolder("model.onnx"));

    /// <summary>The labelled samples.</summary>
    internal ShippedSample[] Samples
    {
        get
        {
            using JsonDocument labels = JsonDocument.Parse(File.ReadAllBytes(InFolder("samples", "labels.json")));
            return [.. labels.RootElement.GetProperty("samples").EnumerateArray().Select(static sample => new ShippedSample(
                sample.GetProperty("file").GetString()!,
                sample.GetProperty("label").GetInt32(),
                sample.GetProperty("predicted").GetInt32()))];
        }
    }

    internal static ShippedModel Find(string name)
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "Prover.sln")))
        {
            root = Path.GetDirectoryName(root);
        }

        int[] shape = name == "cifar10_resnet" ? [1, 3, 32, 32] : [1, 1, 28, 28];
        return new ShippedModel(name, Path.Combine(root ?? throw new DirectoryNotFoundException("Prover.sln"), "circuits", name), shape);
    }

    internal string InFolder(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <summary>A sample's input, as a user's program reads it.</summary>
    internal DenseTensor Input(ShippedSample sample)
    {
        var input = new ModelInput("input", TensorElementType.Float, InputShape);
        return ModelInputReader.Read([InFolder("samples", sample.File)], [input])["input"];
    }
}
