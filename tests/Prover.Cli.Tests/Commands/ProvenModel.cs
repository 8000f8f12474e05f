using Prover.Cli.Tests.ShippedModels;

namespace Prover.Cli.Tests.Commands;

/// <summary>The shipped MLP compiled, set up and proven once through the command, in a folder of its own.</summary>
public sealed class ProvenModel : IDisposable
{
    /// <summary>The context of the proof.</summary>
    public const string Context = "00ff";

    private readonly ShippedModel shipped = ShippedModel.Find("mnist_mlp");

    /// <summary>Runs compile, setup and prove.</summary>
    public ProvenModel()
    {
        Folder = Directory.CreateTempSubdirectory("prover-").FullName;
        Environment.SetEnvironmentVariable("PROVER_CACHE_DIR", Path("cache"));
        CommandRun.Success("compile", Onnx, "-o", Circuit);
        CommandRun.Success("setup", Circuit, "-o", Folder);
        CommandRun.Success("prove", "--key", ProvingKey, "--input", Sample(0), "-o", Proof, "--output", Outputs, "--context", Context);
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The ONNX file.</summary>
    public string Onnx => shipped.InFolder("model.onnx");

    /// <summary>The circuit.</summary>
    public string Circuit => Path("mlp.circuit");

    /// <summary>The proving key.</summary>
    public string ProvingKey => Path("mlp.pk");

    /// <summary>The verification key.</summary>
    public string VerificationKey => Path("mlp.vk");

    /// <summary>A proof of sample 0.</summary>
    public string Proof => Path("mlp.proof");

    /// <summary>The outputs that `prove` wrote.</summary>
    public string Outputs => Path("mlp.json");

    /// <summary>A sample input.</summary>
    public string Sample(int index) => shipped.InFolder("samples", $"{index}.npy");

    /// <summary>A path in the folder.</summary>
    public string Path(string name) => System.IO.Path.Combine(Folder, name);

    /// <summary>Writes a changed copy of a file and returns its path.</summary>
    public string Changed(string file, Func<byte[], byte[]> change)
    {
        string copy = Path(Guid.NewGuid() + System.IO.Path.GetExtension(file));
        File.WriteAllBytes(copy, change(File.ReadAllBytes(file)));
        return copy;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
