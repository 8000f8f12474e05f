using System.Globalization;
using System.Text;

namespace Prover.Benchmarks.EndToEnd;

/// <summary>The end-to-end table as Markdown.</summary>
internal static class MarkdownReport
{
    /// <summary>Writes the report.</summary>
    /// <param name="load">Load average before the run, null where the system does not tell.</param>
    public static string Write(
        Machine machine, EndToEndOptions options, IReadOnlyList<ModelMeasurement> models, string? load)
    {
        var text = new StringBuilder();
        Line(text, "# End to end");
        Line(text, "");
        string memory = $"{Gibibytes(machine.MemoryBytes)} GiB";
        Line(text, $"{machine.Processor}, {machine.VectorPath}, {machine.Cores} cores, {memory}, {machine.Runtime}.");
        string sizes = $"{options.Threads} threads, P{options.Security}, at least {options.Repetitions} proofs";
        Line(text, $"{sizes}, more within six seconds, after a warm-up of two; one process per model,");
        Line(text, "random weights and inputs from fixed seeds; weights already committed; times are wall-clock.");
        if (load is not null)
        {
            Line(text, $"Load average of the last minute before the run: {load}.");
        }

        Line(text, "");
        WriteTable(text, models);
        WriteHiding(text, models);
        WritePhases(text, models);
        return text.ToString();
    }

    private static void WriteTable(StringBuilder text, IReadOnlyList<ModelMeasurement> models)
    {
        string[] columns =
        [
            "parameters", "products", "lookups", "table rows", "committed", "prove, fastest", "median", "floor", "proof", "verify",
            "memory", "ONNX Runtime", "ratio",
        ];
        Line(text, $"| model | {string.Join(" | ", columns)} |");
        Line(text, $"|---|{string.Concat(Enumerable.Repeat("---:|", columns.Length))}");
        foreach (ModelMeasurement model in models)
        {
            string[] cells =
            [
                Count(model.Parameters), Count(model.Products), Count(model.Lookups), Count(model.TableRows), Count(model.Committed),
                $"**{Time(model.FastestSeconds)}**", Time(model.MedianSeconds), model.FloorSeconds > 0 ? Time(model.FloorSeconds) : "",
                $"{Kibibytes(model.ProofBytes)} KiB", Time(model.VerifySeconds), $"{Gibibytes(model.PeakMemoryBytes)} GiB",
                Time(model.OnnxRuntimeSeconds), Ratio(model.InferenceRatio),
            ];
            Line(text, $"| {model.Title} | {string.Join(" | ", cells)} |");
        }
    }

    private static void WritePhases(StringBuilder text, IReadOnlyList<ModelMeasurement> models)
    {
        string[] phases = [.. models.SelectMany(static model => model.Phases).Select(static phase => phase.Name).Distinct()];
        Line(text, "");
        Line(text, "Phases of the fastest proof, and what comes once per model:");
        Line(text, "");
        Line(text, $"| model | {string.Join(" | ", phases)} | compile | setup |");
        Line(text, $"|---|{string.Concat(Enumerable.Repeat("---:|", phases.Length + 2))}");
        foreach (ModelMeasurement model in models)
        {
            IEnumerable<string> cells = phases.Select(name =>
            {
                double seconds = model.Phases.Where(phase => phase.Name == name).Sum(static phase => phase.Seconds);
                return $"{Time(seconds)} ({(100 * seconds / model.FastestSeconds).ToString("F0", CultureInfo.InvariantCulture)} %)";
            });
            Line(text, $"| {model.Title} | {string.Join(" | ", cells)} | {Time(model.CompileSeconds)} | {Time(model.SetupSeconds)} |");
        }
    }

    /// <summary>The same networks compiled with `--no-zk`, and with private weights.</summary>
    private static void WriteHiding(StringBuilder text, IReadOnlyList<ModelMeasurement> models)
    {
        Line(text, "");
        Line(text, "What hiding costs: the same network compiled with `--no-zk`, with public and with private weights (as many proofs");
        Line(text, "of a key as is the default), proved in turn. Ratios and differences are to `--no-zk`.");
        Line(text, "");
        string[] columns =
        [
            "fastest", "with `--no-zk`", "ratio", "ratio of medians", "proof", "with `--no-zk`", "difference", "verify", "verification key",
            "proofs of a key",
        ];
        Line(text, $"| model | weights | {string.Join(" | ", columns)} |");
        Line(text, $"|---|---|{string.Concat(Enumerable.Repeat("---:|", columns.Length))}");
        foreach (ModelMeasurement model in models)
        {
            (double, double) times = (model.FastestSeconds, model.MedianSeconds);
            Cost(text, model, "public", times, model.ProofBytes, [Time(model.VerifySeconds), $"{Kibibytes(model.KeyBytes)} KiB", "any"]);
            times = (model.SecretFastestSeconds, model.SecretMedianSeconds);
            string[] more =
                [Time(model.SecretVerifySeconds), $"{Kibibytes(model.SecretKeyBytes)} KiB", Count(model.SecretProofs)];
            Cost(text, model, "private", times, model.SecretProofBytes, more);
        }
    }

    private static void Cost(
        StringBuilder text, ModelMeasurement model, string weights, (double Fastest, double Median) time, long bytes, string[] more)
    {
        string[] cells =
        [
            weights, Time(time.Fastest), Time(model.PlainFastestSeconds),
            (time.Fastest / model.PlainFastestSeconds).ToString("F2", CultureInfo.InvariantCulture),
            (time.Median / model.PlainMedianSeconds).ToString("F2", CultureInfo.InvariantCulture),
            $"{Kibibytes(bytes)} KiB", $"{Kibibytes(model.PlainProofBytes)} KiB", $"{Kibibytes(bytes - model.PlainProofBytes)} KiB",
            .. more,
        ];
        Line(text, $"| {model.Title} | {string.Join(" | ", cells)} |");
    }

    /// <summary>A time with three digits: 1.23 s, 45.6 ms, 0.789 ms.</summary>
    internal static string Time(double? seconds) => seconds switch
    {
        null => "not available",
        >= 10 => $"{seconds.Value.ToString("F1", CultureInfo.InvariantCulture)} s",
        >= 1 => $"{seconds.Value.ToString("F2", CultureInfo.InvariantCulture)} s",
        >= 0.1 => $"{(seconds.Value * 1e3).ToString("F0", CultureInfo.InvariantCulture)} ms",
        >= 0.01 => $"{(seconds.Value * 1e3).ToString("F1", CultureInfo.InvariantCulture)} ms",
        _ => $"{(seconds.Value * 1e3).ToString("F2", CultureInfo.InvariantCulture)} ms",
    };

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Kibibytes(long bytes) => (bytes / 1024.0).ToString("F1", CultureInfo.InvariantCulture);

    private static string Gibibytes(long bytes) => (bytes / (1024.0 * 1024 * 1024)).ToString("F2", CultureInfo.InvariantCulture);

    private static string Ratio(double? ratio) => ratio is double value ? $"{value.ToString("F0", CultureInfo.InvariantCulture)} x" : "";

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
