using System.Diagnostics;
using System.Text.Json;
using Prover.Benchmarks.Models;

namespace Prover.Benchmarks.EndToEnd;

/// <summary>Measures models end to end and writes the report.</summary>
internal static class EndToEndRunner
{
    private static readonly JsonSerializerOptions Json =
        new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Measures each model in a process of its own, so that its peak memory is its own, and writes the report.</summary>
    public static void Run(EndToEndOptions options)
    {
        if (options.PrintJson)
        {
            ModelMeasurement[] here = [.. options.Models.Select(model => ModelPipeline.Measure(model, options))];
            Console.WriteLine(JsonSerializer.Serialize(here, Json));
            return;
        }

        string? load = Machine.LoadAverage();
        var measured = new List<ModelMeasurement>();
        foreach (BenchmarkModel model in options.Models)
        {
            Console.Error.WriteLine($"{model.Title} ...");
            measured.Add(MeasureInChild(model, options));
            Console.Error.WriteLine($"{model.Title}: {MarkdownReport.Time(measured[^1].FastestSeconds)}");
        }

        WriteReport(options, measured, load);
    }

    /// <summary>Measures a model in a process of its own.</summary>
    public static ModelMeasurement MeasureInChild(BenchmarkModel model, EndToEndOptions options) =>
        JsonSerializer.Deserialize<ModelMeasurement[]>(RunChild(options.ArgumentsFor(model)), Json)![0];

    /// <summary>Measures the smallest model once and renders the report, without keeping anything.</summary>
    public static void RunDry(TextWriter log)
    {
        var options = new EndToEndOptions { Models = [BenchmarkModels.All[0]], Repetitions = 1 };
        ModelMeasurement[] measured = [.. options.Models.Select(model => ModelPipeline.Measure(model, options))];
        log.Write(MarkdownReport.Write(Machine.Describe(), options, measured, Machine.LoadAverage()));
        log.WriteLine($"chart of {PhaseChart.Draw(measured).Length} characters");
    }

    private static void WriteReport(EndToEndOptions options, List<ModelMeasurement> measured, string? load)
    {
        var machine = Machine.Describe();
        string folder = options.Out ?? ResultsFolder.ForThisMachine();
        Directory.CreateDirectory(folder);
        string name = $"end-to-end-p{options.Security}";
        string report = MarkdownReport.Write(machine, options, measured, load);
        File.WriteAllText(Path.Combine(folder, $"{name}.md"), $"{report}\n![phases]({name}.svg)\n");
        File.WriteAllText(Path.Combine(folder, $"{name}.svg"), PhaseChart.Draw(measured));
        var content = new { machine, options.Threads, options.Security, options.Repetitions, LoadAverage = load, Models = measured };
        File.WriteAllText(Path.Combine(folder, $"{name}.json"), JsonSerializer.Serialize(content, Json) + "\n");
        Console.Write(report);
        Console.Error.WriteLine($"written to {folder}");
    }

    private static string RunChild(string[] arguments)
    {
        string program = Environment.ProcessPath ?? throw new InvalidOperationException("this process has no path");
        bool host = Path.GetFileNameWithoutExtension(program) == "dotnet";
        string[] all = host ? [typeof(EndToEndRunner).Assembly.Location, .. arguments] : arguments;
        using Process child = Process.Start(new ProcessStartInfo(program, all) { RedirectStandardOutput = true })!;
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"the measuring process ended with exit code {child.ExitCode}");
    }
}
