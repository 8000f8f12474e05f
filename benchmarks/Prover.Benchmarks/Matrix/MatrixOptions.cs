using System.Globalization;

namespace Prover.Benchmarks.Matrix;

/// <summary>Command line of the matrix runner.</summary>
internal sealed record MatrixOptions
{
    /// <summary>How the runner is called.</summary>
    public const string Usage = "matrix --shared FOLDER [--models NAME,NAME,...] [--threads N] [--compared N] [--random N] "
        + "[--seconds N] [--memory GIB] [--out FOLDER] [--print-json yes]";

    /// <summary>The folder with models and data.</summary>
    public string Shared { get; init; } = Environment.GetEnvironmentVariable("PROVER_SHARED") ?? "../shared";

    /// <summary>The models to run.</summary>
    public IReadOnlyList<MatrixModel> Models { get; init; } = MatrixModels.All;

    /// <summary>Threads of ONNX Runtime and of the prover.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Samples compared with ONNX Runtime, and as many random inputs.</summary>
    public int Compared { get; init; } = 20;

    /// <summary>Random full-range inputs.</summary>
    public int Random { get; init; } = 100;

    /// <summary>Seconds for proofs of random inputs; the witness of the others is computed, which fails where a proof would.</summary>
    public int Seconds { get; init; } = 20;

    /// <summary>Gibibytes of memory that a model may take.</summary>
    public int Memory { get; init; } = 8;

    /// <summary>Folder for the report, null for benchmarks/results/matrix in the repository.</summary>
    public string? Out { get; init; }

    /// <summary>Run in this process and print the results as JSON, without a report.</summary>
    public bool PrintJson { get; init; }

    /// <summary>Parses the arguments behind `matrix`.</summary>
    /// <exception cref="ArgumentException">An option is unknown or has a bad value; the message says which.</exception>
    public static MatrixOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new MatrixOptions();
        for (int index = 0; index < arguments.Length; index += 2)
        {
            string option = arguments[index];
            string value = index + 1 < arguments.Length ? arguments[index + 1] : throw new ArgumentException($"{option} needs a value");
            options = option switch
            {
                "--shared" => options with { Shared = value },
                "--models" => options with { Models = [.. value.Split(',').SelectMany(Find)] },
                "--threads" => options with { Threads = Positive(option, value) },
                "--compared" => options with { Compared = Positive(option, value) },
                "--random" => options with { Random = Positive(option, value) },
                "--seconds" => options with { Seconds = Positive(option, value) },
                "--memory" => options with { Memory = Positive(option, value) },
                "--out" => options with { Out = value },
                "--print-json" => options with { PrintJson = true },
                _ => throw new ArgumentException($"bad option {option} {value}; usage: {Usage}"),
            };
        }

        return Directory.Exists(Path.Combine(options.Shared, "models"))
            ? options
            : throw new ArgumentException($"no models in {options.Shared}; usage: {Usage}");
    }

    /// <summary>The same options for one model, as arguments for a process of its own.</summary>
    public string[] ArgumentsFor(MatrixModel model) =>
    [
        "matrix", "--print-json", "yes", "--shared", Shared, "--models", model.Name, "--threads", Text(Threads),
        "--compared", Text(Compared), "--random", Text(Random), "--seconds", Text(Seconds), "--memory", Text(Memory),
    ];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<MatrixModel> Find(string name)
    {
        MatrixModel? exact = MatrixModels.All.FirstOrDefault(model => model.Name == name);
        MatrixModel[] found = exact is not null
            ? [exact]
            : [.. MatrixModels.All.Where(model => model.Name.StartsWith(name, StringComparison.Ordinal))];
        return found.Length > 0 ? found : throw new ArgumentException($"no model {name}");
    }

    private static int Positive(string option, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new ArgumentException($"{option} needs a positive number, not {value}");
}
