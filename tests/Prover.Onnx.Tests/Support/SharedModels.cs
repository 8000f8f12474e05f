using System.Text.Json;
using Prover.Onnx.Inputs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Tests.Support;

/// <summary>
/// The developers' model set, which is not part of the repository: the folder named by PROVER_SHARED, or a folder "shared" beside
/// one that contains this test.
/// </summary>
internal static class SharedModels
{
    private static readonly string? Root = Find();

    internal static string? Reason => Root is null ? "the shared model set was not found (set PROVER_SHARED)" : null;

    internal static string ModelPath(string name) => Path.Combine(Root!, "models", name + ".onnx");

    internal static DenseTensor Data(string file) => NumpyReader.Read(File.ReadAllBytes(Path.Combine(Root!, "data", file)));

    /// <summary>The samples of a model: inputs and the outputs that ONNX Runtime gave.</summary>
    internal static IEnumerable<(Dictionary<string, DenseTensor> Inputs, Dictionary<string, DenseTensor> Outputs)> Samples(string name)
    {
        string folder = Path.Combine(Root!, "models", Path.GetDirectoryName(name)!, "samples_" + Path.GetFileName(name));
        using JsonDocument index = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "io.json")));
        foreach (JsonElement sample in index.RootElement.GetProperty("samples").EnumerateArray())
        {
            yield return (Tensors(sample.GetProperty("inputs"), folder), Tensors(sample.GetProperty("outputs"), folder));
        }
    }

    private static Dictionary<string, DenseTensor> Tensors(JsonElement names, string folder) => names.EnumerateObject().ToDictionary(
        static entry => entry.Name,
        entry => NumpyReader.Read(File.ReadAllBytes(Path.Combine(folder, entry.Value.GetString()!))));

    private static string? Find()
    {
        string? named = Environment.GetEnvironmentVariable("PROVER_SHARED");
        if (named is not null && Directory.Exists(Path.Combine(named, "models")))
        {
            return named;
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared");
            if (Directory.Exists(Path.Combine(candidate, "models")))
            {
                return candidate;
            }
        }

        return null;
    }
}
