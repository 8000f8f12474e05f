using System.Globalization;

namespace Prover.Benchmarks.Accuracy;

/// <summary>Command line of the accuracy runner.</summary>
internal sealed record AccuracyOptions
{
    /// <summary>How the runner is called.</summary>
    public const string Usage = "accuracy --shared FOLDER [--models NAME,NAME,...] [--threads N] [--scales any|pow2] [--out FOLDER]";

    /// <summary>The folder with models and data.</summary>
    public string Shared { get; init; } = Environment.GetEnvironmentVariable("PROVER_SHARED") ?? "../shared";

    /// <summary>The models to measure.</summary>
    public IReadOnlyList<AccuracyModel> Models { get; init; } = AccuracyModels.All;

    /// <summary>Threads of ONNX Runtime and of the integer runs.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether every scale is a power of two.</summary>
    public bool PowerOfTwoScales { get; init; }

    /// <summary>Folder for the report, null for benchmarks/results/accuracy in the repository.</summary>
    public string? Out { get; init; }

    /// <summary>Parses the arguments behind `accuracy`.</summary>
    /// <exception cref="ArgumentException">An option is unknown or has a bad value; the message says which.</exception>
    public static AccuracyOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new AccuracyOptions();
        for (int index = 0; index < arguments.Length; index += 2)
        {
            string option = arguments[index];
            string value = index + 1 < arguments.Length ? arguments[index + 1] : throw new ArgumentException($"{option} needs a value");
            options = option switch
            {
                "--shared" => options with { Shared = value },
                "--models" => options with { Models = [.. value.Split(',').SelectMany(Find)] },
                "--threads" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int threads) && threads > 0 =>
                    options with { Threads = threads },
                "--scales" when value is "any" or "pow2" => options with { PowerOfTwoScales = value == "pow2" },
                "--out" => options with { Out = value },
                _ => throw new ArgumentException($"bad option {option} {value}; usage: {Usage}"),
            };
        }

        return Directory.Exists(Path.Combine(options.Shared, "models"))
            ? options
            : throw new ArgumentException($"no models in {options.Shared}; usage: {Usage}");
    }

    private static IEnumerable<AccuracyModel> Find(string name)
    {
        AccuracyModel[] found = [.. AccuracyModels.All.Where(model => model.Name.StartsWith(name, StringComparison.Ordinal))];
        return found.Length > 0 ? found : throw new ArgumentException($"no model {name}");
    }
}
