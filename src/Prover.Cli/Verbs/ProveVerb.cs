using System.CommandLine;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Prover.Cli.Commands;
using Prover.Cli.Failures;
using Prover.Cli.Files;
using Prover.Cli.Models;
using Prover.Cli.Output;
using Prover.Onnx.Artefacts;
using Prover.Onnx.Tensors;
using Prover.Verifier.Arguments;
using Prover.Verifier.Circuits;
using Prover.Verifier.Soundness;

namespace Prover.Cli.Verbs;

/// <summary>`prove`: runs a model and proves it, from a proving key or straight from the ONNX file.</summary>
internal sealed class ProveVerb : IVerb
{
    private readonly Argument<string?> model = new("MODEL.onnx")
    {
        Description = "A quantised ONNX model, instead of --key; its keys are cached",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> key = new("--key") { Description = "The proving key", HelpName = "NAME.pk" };

    private readonly Option<string[]> input = new("--input")
    {
        Description = "The input: .json, .npy, .npz or .pb; name=FILE for one of several",
        HelpName = "FILE",
    };

    private readonly Option<string[]> opening = new("--opening")
    {
        Description = "The opening of a hashed input, as an earlier proof wrote it; NAME=FILE for one of several",
        HelpName = "FILE",
    };

    private readonly Option<string> proof = new("-o") { Description = "The proof", HelpName = "RUN.proof", Required = true };
    private readonly Option<string?> output = new("--output") { Description = "Where to write the model's outputs", HelpName = "OUT.json" };
    private readonly Option<string?> contextOption = new("--context") { Description = "Bind the proof to these bytes", HelpName = "HEX" };
    private readonly Option<bool> audit = new("--audit")
    {
        Description = "Also show that the tables of a model with private weights are those of its circuit, for `verify --audit`",
    };

    private readonly Option<int> security = ProfileOption.Create();
    private readonly CompileOptionGroup options = new();

    /// <summary>Defines the options.</summary>
    public ProveVerb()
    {
        Definition = new("prove", "Run a model on an input and prove it")
        {
            model, key, input, opening, proof, output, contextOption, audit, security,
        };
        foreach (Option option in options.All) Definition.Add(option);
    }

    /// <inheritdoc/>
    public Command Definition { get; }

    /// <inheritdoc/>
    public CommandResult Execute(ParseResult arguments, CommandContext context)
    {
        string target = arguments.GetRequiredValue(proof);
        string? outputTarget = arguments.GetValue(output);
        byte[] bound = HexOption.Bytes(arguments, contextOption, Protocol.MaximumContextBytes) ?? [];
        OutputFile.Check(target);
        if (outputTarget is not null) OutputFile.Check(outputTarget);
        (PreparedModel prepared, string? verificationKey, KeySuccession? succession) = Prepare(arguments, context);
        // At once, and not only if the proof is made: who trusts the old id must hear of it.
        foreach (string line in succession?.Lines() ?? []) context.Progress.Note(line);
        using (prepared)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            Circuit circuit = prepared.Verification.Circuit;
            bool isAudit = arguments.GetValue(audit);
            if (isAudit && circuit.Tables is null) throw AuditDemand.NothingToAudit(arguments.GetValue(key) ?? arguments.GetValue(model)!);
            IReadOnlyDictionary<string, string> reused = OpeningFiles.Assign(circuit, arguments.GetValue(opening) ?? []);
            var inputs = ModelRun.ReadInputs(prepared.Model, arguments.GetValue(input) ?? [], reused.Keys);
            SecurityProfile profile = prepared.Key.Argument.Parameters.Profile;
            IReadOnlyList<string> openingFiles = OpeningFiles.Place(circuit, reused, target);
            var openings = reused.ToDictionary(pair => pair.Key, pair => OpeningFiles.Reserve(pair.Value, profile, context.Threads));
            ProofRun run = ProofRun.Execute(prepared, inputs, openings, bound, context, isAudit);
            JsonObject outputs = ModelRun.Json(run.Outputs);
            // Openings first: a proof must not be there without its opening. Those that were there before are counted already.
            List<OutputContent> files = [];
            for (int i = 0; i < openingFiles.Count; i++)
            {
                if (reused.Values.Contains(openingFiles[i])) continue;
                files.Add(new(openingFiles[i], run.Proven.Openings[i].Write(), IsSecret: true));
            }
            files.Add(new(target, run.File));
            if (outputTarget is not null) files.Add(new(outputTarget, Encoding.UTF8.GetBytes(outputs.ToJsonString() + "\n")));
            OutputFile.Write(files);
            if (ProofSupply.Of(prepared)?.Warning is { } warning) context.Progress.Note(warning);
            return Result(target, verificationKey, prepared, run, outputs, openingFiles, succession);
        }
    }

