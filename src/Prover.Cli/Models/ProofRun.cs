using System.Diagnostics;
using Prover.Cli.Commands;
using Prover.Cli.Failures;
using Prover.Cli.Output;
using Prover.Onnx.Compilation;
using Prover.Onnx.Tensors;
using Prover.Proving;
using Prover.Proving.Hashed;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;

namespace Prover.Cli.Models;

/// <summary>A proof that was made and has been verified, before anybody sees it.</summary>
/// <param name="File">The proof as a file.</param>
/// <param name="Outputs">The model's outputs.</param>
/// <param name="Seconds">How long proving took.</param>
/// <param name="Phases">The phases of it.</param>
/// <param name="VerifySeconds">How long verifying took.</param>
/// <param name="Proven">What the prover knows: statement and openings.</param>
internal sealed record ProofRun(
    byte[] File,
    IReadOnlyList<KeyValuePair<string, DenseTensor>> Outputs,
    double Seconds,
    IReadOnlyList<(string Name, double Seconds)> Phases,
    double VerifySeconds,
    ProvenRun Proven)
{
    /// <summary>Proves and verifies.</summary>
    public static ProofRun Execute(
        PreparedModel prepared, IReadOnlyDictionary<string, DenseTensor> inputs, byte[] bound, CommandContext context) =>
        Execute(prepared, inputs, new Dictionary<string, TensorOpening>(), bound, context);

    /// <summary>Proves and verifies, with the commitments of earlier proofs for some inputs.</summary>
    public static ProofRun Execute(
        PreparedModel prepared,
        IReadOnlyDictionary<string, DenseTensor> inputs,
        IReadOnlyDictionary<string, TensorOpening> openings,
        byte[] bound,
        CommandContext context,
        bool isAudit = false)
    {
        if (prepared.Count?.Left() == 0) throw prepared.Count.Spent();
        int[][] integers = Integers(prepared.Model, inputs, openings);
        long start = Stopwatch.GetTimestamp();
        ProvenRun run = context.Progress.Run(ProvingOptions.Phases, step => prepared.Key.Prove(integers, bound, new()
        {
            Threads = context.Threads,
            PhaseStarted = step,
            InputOpenings = openings,
            Audit = isAudit,
            Cancellation = context.Cancellation,
            CountProof = prepared.Count is { } count ? count.Take : null,
        }));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        context.Cancellation.ThrowIfCancellationRequested();
        byte[] file = new ProofArtefact(Protocol.Version, run.Statement, run.Messages).Write();
        start = Stopwatch.GetTimestamp();
        Verdict verdict = prepared.Verifier.Verify(file, new VerifierOptions
        {
            Context = bound,
            MinimumSecurityBits = 0,
            Tables = isAudit ? prepared.Model.Network.Tables : null,
        });
        double verifySeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (!verdict.IsValid)
        {
            throw new CommandFailure(
                ExitCode.Environment,
                "internal",
                $"internal error: the verifier refuses the proof just made: {verdict.Detail}",
                "nothing was written; report this with the model");
        }
        return new(file, prepared.Model.Outputs(run.Outputs), seconds, run.Phases, verifySeconds, run);
    }

    private static int[][] Integers(
        CompiledModel model, IReadOnlyDictionary<string, DenseTensor> inputs, IReadOnlyDictionary<string, TensorOpening> openings)
    {
        try
        {
            return model.Quantize(inputs, openings.ToDictionary(pair => pair.Key, pair => pair.Value.Values.ToArray()));
        }
        catch (ArgumentException error) when (openings.Count > 0)
        {
            throw new CommandFailure(
                ExitCode.BadInput, "invalid_input", $"--opening: {error.Message}", "an opening fits an input of as many integers", error);
        }
    }

    /// <summary>The phases with their times.</summary>
    public string PhaseText() => string.Join(", ", Phases.Select(phase => $"{phase.Name} {Quantity.Seconds(phase.Seconds)}"));
}
