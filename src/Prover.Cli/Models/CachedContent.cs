using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Prover.Cli.Files;
using Prover.Onnx.Compilation;
using Prover.Onnx.Model;
using Prover.Proving.Circuits;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Hashing;

namespace Prover.Cli.Models;

/// <summary>
/// What cached keys are found by: the model, files with its tensors included, and how it is compiled. The program is a part of it where
/// weights are public: the next version makes such a key again, and whoever recomputes the id does the same. A key of private weights,
/// whose id nobody can make again, is found by every version; beside it is written which program has compiled its model to its circuit.
/// </summary>
internal static class CachedContent
{
    /// <summary>The version ids of the modules, which change with every build of the compiler, whose results may differ.</summary>
    private static string Program => $"{typeof(ModelCompiler).Module.ModuleVersionId} {typeof(Proving.ProvingKey).Module.ModuleVersionId}";

    /// <summary>The name of a model's keys.</summary>
    /// <param name="path">The ONNX model.</param>
    /// <param name="options">How it is compiled.</param>
    /// <param name="profile">The security profile.</param>
    /// <exception cref="Failures.CommandFailure">The model cannot be read.</exception>
    public static Digest Of(string path, CompilationOptions options, int profile)
    {
        byte[] model = InputFile.Read(path);
        string program = options.Visibility.Weights == TensorVisibility.Private ? "any" : $"{ArtefactEnvelope.Version} {Program}";
        string dimensions = string.Join(",", options.Dimensions.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Key}={pair.Value.ToString(CultureInfo.InvariantCulture)}"));
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{program} {profile} {options.Batch} {options.Visibility} {options.ModelProofs} {options.ZeroKnowledge} {dimensions}\n");
        var hashed = new List<byte>(Encoding.UTF8.GetBytes(text));
        hashed.AddRange(Blake3.Hash(model).ToBytes());
        string folder = OutputFile.FolderOf(path);
        foreach (string file in ExternalData.Files(model, folder))
        {
            hashed.AddRange(Blake3.Hash(Encoding.UTF8.GetBytes(Path.GetRelativePath(folder, file))).ToBytes());
            using FileStream stream = File.OpenRead(file);
            hashed.AddRange(SHA256.HashData(stream));
        }
        return Blake3.Hash([.. hashed]);
    }

    /// <summary>Whether this program has compiled the model of a private key to the key's circuit.</summary>
    public static bool IsCurrent(Digest content)
    {
        try
        {
            return File.Exists(Mark(content)) && File.ReadAllText(Mark(content)) == Program;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Remembers that it has.</summary>
    /// <exception cref="Failures.CommandFailure">The folder cannot be written.</exception>
    public static void SetCurrent(Digest content) => OutputFile.Write(Mark(content), Encoding.UTF8.GetBytes(Program));

    private static string Mark(Digest content) => KeyCache.PathOf(content, ".program");
}
