using System.Globalization;
using System.Text;
using Prover.Cli.Commands;
using Prover.Cli.Failures;
using Prover.Cli.Files;
using Prover.Onnx.Artefacts;
using Prover.Onnx.Compilation;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Hashing;
using Prover.Verifier.Refresh;

namespace Prover.Cli.Models;

/// <summary>
/// Compiles and commits ONNX models once: keys are found again by model content, options, profile and program. A key of private weights
/// that has made all its proofs stays for those who verify them; a refreshed one (SPEC §8.10) with the next number takes its place.
/// </summary>
internal static class CachedKeys
{
    private const string CompileStep = "compile and commit model";

    /// <summary>A key that can make a proof.</summary>
    /// <param name="path">The ONNX model.</param>
    /// <param name="options">How it is compiled.</param>
    /// <param name="profile">The security profile.</param>
    /// <param name="context">Threads, progress, cancellation.</param>
    /// <exception cref="CommandFailure">The model or the folder cannot be used.</exception>
    public static CachedKey Prepare(string path, CompilationOptions options, int profile, CommandContext context)
    {
        Digest content = ContentOf(InputFile.Read(path), options, profile);
        PreparedModel Compile() => PreparedModel.Create(ModelSource.Compile(path, options), profile, context.Threads);
        (int number, PreparedModel? found) = FindLast(content, context);
        if (IsUsable(found)) return Kept(content, number, found!);
        found?.Dispose();
        // One process at a time makes a key, else one would overwrite what another has made proofs with.
        using FileStream turn = KeyCache.TakeTurn(content, context.Cancellation);
        (number, found) = FindLast(content, context);
        if (IsUsable(found)) return Kept(content, number, found!);
        using (found)
        {
            if (found is not null) return Replace(found, content, number, context);
            PreparedModel made = Run(Compile, context);
            if (number == 0 || !made.HidesModel) return Keep(made, FilesOf(content, 1));
            // The damaged key is not overwritten: it may be the only copy of its secret.
            KeyFiles damaged = FilesOf(content, number);
            return KeepAfter(null, damaged, made, FilesOf(content, number + 1), $"{damaged.ProvingKey} is damaged");
        }
    }

    private static CachedKey Replace(PreparedModel spent, Digest content, int number, CommandContext context)
    {
        KeyFiles old = FilesOf(content, number), next = FilesOf(content, number + 1);
        string? reason = spent.Verification.Circuit.ModelProofs == 1
                ? "a key for one proof would spend it on the refresh; with `--proofs 2` or more keys are refreshed"
            : !spent.Count!.CanRefresh()
                ? "the use kept for it was spent before, by `setup --refresh`, whose key works with --key, or by a run that was ended"
            : null;
        if (reason is null)
        {
            PreparedModel renewed = KeyReplacement.Make(spent, next, context).Renewed;
            return new(renewed, next.VerificationKey, new(
                true, spent.ModelId, old.VerificationKey, renewed.ModelId, next.VerificationKey, next.RefreshProof, null));
        }
        PreparedModel made = Run(() => PreparedModel.Create(spent.Model, spent.Verification.Profile, context.Threads), context);
        return KeepAfter(spent.ModelId, old, made, next, reason);
    }

    private static CachedKey KeepAfter(Digest? oldId, KeyFiles old, PreparedModel made, KeyFiles files, string reason) =>
        Keep(made, files) with
        {
            Succession = new(true, oldId, old.VerificationKey, made.ModelId, files.VerificationKey, null, reason),
        };

    private static CachedKey Keep(PreparedModel made, KeyFiles files)
    {
        OutputFile.Write([
            new(files.ProvingKey, made.WriteProvingKey(), made.HidesModel), new(files.VerificationKey, made.Verification.Write())]);
        made.KeepAt(files.ProvingKey);
        return new(made, files.VerificationKey, null);
    }

    /// <summary>A key that was there before, and what is known of the one whose place it took.</summary>
    private static CachedKey Kept(Digest content, int number, PreparedModel found)
    {
        KeyFiles files = FilesOf(content, number);
        return new(found, files.VerificationKey, number > 1 && ReadRefresh(files.RefreshProof) is { } refresh
            && refresh.NewModelId == found.ModelId ? new(
                false, refresh.OldModelId, FilesOf(content, number - 1).VerificationKey, found.ModelId, files.VerificationKey,
                files.RefreshProof, null)
            : null);
    }

    private static RefreshStatement? ReadRefresh(string path)
    {
        try
        {
            return File.Exists(path) ? ArtefactFile.Read(path, static bytes => RefreshArtefact.Read(bytes)).Statement : null;
        }
        catch (CommandFailure)
        {
            return null; // no proof needs it
        }
    }

    private static bool IsUsable(PreparedModel? found) => found is not null && found.Count?.Left() != 0;

    private static PreparedModel Run(Func<PreparedModel> make, CommandContext context) => context.Progress.Run([CompileStep], step =>
    {
        context.Cancellation.ThrowIfCancellationRequested();
        step(CompileStep);
        return make();
    });

    private static KeyFiles FilesOf(Digest content, int number) =>
        KeyFiles.Of(KeyCache.PathOf(content, number == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"-{number}")));

    /// <summary>The last of a model's keys: 0 if there is none, and no key if it is damaged.</summary>
    private static (int Number, PreparedModel? Found) FindLast(Digest content, CommandContext context)
    {
        int number = 0;
        while (File.Exists(FilesOf(content, number + 1).ProvingKey)) number++;
        if (number == 0) return (0, null);
        KeyFiles files = FilesOf(content, number);
        return (number, context.Progress.Run(["commit model"], step =>
        {
            step("commit model");
            return TryLoad(files, context.Threads);
        }));
    }

    /// <summary>
    /// A cached key, or null if it is damaged. Its verification key, which follows from it, is written again if it must be.
    /// </summary>
    private static PreparedModel? TryLoad(KeyFiles files, int threads)
    {
        PreparedModel prepared;
        try
        {
            ProvingKeyFile file = ArtefactFile.Read(files.ProvingKey, static bytes => ProvingKeyFile.Read(bytes));
            prepared = PreparedModel.Load(file, files.ProvingKey, threads);
        }
        catch (CommandFailure)
        {
            return null;
        }
        byte[] verificationKey = prepared.Verification.Write();
        if (!IsThere(files.VerificationKey, verificationKey)) OutputFile.Write(files.VerificationKey, verificationKey);
        return prepared;
    }

    private static bool IsThere(string path, byte[] content)
    {
        try
        {
            return File.Exists(path) && InputFile.Read(path).AsSpan().SequenceEqual(content);
        }
        catch (CommandFailure)
        {
            return false;
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