    private (PreparedModel Model, string? VerificationKey, KeySuccession? Succession) Prepare(ParseResult arguments, CommandContext context)
    {
        string? source = arguments.GetValue(model), keyPath = arguments.GetValue(key);
        if (source is null == keyPath is null)
        {
            throw CommandFailure.Usage(
                "give either a proving key with --key or an ONNX model, and not both", "`prover prove --help` explains");
        }
        if (keyPath is not null)
        {
            ProvingKeyFile file = ArtefactFile.Read(keyPath, static bytes => ProvingKeyFile.Read(bytes));
            return context.Progress.Run(["commit model"], step =>
            {
                step("commit model");
                return (PreparedModel.Load(file, keyPath, context.Threads), (string?)null, (KeySuccession?)null);
            });
        }
        CachedKey cached = CachedKeys.Prepare(source!, options.Read(arguments), arguments.GetValue(security), context);
        return (cached.Model, cached.VerificationKey, cached.Succession);
    }

    private static CommandResult Result(
        string target,
        string? verificationKey,
        PreparedModel prepared,
        ProofRun run,
        JsonObject outputs,
        IReadOnlyList<string> openings,
        KeySuccession? succession)
    {
        var supply = ProofSupply.Of(prepared);
        long memory = Process.GetCurrentProcess().PeakWorkingSet64;
        var phases = new JsonObject();
        foreach ((string name, double seconds) in run.Phases) phases[name] = seconds;
        var json = new JsonObject
        {
            ["proof"] = target,
            ["proof_bytes"] = run.File.Length,
            ["prove_seconds"] = run.Seconds,
            ["phases"] = phases,
            ["verify_seconds"] = run.VerifySeconds,
            ["peak_memory_bytes"] = memory,
            ["model_id"] = prepared.ModelId.ToString(),
            ["security_bits"] = prepared.Verifier.SecurityBits,
            ["verification_key"] = verificationKey,
            ["proofs_left"] = supply?.Left,
            ["replaced_key"] = succession?.Json(),
            ["audited"] = prepared.Verification.Circuit.Tables is null ? null : run.Proven.Statement.IsAudit,
            ["outputs"] = outputs,
            ["visibility"] = VisibilityView.Json(prepared.Verification),
            ["hashed"] = new JsonArray([.. openings.Select((file, i) => (JsonNode)Hashed(prepared, run, file, i))]),
        };
        Secrecy.AddTo(json, prepared.Verification.Circuit);
        TextTable table = TextTable.Fields()
            .Add("proof", $"{target} ({Quantity.Bytes(run.File.Length)})")
            .Add("model", prepared.ModelId.ToString())
            .Add("security", $"{prepared.Verifier.SecurityBits} bits, proven")
            .Add("proved in", $"{Quantity.Seconds(run.Seconds)} ({run.PhaseText()})")
            .Add("verified in", Quantity.Seconds(run.VerifySeconds))
            .Add("memory", $"{Quantity.Bytes(memory)} at most");
        if (verificationKey is not null) table.Add("verify with", verificationKey);
        if (run.Proven.Statement.IsAudit) table.Add(AuditView.Field, AuditView.Made);
        if (supply is not null) table.Add("proofs left", supply.Advice);
        IEnumerable<string> hashed = openings.Select((file, i) =>
            $"  opening of {prepared.Verification.Circuit.Hashed[i].Name}: {file}, a secret; keep it to prove or show the values later");
        return new(json, [
            .. table.Lines(), .. succession?.Lines() ?? [], .. VisibilityView.Lines(prepared.Verification, run.Proven.Statement), .. hashed,
            .. run.Outputs.Select(pair => $"  {pair.Key} = {Excerpt(pair.Value)}")]);
    }

    private static JsonObject Hashed(PreparedModel prepared, ProofRun run, string file, int number)
    {
        HashedTensor tensor = prepared.Verification.Circuit.Hashed[number];
        return new()
        {
            ["name"] = tensor.Name,
            ["input"] = tensor.IsInput,
            ["digest"] = run.Proven.Openings[number].Digest.ToString(),
            ["opening"] = file,
            ["uses_left"] = run.Proven.Openings[number].UsesLeft(prepared.Key.Argument.Parameters.Profile),
        };
    }

    private static string Excerpt(DenseTensor tensor)
    {
        const int Shown = 10;
        string values = string.Join(" ", tensor.ToDouble().Take(Shown).Select(value => Quantity.Number(value)));
        return $"{Quantity.Shape(tensor.Shape)} {values}" + (tensor.Length > Shown ? " ..." : "");
    }
}
