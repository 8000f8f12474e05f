using Prover.Cli.Commands;
using Prover.Cli.Failures;
using Prover.Cli.Files;
using Prover.Proving.Refresh;
using Prover.Verifier;

namespace Prover.Cli.Models;

/// <summary>
/// A key of private weights in the place of another one, with the proof that both hold the same weights (SPEC §8.10). The use that this
/// takes of the old key is stored in it before anything is seen, and the new key is written with its own. What is large, and could find a
/// disk full, is stored before that use is spent. A crash leaves the old key as it is; if it comes after the use was counted and before the
/// files have their names, nothing will connect the two ids, but no use is made twice.
/// </summary>
/// <param name="Renewed">The new key, kept at its place.</param>
/// <param name="Files">Where its files are.</param>
/// <param name="ProvingKeyBytes">The length of the proving key.</param>
/// <param name="ProofBytes">The length of the refresh proof.</param>
/// <param name="SecurityBits">The proven security of the refresh proof.</param>
internal sealed record KeyReplacement(PreparedModel Renewed, KeyFiles Files, int ProvingKeyBytes, int ProofBytes, int SecurityBits)
{
    private const ulong UsesOfNewKey = 1;

    private const string CommitStep = "commit new key", ProveStep = "prove same weights", CountStep = "count", CheckStep = "check",
        WriteStep = "write";

    /// <summary>What is shown of the work, in order. From the third step on, a use of the old key is spent.</summary>
    public static IReadOnlyList<string> Steps { get; } = [CommitStep, ProveStep, CountStep, CheckStep, WriteStep];

    /// <summary>Replaces a key.</summary>
    /// <param name="old">The old key, kept at its place.</param>
    /// <param name="target">Where the new one goes.</param>
    /// <param name="context">Threads, progress, cancellation.</param>
    /// <exception cref="CommandFailure">The old key has no use left, or a file cannot be written.</exception>
    public static KeyReplacement Make(PreparedModel old, KeyFiles target, CommandContext context)
    {
        old.Count!.DemandRefresh();
        return context.Progress.Run(Steps, step => Make(old, target, context, step));
    }

    private static KeyReplacement Make(PreparedModel old, KeyFiles target, CommandContext context, Action<string> step)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        step(CommitStep);
        PreparedModel renewed = PreparedModel.Create(old.Model, old.Verification.Profile, context.Threads);
        try
        {
            OutputFile.CreateFolder(OutputFile.FolderOf(target.ProvingKey));
            byte[] provingKey = renewed.WriteProvingKey(UsesOfNewKey);
            using var staged = new StagedFiles();
            staged.Add(new(target.ProvingKey, provingKey, IsSecret: true));
            staged.Add(new(target.VerificationKey, renewed.Verification.Write()));
            step(ProveStep);
            byte[] proof = RefreshProver.Prove(old.Key, renewed.Key, new()
            {
                Threads = context.Threads,
                Cancellation = context.Cancellation,
                CountOldUse = () =>
                {
                    step(CountStep);
                    old.Count!.TakeRefresh();
                },
                CountNewUse = () => { }, // the new key is written with this use in its count, and never without
            }).Write();
            step(CheckStep);
            Verdict verdict = RefreshVerifier.Verify(old.Verification, renewed.Verification, proof, new() { MinimumSecurityBits = 0 });
            if (!verdict.IsValid) throw Internal(verdict);
            step(WriteStep);
            Publish(staged, target.RefreshProof, proof);
            renewed.KeepAt(target.ProvingKey);
            return new(renewed, target, provingKey.Length, proof.Length, verdict.SecurityBits);
        }
        catch
        {
            renewed.Dispose();
            throw;
        }
    }

    /// <summary>The refresh proof is the last one to have its name: it must not be there without the key that knows of it.</summary>
    private static void Publish(StagedFiles staged, string path, byte[] proof)
    {
        try
        {
            staged.Add(new(path, proof));
            staged.Publish();
        }
        catch (CommandFailure failure) when (failure.Exit == ExitCode.Environment)
        {
            throw new CommandFailure(
                failure.Exit, failure.Code, failure.Message, "the old key has spent a use on a refresh proof that is lost", failure);
        }
    }

    private static CommandFailure Internal(Verdict verdict) => new(
        ExitCode.Environment,
        "internal",
        $"internal error: the verifier refuses the refresh proof just made: {verdict.Detail}",
        "nothing was written; report this with the model");
}
