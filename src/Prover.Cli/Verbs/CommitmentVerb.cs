using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Prover.Cli.Commands;
using Prover.Cli.Failures;
using Prover.Cli.Files;
using Prover.Cli.Inspection;
using Prover.Cli.Models;
using Prover.Cli.Output;
using Prover.Proving.Hashed;
using Prover.Verifier.Hashing;

namespace Prover.Cli.Verbs;

/// <summary>`commitment`: computes the digest of an opening again, compares it, and shows the values.</summary>
internal sealed class CommitmentVerb : IVerb
{
    private readonly Argument<string> file = new("FILE") { Description = "An opening" };
    private readonly Option<string?> expect = new("--expect") { Description = "Demand this digest", HelpName = "HEX" };
    private readonly Option<string?> output = new("--output") { Description = "Where to write the values", HelpName = "OUT.json" };

    /// <summary>Defines the options.</summary>
    public CommitmentVerb() => Definition =
        new("commitment", "Open a digest: recompute it from an opening, compare it, write its values") { file, expect, output };

    /// <inheritdoc/>
    public Command Definition { get; }

    /// <inheritdoc/>
    public CommandResult Execute(ParseResult arguments, CommandContext context)
    {
        string path = arguments.GetRequiredValue(file);
        string? target = arguments.GetValue(output);
        Digest? wanted = HexOption.Digest(arguments, expect);
        if (target is not null) OutputFile.Check(target);
        TensorOpening opening = OpeningFiles.Read(path, context.Threads);
        bool matches = wanted is null || wanted == opening.Digest;
        if (matches && target is not null)
        {
            var values = new JsonArray([.. opening.Values.Select(value => (JsonNode)value)]);
            OutputFile.Write(target, Encoding.UTF8.GetBytes(new JsonObject { ["values"] = values }.ToJsonString() + "\n"));
        }
        CommandResult described = OpeningInspection.Of(opening, InputFile.Read(path).Length);
        if (wanted is null) return described;
        described.Json["matches"] = matches;
        string verdict = matches ? $"opens: {path}" : $"refused: {path} opens {opening.Digest}, not {wanted}";
        return new(described.Json, [verdict, .. described.Text], matches ? ExitCode.Success : ExitCode.ProofRefused);
    }
}
