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
        string provingKey, verificationKey;
        for (int generation = 1; ; generation++)
        {
            // A key of private weights that has made all its proofs stays for those who verify them; the next one has a number.
            string number = generation == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"-{generation}");
            (provingKey, verificationKey) = (KeyCache.PathOf(content, number + ".pk"), KeyCache.PathOf(content, number + ".vk"));
            if (TryLoad(provingKey, verificationKey, threads) is not { } found) break;
            if (found.Count?.Left() != 0) return (found, verificationKey);
            found.Dispose();
        }
        PreparedModel prepared = PreparedModel.Create(ModelSource.Compile(path, options), profile, threads);
        KeyCache.Create();
        OutputFile.Write([
            new(provingKey, prepared.WriteProvingKey(), prepared.HidesModel), new(verificationKey, prepared.Verification.Write())]);
        prepared.KeepAt(provingKey);
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
            $"{ArtefactEnvelope.Version} {program} {profile} {options.Batch} {options.Visibility} {options.ModelProofs} "
            + $"{options.ZeroKnowledge} {dimensions}\n");
        byte[] header = Encoding.UTF8.GetBytes(text);
        return Blake3.Hash([.. header, .. Blake3.Hash(model).ToBytes()]);
    }
}
