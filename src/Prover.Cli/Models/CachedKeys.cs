using System.Globalization;
using System.Text;
using Prover.Cli.Failures;
using Prover.Cli.Files;
using Prover.Onnx.Artefacts;
using Prover.Onnx.Compilation;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Hashing;

namespace Prover.Cli.Models;

/// <summary>Compiles and commits ONNX models once: keys are found again by model content, options, profile and program.</summary>
internal static class CachedKeys
{
    /// <summary>The prepared model and the path of its verification key.</summary>
    public static (PreparedModel Model, string VerificationKey) Prepare(string path, CompilationOptions options, int profile, int threads)
    {
        Digest content = ContentOf(InputFile.Read(path), options, profile);
        string provingKey = KeyCache.PathOf(content, ".pk"), verificationKey = KeyCache.PathOf(content, ".vk");
        if (TryLoad(provingKey, verificationKey, threads) is { } found) return (found, verificationKey);
        PreparedModel prepared = PreparedModel.Create(ModelSource.Compile(path, options), profile, threads);
        KeyCache.Create();
        OutputFile.Write([(provingKey, prepared.WriteProvingKey()), (verificationKey, prepared.Verification.Write())]);
        return (prepared, verificationKey);
    }

    /// <summary>A cached key, or null if there is none or it is damaged: then it is made again.</summary>
    private static PreparedModel? TryLoad(string provingKey, string verificationKey, int threads)
    {
        if (!File.Exists(provingKey) || !File.Exists(verificationKey)) return null;
        try
        {
            ProvingKeyFile file = ArtefactFile.Read(provingKey, static bytes => ProvingKeyFile.Read(bytes));
            PreparedModel prepared = PreparedModel.Load(file, provingKey, threads);
            if (prepared.Verification.Write().AsSpan().SequenceEqual(InputFile.Read(verificationKey))) return prepared;
            prepared.Dispose();
            return null;
        }
        catch (CommandFailure)
        {
            return null;
        }
    }

    private static Digest ContentOf(byte[] model, CompilationOptions options, int profile)
    {
        // The module's version id changes with every build of the compiler, whose results may differ.
        string program = $"{typeof(ModelCompiler).Module.ModuleVersionId} {typeof(Proving.ProvingKey).Module.ModuleVersionId}";
        string dimensions = string.Join(",", options.Dimensions.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Key}={pair.Value.ToString(CultureInfo.InvariantCulture)}"));
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{ArtefactEnvelope.Version} {program} {profile} {options.Batch} {options.Visibility} {options.ZeroKnowledge} "
            + $"{dimensions}\n");
        byte[] header = Encoding.UTF8.GetBytes(text);
        return Blake3.Hash([.. header, .. Blake3.Hash(model).ToBytes()]);
    }
}
