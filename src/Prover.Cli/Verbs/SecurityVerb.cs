using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Prover.Cli.Commands;
using Prover.Cli.Files;
using Prover.Cli.Output;
using Prover.Verifier;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Soundness;

namespace Prover.Cli.Verbs;

/// <summary>`security`: every soundness term of proofs for a key, and the total.</summary>
internal sealed class SecurityVerb : IVerb
{
    private readonly Argument<string> key = new("NAME.vk") { Description = "The verification key" };

    /// <summary>Defines the argument.</summary>
    public SecurityVerb() => Definition = new("security", "Print every soundness term in bits, and the total") { key };

    /// <inheritdoc/>
    public Command Definition { get; }

    /// <inheritdoc/>
    public CommandResult Execute(ParseResult arguments, CommandContext context)
    {
        (VerificationKey verificationKey, ProofVerifier verifier) = ArtefactFile.ReadKey(arguments.GetRequiredValue(key));
        SoundnessReport report = verifier.Soundness;
        SoundnessReport? refresh = verificationKey.Circuit.ModelProofs > 0 ? RefreshVerifier.Soundness(verificationKey) : null;
        var json = new JsonObject
        {
            ["profile"] = verificationKey.Profile,
            ["security_bits"] = verifier.SecurityBits,
            ["round_bits"] = Round(report.RoundBits),
            ["total_bits"] = Round(report.TotalBits),
            ["terms"] = Terms(report),
            ["refresh"] = refresh is null ? null : new JsonObject
            {
                ["security_bits"] = refresh.WholeBits,
                ["round_bits"] = Round(refresh.RoundBits),
                ["total_bits"] = Round(refresh.TotalBits),
                ["terms"] = Terms(refresh),
            },
        };
        var lines = new List<string>(Table(report).Lines())
        {
            $"profile P{verificationKey.Profile}: {verifier.SecurityBits} bits of proven security",
        };
        if (refresh is not null)
        {
            lines.AddRange(["", "refresh proofs, which say that two ids of this circuit stand for the same weights:"]);
            lines.AddRange(Table(refresh).Lines());
            lines.Add($"refresh proofs: {refresh.WholeBits} bits of proven security");
        }
        return new(json, lines);
    }

    private static JsonArray Terms(SoundnessReport report) => new([.. report.Terms.Select(term => (JsonNode)new JsonObject
    {
        ["name"] = term.Name,
        ["bits"] = Round(term.Bits),
        ["computational"] = term.IsComputational,
        ["formula"] = term.Formula,
    })]);

    private static TextTable Table(SoundnessReport report)
    {
        TextTable table = new(true, false, false);
        table.Add("bits", "term", "how");
        foreach (SoundnessTerm term in report.Terms) table.Add(Bits(term.Bits), term.Name, term.Formula);
        table.Add(Bits(report.RoundBits), "round by round", "the least of the above");
        return table.Add(Bits(report.TotalBits), "sum", "of all probabilities");
    }

    private static string Bits(double bits) => bits.ToString("F1", CultureInfo.InvariantCulture);

    private static double Round(double bits) => Math.Round(bits, 3);
}
