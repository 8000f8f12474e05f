using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Prover.Benchmarks.EndToEnd;
using Prover.Benchmarks.Models;
using Prover.Onnx.Compilation;
using Prover.Onnx.Planning;
using Prover.Verifier.Soundness;

namespace Prover.Benchmarks.Planning;

/// <summary>Compares what `prover plan` predicts for the generated models with what their proofs take.</summary>
internal static class PlanRunner
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    /// <summary>Predicts, measures or reads measurements, and writes the table.</summary>
    public static void Run(PlanOptions options)
    {
        SecurityProfile profile = SecurityProfile.All.First(profile => profile.Bits == options.Security);
        List<ModelMeasurement> measured = [];
        List<ProvingForecast> predicted = [];
        foreach (BenchmarkModel model in options.Models)
        {
            Console.Error.WriteLine($"{model.Title} ...");
            // Measured anew for each model: what else the machine does changes with time.
            MachineSpeed speed = options.Measured is null ? SpeedMeasurement.Run(options.Threads) : MachineSpeed.Reference;
            measured.Add(Measurement(model, options));
            CompiledModel compiled = ModelCompiler.Compile(model.Generate(), $"{model.Name}.onnx", new CompilationOptions());
            predicted.Add(ProvingForecast.For(compiled.Network, profile, speed));
        }

        string name = $"plan-p{options.Security}", folder = options.Out ?? ResultsFolder.ForThisMachine();
        Directory.CreateDirectory(folder);
        string report = Report(options, measured, predicted);
        File.WriteAllText(Path.Combine(folder, $"{name}.md"), report);
        File.WriteAllText(Path.Combine(folder, $"{name}.json"), Details(measured, predicted).ToJsonString(Json) + "\n");
        Console.Write(report);
    }

    private static ModelMeasurement Measurement(BenchmarkModel model, PlanOptions options)
    {
        if (options.Measured is null)
        {
            return EndToEndRunner.MeasureInChild(
                model, new EndToEndOptions { Repetitions = options.Repetitions, Threads = options.Threads, Security = options.Security });
        }

        JsonArray models = JsonNode.Parse(File.ReadAllText(options.Measured))!["models"]!.AsArray();
        JsonNode found = models.FirstOrDefault(entry => (string)entry!["name"]! == model.Name)
            ?? throw new ArgumentException($"{options.Measured} has no model {model.Name}");
        return found.Deserialize<ModelMeasurement>(Json)!;
    }

    private static string Report(PlanOptions options, List<ModelMeasurement> measured, List<ProvingForecast> predicted)
    {
        var text = new StringBuilder("# Predicted and measured proofs\n\n");
        string against = options.Measured is null
            ? $"Measured now, with the machine factor that `prover plan` measures; load average {Machine.LoadAverage()}."
            : $"Measured: {Path.GetFileName(options.Measured)}; predicted for that machine.";
        Line(text, $"{against} P{options.Security}, {options.Threads} threads.\n");
        Line(text, "| model | time, measured | predicted | ratio | proof, measured | predicted | ratio | "
            + "memory, measured | predicted | ratio |");
        Line(text, $"|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        for (int i = 0; i < measured.Count; i++)
        {
            (ModelMeasurement m, ProvingForecast p) = (measured[i], predicted[i]);
            string proof = $"{m.ProofBytes / 1024.0:F1} KiB | {p.ProofBytes / 1024.0:F1} KiB | {(double)p.ProofBytes / m.ProofBytes:F2}";
            const double Mebi = 1 << 20;
            string memory = $"{m.PeakMemoryBytes / Mebi:F0} MiB | {p.MemoryBytes / Mebi:F0} MiB | "
                + $"{(double)p.MemoryBytes / m.PeakMemoryBytes:F2}";
            Line(text, $"| {m.Title} | {MarkdownReport.Time(m.FastestSeconds)} | {MarkdownReport.Time(p.Seconds)} | "
                + $"{(p.Seconds / m.FastestSeconds).ToString("F2", CultureInfo.InvariantCulture)} | {proof} | {memory} |");
        }

        Line(text, $"\nPredicted over measured seconds by phase:\n");
        Line(text, $"| model | {string.Join(" | ", Enum.GetValues<ProvingPhase>())} |");
        Line(text, $"|---|---:|---:|---:|---:|---:|");
        for (int i = 0; i < measured.Count; i++)
        {
            IEnumerable<string> ratios = Enum.GetValues<ProvingPhase>().Select(phase => string.Create(
                CultureInfo.InvariantCulture, $"{predicted[i].SecondsOf(phase) / measured[i].Phases[(int)phase].Seconds:F2}"));
            Line(text, $"| {measured[i].Title} | {string.Join(" | ", ratios)} |");
        }

        return text.ToString();
    }

    /// <summary>Counts and times, from which the constants of the cost model can be fitted again.</summary>
    private static JsonObject Details(List<ModelMeasurement> measured, List<ProvingForecast> predicted) => new()
    {
        ["models"] = new JsonArray([.. measured.Zip(predicted, static (m, p) => (JsonNode)new JsonObject
        {
            ["name"] = m.Name,
            ["phases"] = new JsonObject(m.Phases.Select(static phase => KeyValuePair.Create(phase.Name, (JsonNode?)phase.Seconds))),
            ["memory_bytes"] = m.PeakMemoryBytes,
            ["predicted_memory_bytes"] = p.MemoryBytes,
            ["proof_bytes"] = m.ProofBytes,
            ["predicted_proof_bytes"] = p.ProofBytes,
            ["costs"] = new JsonArray([.. p.Costs.OrderBy(static cost => (cost.Phase, cost.Label)).Select(Cost)]),
        })]),
    };

    private static JsonNode Cost(PlannedCost cost) => new JsonObject
    {
        ["phase"] = cost.Phase.ToString(),
        ["label"] = cost.Label,
        ["count"] = cost.Count,
        ["seconds"] = cost.Seconds,
    };

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
