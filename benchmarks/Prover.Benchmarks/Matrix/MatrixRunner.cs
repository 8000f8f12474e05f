using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Prover.Benchmarks.Matrix;

/// <summary>Takes every model of the developers' set through the whole way, each in a process of its own, and writes the table.</summary>
internal static class MatrixRunner
{
    private const int PollMilliseconds = 200;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Runs the models. Results of models that are not run are kept as they are in the report.</summary>
    public static void Run(MatrixOptions options)
    {
        if (options.PrintJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(options.Models.Select(model => MatrixMeasurement.Measure(model, options)), Json));
            return;
        }

        string folder = options.Out ?? Path.Combine(Path.GetDirectoryName(ResultsFolder.ForThisMachine())!, "matrix");
        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, "matrix.json");
        Dictionary<string, MatrixResult> results = File.Exists(file)
            ? JsonSerializer.Deserialize<MatrixResult[]>(File.ReadAllText(file), Json)!.ToDictionary(static result => result.Model)
            : [];
        foreach (MatrixModel model in options.Models)
        {
            Console.Error.WriteLine($"{model.Name} ...");
            results[model.Name] = RunChild(model, options);
            MatrixResult[] all = [.. MatrixModels.All.Select(known => results.GetValueOrDefault(known.Name)).OfType<MatrixResult>()];
            File.WriteAllText(file, JsonSerializer.Serialize(all, Json) + "\n");
            IEnumerable<string> left = MatrixModels.All.Select(static known => known.Name).Except(results.Keys);
            string[] missing = [.. MatrixModels.Missing(options.Shared), .. left];
            File.WriteAllText(Path.Combine(folder, "matrix.md"), MatrixReport.Write(all, missing));
            Console.WriteLine(MatrixReport.Row(results[model.Name]));
        }
    }

    /// <summary>A process that grows beyond the limit is ended.</summary>
    private static MatrixResult RunChild(MatrixModel model, MatrixOptions options)
    {
        string program = Environment.ProcessPath ?? throw new InvalidOperationException("this process has no path");
        bool host = Path.GetFileNameWithoutExtension(program) == "dotnet";
        string[] arguments = options.ArgumentsFor(model);
        string[] all = host ? [typeof(MatrixRunner).Assembly.Location, .. arguments] : arguments;
        using Process child = Process.Start(new ProcessStartInfo(program, all) { RedirectStandardOutput = true })!;
        Task<string> output = child.StandardOutput.ReadToEndAsync();
        bool tooLarge = false;
        while (!child.WaitForExit(PollMilliseconds))
        {
            if (Memory(child) <= (long)options.Memory << 30) continue;
            tooLarge = true;
            child.Kill();
        }

        if (child.ExitCode == 0) return JsonSerializer.Deserialize<MatrixResult[]>(output.Result, Json)![0];
        string problem = tooLarge
            ? $"it took more than {options.Memory} GiB and was stopped"
            : string.Create(CultureInfo.InvariantCulture, $"the process ended with exit code {child.ExitCode}");
        return new MatrixResult { Model = model.Name, Kind = model.Kind, Problem = problem };
    }

    private static long Memory(Process child)
    {
        try
        {
            child.Refresh();
            return child.WorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0; // it has just ended
        }
    }
}
