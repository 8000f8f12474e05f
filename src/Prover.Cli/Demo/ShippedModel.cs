using System.Text.Json;
using Prover.Cli.Failures;
using Prover.Cli.Files;

namespace Prover.Cli.Demo;

/// <summary>A model of the folder `circuits`, with its labelled samples.</summary>
/// <param name="Name">The name of its folder.</param>
/// <param name="Folder">The path of its folder.</param>
internal sealed record ShippedModel(string Name, string Folder)
{
    /// <summary>The ONNX file.</summary>
    public string File => Path.Combine(Folder, "model.onnx");

    /// <summary>Finds a shipped model from the program's folder or the current one upwards.</summary>
    /// <exception cref="CommandFailure">There is none of that name.</exception>
    public static ShippedModel Find(string name)
    {
        foreach (string start in (string[])[AppContext.BaseDirectory, Environment.CurrentDirectory])
        {
            for (string? folder = Path.GetFullPath(start); folder is not null; folder = Path.GetDirectoryName(folder))
            {
                string candidate = Path.Combine(folder, "circuits", name);
                if (System.IO.File.Exists(Path.Combine(candidate, "model.onnx"))) return new(name, candidate);
            }
        }
        throw new CommandFailure(
            ExitCode.Environment,
            "no_model",
            $"there is no shipped model {name}",
            "run the demo inside the repository, whose folder circuits holds them");
    }

    /// <summary>A sample's file and the class it shows.</summary>
    /// <exception cref="CommandFailure">There is no such sample.</exception>
    public (string File, string Label) Sample(int index)
    {
        string folder = Path.Combine(Folder, "samples"), list = Path.Combine(folder, "labels.json");
        using JsonDocument labels = JsonDocument.Parse(InputFile.Read(list));
        JsonElement samples = labels.RootElement.GetProperty("samples");
        if (index < 0 || index >= samples.GetArrayLength())
        {
            throw CommandFailure.Usage($"--sample is {index}; {Name} has samples 0 to {samples.GetArrayLength() - 1}");
        }
        JsonElement sample = samples[index];
        return (Path.Combine(folder, sample.GetProperty("file").GetString()!), sample.GetProperty("class").GetString()!);
    }
}
