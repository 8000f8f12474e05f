using System.Globalization;
using System.Text;
using Prover.Benchmarks.EndToEnd;
using Prover.Onnx.Model;

namespace Prover.Benchmarks.Matrix;

/// <summary>The results as a page.</summary>
internal static class MatrixReport
{
    private const string Head = """
        # Every shared model from file to verified proof

        Written by `dotnet run --project benchmarks/Prover.Benchmarks -c Release -- matrix --shared FOLDER`.
        Float models (and those quantised at run time) go through `quantize` with the shared data or their own samples, all through compile,
        plan, run, prove and verify (P100, two threads, machine shared with other work: times are upper bounds).
        *on data, on random inputs*: elements of the outputs that are not ONNX Runtime's of the same quantised model, bit for bit, and
        the greatest difference in steps of the output's quantisation (or of 1/255 of the extent of its values, if that is more); on
        samples of the data, and on random integers that cover the whole quantised range of every input (a dash where the input is
        computed on before it is quantised).
        *legal*: random full-range inputs (all least, all greatest, all zero points, extremes mixed, white noise) whose proofs
        verified / whose witness was computed, within the time given to each model.

        """;

    private static readonly string[] Columns =
    [
        "model", "comes as", "outcome", "parameters", "lookups", "on data", "on random inputs", "prove", "plan", "verify", "proof",
        "memory", "legal",
    ];

    /// <summary>The page.</summary>
    internal static string Write(IReadOnlyList<MatrixResult> results, IReadOnlyList<string> missing)
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n")).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", Columns)} |\n");
        text.Append("|---|---|---|--:|--:|---|---|--:|--:|--:|--:|--:|--:|\n");
        foreach (MatrixResult result in results) text.Append(Row(result)).Append('\n');
        int proven = results.Count(static result => result.Outcome == MatrixOutcome.Proven);
        int standard = results.Count(static result => result.Kind != MatrixModelKind.NonStandard);
        text.Append(CultureInfo.InvariantCulture, $"\n{proven} of {standard} standard models proven.\n");
        foreach (MatrixResult result in results.Where(static result => result.Outcome != MatrixOutcome.Proven))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{result.Model}: {Name(result.Outcome)} at {result.Step}\n\n");
            if (result.Problem is not null) text.Append(CultureInfo.InvariantCulture, $"- {result.Problem.ReplaceLineEndings(" ")}\n");
            foreach (UnsupportedNode node in result.Unsupported) text.Append(CultureInfo.InvariantCulture, $"- {node}\n");
        }

        if (missing.Count > 0) text.Append(CultureInfo.InvariantCulture, $"\nNot run: {string.Join(", ", missing)}\n");
        return text.ToString();
    }

    /// <summary>One line of the table.</summary>
    internal static string Row(MatrixResult r)
    {
        const double Mebi = 1 << 20, Kibi = 1 << 10;
        string start = string.Create(CultureInfo.InvariantCulture, $"| {r.Model} | {Name(r.Kind)} | {Name(r.Outcome)} | ");
        if (r.Outcome != MatrixOutcome.Proven) return start + string.Join(" | ", Enumerable.Repeat("-", 10)) + " |";
        string counts = string.Create(CultureInfo.InvariantCulture, $"{r.Parameters:N0} | {r.Lookups:N0} | ");
        string times = $"{MarkdownReport.Time(r.ProveSeconds)} | {MarkdownReport.Time(r.PlannedSeconds)} | "
            + $"{MarkdownReport.Time(r.VerifySeconds)} | ";
        return start + counts + $"{Difference(r.OnData)} | {Difference(r.OnRandom)} | " + times + string.Create(
            CultureInfo.InvariantCulture,
            $"{r.ProofBytes / Kibi:F0} KiB | {r.PeakMemoryBytes / Mebi:F0} MiB | {r.RandomProven}/{r.RandomExecuted} |");
    }

    private static string Difference(DifferenceCount count) => count.Runs == 0
        ? "-"
        : string.Create(CultureInfo.InvariantCulture, $"{count.Differing:N0} of {count.Elements:N0}")
            + (count.Differing == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" (at most {count.MaximumSteps:0.##} steps)"));

    private static string Name(MatrixModelKind kind) => kind switch
    {
        MatrixModelKind.Float => "float",
        MatrixModelKind.Quantized => "quantised",
        _ => "non-standard",
    };

    private static string Name(MatrixOutcome outcome) => outcome switch
    {
        MatrixOutcome.Proven => "proven",
        MatrixOutcome.Refused => "refused",
        _ => "FAILED",
    };
}
