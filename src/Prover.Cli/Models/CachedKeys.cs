using System.Globalization;
using Prover.Cli.Commands;
using Prover.Cli.Failures;
using Prover.Cli.Files;
using Prover.Onnx.Artefacts;
using Prover.Onnx.Compilation;
using Prover.Proving.Circuits;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Hashing;
using Prover.Verifier.Refresh;

namespace Prover.Cli.Models;

/// <summary>
/// Compiles and commits ONNX models once: keys are found again by model content, options and profile. A key of private weights that has
/// made all its proofs stays for those who verify them; a refreshed one (SPEC §8.10) with the next number takes its place. It outlives
/// the program that made it, as long as the next version compiles the model to the same circuit.
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
        Digest content = CachedContent.Of(path, options, profile);
        bool isSecret = options.Visibility.Weights == TensorVisibility.Private;
        (int number, PreparedModel? found, _) = FindLast(content, context);
        if (IsUsable(found) && (!isSecret || CachedContent.IsCurrent(content))) return Kept(content, number, found!);
        found?.Dispose();
        // One process at a time makes a key, else one would overwrite what another has made proofs with.
        using FileStream turn = KeyCache.TakeTurn(content, context.Cancellation);
        (number, found, string? fault) = FindLast(content, context);
        CompiledModel? compiled = null;
        if (found is not null && isSecret && !CachedContent.IsCurrent(content))
        {
            compiled = Run(() => ModelSource.Compile(path, options), context);
            if (IsSame(found.Model, compiled)) CachedContent.SetCurrent(content);
            else fault = "this version of the program makes another circuit of the model; the old key works with --key";
        }
        if (fault is null && IsUsable(found)) return Kept(content, number, found!);
        using (found)
        {
            if (fault is null && found is not null) return Replace(found, content, number, context);
            PreparedModel made = Run(
                () => PreparedModel.Create(compiled ?? ModelSource.Compile(path, options), profile, context.Threads), context);
            // A key of private weights is not overwritten: it may be the only copy of its secret.
            CachedKey key = number > 0 && isSecret
                ? KeepAfter(found?.ModelId, FilesOf(content, number), made, FilesOf(content, number + 1), fault!)
                : Keep(made, FilesOf(content, 1));
            if (isSecret) CachedContent.SetCurrent(content);
            return key;
        }
    }

    private static CachedKey Replace(PreparedModel spent, Digest content, int number, CommandContext context)
    {
        KeyFiles old = FilesOf(content, number), next = FilesOf(content, number + 1);
        string? reason = spent.Verification.Circuit.ModelProofs == 1
                ? "no proof of it is left, and a key for one proof would spend it on the refresh; with `--proofs 2` or more keys are "
                    + "refreshed"
            : !spent.Count!.CanRefresh()
                ? "no proof of it is left, and the use kept for a refresh was spent before: by `setup --refresh`, whose key works with "
                    + "--key, or by a run that was ended"
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

    /// <summary>Whether two compilations have one circuit, model and interface, hence one id under one seed.</summary>
    private static bool IsSame(CompiledModel one, CompiledModel other) =>
        CircuitDigest.Of(one.Network.Circuit) == CircuitDigest.Of(other.Network.Circuit)
        && ModelInterface.Of(one).Write().AsSpan().SequenceEqual(ModelInterface.Of(other).Write())
        && one.Network.ModelValues.Zip(other.Network.ModelValues).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));

    private static T Run<T>(Func<T> make, CommandContext context) => context.Progress.Run([CompileStep], step =>
    {
        context.Cancellation.ThrowIfCancellationRequested();
        step(CompileStep);
        return make();
    });

    private static KeyFiles FilesOf(Digest content, int number) =>
        KeyFiles.Of(KeyCache.PathOf(content, number == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"-{number}")));

    /// <summary>The last of a model's keys: 0 if there is none, and what is wrong if it cannot be used.</summary>
    private static (int Number, PreparedModel? Found, string? Fault) FindLast(Digest content, CommandContext context)
    {
        int number = 0;
        while (File.Exists(FilesOf(content, number + 1).ProvingKey)) number++;
        if (number == 0) return (0, null, null);
        KeyFiles files = FilesOf(content, number);
        try
        {
            return (number, Load(files, context), null);
        }
        catch (CommandFailure failure) when (failure.Exit == ExitCode.BadInput)
        {
            return (number, null, failure.Message);
        }
    }

    /// <summary>A cached key. Its verification key, which follows from it, is written again if it must be.</summary>
    private static PreparedModel Load(KeyFiles files, CommandContext context)
    {
        ProvingKeyFile file = ArtefactFile.Read(files.ProvingKey, static bytes => ProvingKeyFile.Read(bytes));
        PreparedModel prepared = context.Progress.Run(["commit model"], step =>
        {
            step("commit model");
            return PreparedModel.Load(file, files.ProvingKey, context.Threads);
        });
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
}
