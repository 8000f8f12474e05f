using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Prover.Cli.Commands;
using Prover.Cli.Demo;
using Prover.Cli.Failures;
using Prover.Cli.Models;
using Prover.Cli.Output;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;
using Prover.Verifier;
using Prover.Verifier.Circuits;

namespace Prover.Cli.Verbs;

/// <summary>`demo`: a guided tour. It compiles a shipped model, proves, verifies, and shows how cheats are refused.</summary>
internal sealed class DemoVerb : IVerb
{
    private const int Profile = 100;

    private readonly Option<string> model = new("--model")
    {
        Description = "A folder of circuits/",
        HelpName = "NAME",
        DefaultValueFactory = _ => "mnist_lenet5",
    };

    private readonly Option<int> sample = new("--sample")
    {
        Description = "Which sample input",
        HelpName = "N",
        DefaultValueFactory = _ => 0,
    };

    /// <summary>Defines the options.</summary>
    public DemoVerb() => Definition = new("demo", "Take a guided tour: compile, prove, verify, and refuse a cheat") { model, sample };

    /// <inheritdoc/>
    public Command Definition { get; }

    /// <inheritdoc/>
    public CommandResult Execute(ParseResult arguments, CommandContext context)
    {
        ShippedModel shipped = ShippedModel.Find(arguments.GetRequiredValue(model));
        (string inputFile, string label) = shipped.Sample(arguments.GetValue(sample));
        context.Say($"1. Compile {shipped.Name}, a quantised ONNX model, into a circuit, and commit its weights.");
        using PreparedModel prepared = Prepare(shipped, context);
        context.Say("");
        context.Say($"2. The input, sample {arguments.GetValue(sample)}, labelled {label}:");
        var inputs = ModelRun.ReadInputs(prepared.Model, [inputFile]);
        foreach (string line in BlockPicture.Lines(inputs.Values.First())) context.Say("      " + line);
        context.Say("");
        context.Say("3. Run the model in integers and prove it.");
        ProofRun run = ProofRun.Execute(prepared, inputs, [], context);
        context.Say($"   proof of {Quantity.Bytes(run.File.Length)} in {Quantity.Seconds(run.Seconds)}: {run.PhaseText()}");
        context.Say("   the proven output:");
        DenseTensor scores = run.Outputs[0].Value;
        foreach (string line in ClassScores.Lines(scores)) context.Say("      " + line);
        context.Say($"   the greatest score is that of class {ClassScores.Best(scores)}.");
        context.Say("");
        context.Say("4. Verify. The verifier has the key and the proof, not the weights.");
        double seconds = Accept(prepared, run.File);
        context.Say($"   valid, {prepared.Verifier.SecurityBits} bits of proven security, checked in {Quantity.Seconds(seconds)}.");
        context.Say($"   zero knowledge: {Secrecy.Words(prepared.Verification.Circuit)}.");
        context.Say("");
        context.Say("5. Cheat: flip one bit of the proof, then claim another output.");
        Verdict flipped = Refuse(prepared, Tampering.FlipByte(run.File, MiddleOf(run.File)));
        context.Say($"   one flipped bit: refused ({StatementView.Code(flipped.Reason!.Value)}): {flipped.Detail}");
        Verdict claimed = Refuse(prepared, OtherOutput(prepared, run.File));
        context.Say($"   another output:  refused ({StatementView.Code(claimed.Reason!.Value)}): {claimed.Detail}");
        return Result(shipped, prepared, run, seconds, flipped, claimed);
    }

    private static PreparedModel Prepare(ShippedModel shipped, CommandContext context)
    {
        long start = Stopwatch.GetTimestamp();
        PreparedModel prepared = context.Progress.Run(["compile", "commit model"], step =>
        {
            step("compile");
            var compiled = ModelSource.Compile(shipped.File, new() { Visibility = new() });
            context.Cancellation.ThrowIfCancellationRequested();
            step("commit model");
            return PreparedModel.Create(compiled, Profile, context.Threads);
        });
        NetworkStatistics size = prepared.Model.Network.Statistics;
        context.Say($"   {Quantity.Count(size.Parameters, "parameter")}, {Quantity.Count(size.Lookups, "lookup")}, "
            + $"{Quantity.Count(size.Products, "multiplication")}; {Quantity.Seconds(Stopwatch.GetElapsedTime(start).TotalSeconds)}");
        context.Say($"   model id {prepared.ModelId}");
        return prepared;
    }

    /// <summary>Verifies a second time: the first call of a program mostly waits for its code to be compiled.</summary>
    private static double Accept(PreparedModel prepared, byte[] proof)
    {
        long start = Stopwatch.GetTimestamp();
        Verdict verdict = prepared.Verifier.Verify(proof, new VerifierOptions());
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return verdict.IsValid ? seconds : throw Internal($"the proof is refused: {verdict.Detail}");
    }

    private static Verdict Refuse(PreparedModel prepared, byte[] proof)
    {
        Verdict verdict = prepared.Verifier.Verify(proof, new VerifierOptions());
        return verdict.IsValid ? throw Internal("a spoiled proof is accepted") : verdict;
    }

    private static CommandFailure Internal(string message) => new(ExitCode.Environment, "internal", $"internal error: {message}");

    private static int MiddleOf(byte[] proof) => Verifier.Artefacts.ProofArtefact.Read(proof).Messages.Length / 2;

    private static byte[] OtherOutput(PreparedModel prepared, byte[] proof)
    {
        Circuit circuit = prepared.Verification.Circuit;
        int output = Array.FindIndex(circuit.Publics, tensor => !tensor.IsInput);
        int value = Verifier.Artefacts.ProofArtefact.Read(proof).Statement.PublicValues[output][0];
        return Tampering.ChangeValue(proof, output, 0, value < circuit.Publics[output].High ? value + 1 : value - 1);
    }

    private static CommandResult Result(
        ShippedModel shipped, PreparedModel prepared, ProofRun run, double seconds, Verdict flipped, Verdict claimed)
    {
        var phases = new JsonObject();
        foreach ((string name, double duration) in run.Phases) phases[name] = duration;
        return new(
            new()
            {
                ["model"] = shipped.Name,
                ["model_id"] = prepared.ModelId.ToString(),
                ["security_bits"] = prepared.Verifier.SecurityBits,
                ["proof_bytes"] = run.File.Length,
                ["prove_seconds"] = run.Seconds,
                ["phases"] = phases,
                ["verify_seconds"] = seconds,
                ["outputs"] = ModelRun.Json(run.Outputs),
                ["flipped_bit"] = StatementView.Code(flipped.Reason!.Value),
                ["other_output"] = StatementView.Code(claimed.Reason!.Value),
            },
            ["", "Next: `prover prove MODEL.onnx --input FILE -o RUN.proof` with a model of yours; `prover --help` lists everything."]);
    }
}
