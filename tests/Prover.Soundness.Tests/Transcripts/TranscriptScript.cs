using System.Text.RegularExpressions;
using Prover.Verifier.Arguments;
using Prover.Verifier.Commitments;

namespace Prover.Soundness.Tests.Transcripts;

/// <summary>
/// The order of messages and challenges as SPEC §5.6 lists it, unrolled for one circuit. Lines are steps or loops (`for i = a .. b`); what
/// a loop or condition covers is indented; `* n` repeats a challenge.
/// </summary>
internal sealed partial class TranscriptScript
{
    private readonly string[] lines;
    private readonly Dictionary<string, int> names;
    private readonly Func<string, int, int> sizes;
    private readonly List<string> steps = [];

    private TranscriptScript(string[] lines, ArgumentKey key)
    {
        this.lines = lines;
        WhirParameters opening = key.Parameters;
        var probe = new LeafClaims(key.Circuit, key.Layout, new Prover.Verifier.Fields.KoalaBear5[key.Layout.LogLeaves], default, default);
        names = new()
        {
            ["m"] = opening.Shape.Variables,
            ["n"] = key.Layout.LogLeaves,
            ["nu"] = probe.Variables,
            ["hiding"] = key.Layout.Pads.IsHiding ? 1 : 0,
            ["sealed"] = key.Circuit.ModelProofs > 0 ? 1 : 0,
            ["hashed"] = key.Circuit.Hashed.Length,
            ["kappa"] = key.Layout.Pads.Variables,
            ["codes"] = opening.Codes.Count,
            ["clear"] = opening.ClearVariables,
        };
        sizes = (name, code) => name switch
        {
            "m" => opening.Codes[code].Variables,
            "k" => opening.Codes[code].LogColumns,
            "trees" => code == 0 ? 2 : 1,
            "lookup work" => opening.Profile.LookupWork,
            "fold work" => opening.Codes[code].FoldWork,
            "query work" => opening.Codes[code].QueryWork,
            _ => throw new FormatException($"the specification uses {name} without a meaning"),
        };
    }

    /// <summary>The steps "send label", "challenge label", ... for a circuit.</summary>
    public static IReadOnlyList<string> For(ArgumentKey key)
    {
        var script = new TranscriptScript(Block(File.ReadAllText(Specification())), key);
        script.Run(0, script.lines.Length, 0);
        return script.steps;
    }

    /// <summary>The fenced block under the heading of §5.6.</summary>
    private static string[] Block(string specification)
    {
        int section = specification.IndexOf("### 5.6 ", StringComparison.Ordinal);
        int start = specification.IndexOf("```\n", section, StringComparison.Ordinal) + 4;
        int end = specification.IndexOf("```", start, StringComparison.Ordinal);
        return specification[start..end].TrimEnd('\n').Split('\n');
    }

    private static string Specification()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Prover.sln"))) folder = folder.Parent;
        return Path.Combine(folder!.FullName, "src", "SPEC.md");
    }

    private void Run(int from, int to, int indent)
    {
        for (int i = from; i < to; i++)
        {
            string line = lines[i].Trim();
            int end = i + 1;
            while (end < to && Indent(lines[end]) > indent) end++;
            Match loop = Loop().Match(line);
            if (loop.Success)
            {
                int last = Number(loop.Groups[3].Value);
                string variable = loop.Groups[1].Value;
                for (int value = Number(loop.Groups[2].Value); value <= last; value++)
                {
                    names[variable] = value;
                    Run(i + 1, end, Indent(lines[i]) + 2);
                }
                i = end - 1;
            }
            else if (line.StartsWith("work ", StringComparison.Ordinal))
            {
                // Nothing happens for 0 bits.
                Match work = Work().Match(line);
                if (sizes(work.Groups[1].Value, Number(work.Groups[2].Value)) > 0)
                {
                    steps.Add($"challenge {work.Groups[1].Value}");
                    steps.Add($"send {work.Groups[1].Value}");
                }
            }
            else
            {
                Match repeated = Repeated().Match(line);
                int count = repeated.Success ? Number(repeated.Groups[2].Value) : 1;
                for (int k = 0; k < count; k++) steps.Add(repeated.Success ? repeated.Groups[1].Value : line);
            }
        }
    }

    /// <summary>A sum of numbers, names and sizes of a code such as k(i - 1).</summary>
    private int Number(string text)
    {
        text = text.Trim();
        Match size = Size().Match(text);
        if (size.Success) return sizes(size.Groups[1].Value, Number(size.Groups[2].Value));
        int minus = text.LastIndexOf(" - ", StringComparison.Ordinal);
        if (minus > 0) return Number(text[..minus]) - Number(text[(minus + 3)..]);
        return int.TryParse(text, out int number) ? number : names[text];
    }

    private static int Indent(string line) => line.Length - line.TrimStart().Length;

    [GeneratedRegex(@"^for (\w+) = (.+) \.\. (.+)$")]
    private static partial Regex Loop();

    [GeneratedRegex(@"^work (.+) of code (.+)$")]
    private static partial Regex Work();

    [GeneratedRegex(@"^(.+) \* (.+)$")]
    private static partial Regex Repeated();

    [GeneratedRegex(@"^(\w+)\(([^()]+)\)$")]
    private static partial Regex Size();
}
