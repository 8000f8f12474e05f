using System.Globalization;
using Prover.Benchmarks.Models;

namespace Prover.Benchmarks.EndToEnd;

/// <summary>Command line of the end-to-end runner.</summary>
internal sealed record EndToEndOptions
{
    /// <summary>How the runner is called.</summary>
    public const string Usage =
        "e2e [--models NAME,NAME,...] [--repetitions N] [--threads N] [--security 100|128] [--out FOLDER] [--print-json]";

    /// <summary>Models to measure.</summary>
    public IReadOnlyList<BenchmarkModel> Models { get; init; } = BenchmarkModels.All;

    /// <summary>Proofs after the warm-up.</summary>
    public int Repetitions { get; init; } = 5;

    /// <summary>Threads of the prover and of ONNX Runtime.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Soundness in bits.</summary>
    public int Security { get; init; } = 100;

    /// <summary>Folder for the report, null for benchmarks/results/MACHINE under the repository.</summary>
    public string? Out { get; init; }

    /// <summary>Measure in this process and print the measurements as JSON, without a report.</summary>
    public bool PrintJson { get; init; }

    /// <summary>Parses the arguments behind `e2e`.</summary>
    /// <exception cref="ArgumentException">An option is unknown or has a bad value; the message says which.</exception>
    public static EndToEndOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new EndToEndOptions();
        for (int index = 0; index < arguments.Length; index++)
        {
            if (arguments[index] == "--print-json")
            {
                options = options with { PrintJson = true };
                continue;
            }

            string option = arguments[index];
            string value = ++index < arguments.Length ? arguments[index] : throw new ArgumentException($"{option} needs a value");
            options = option switch
            {
                "--models" => options with { Models = [.. value.Split(',').Select(Find)] },
                "--repetitions" => options with { Repetitions = Positive(option, value) },
                "--threads" => options with { Threads = Positive(option, value) },
                "--security" when value is "100" or "128" => options with { Security = Positive(option, value) },
                "--out" => options with { Out = value },
                _ => throw new ArgumentException($"bad option {option} {value}; usage: {Usage}"),
            };
        }

        return options;
    }

    /// <summary>The same options for one model, as arguments for a process of its own.</summary>
    public string[] ArgumentsFor(BenchmarkModel model) =>
    [
        "e2e", "--print-json", "--models", model.Name, "--repetitions", Repetitions.ToString(CultureInfo.InvariantCulture),
        "--threads", Threads.ToString(CultureInfo.InvariantCulture), "--security", Security.ToString(CultureInfo.InvariantCulture),
    ];

    private static BenchmarkModel Find(string name) => BenchmarkModels.All.FirstOrDefault(model => model.Name == name)
        ?? throw new ArgumentException(
            $"no model {name}; there are {string.Join(", ", BenchmarkModels.All.Select(static model => model.Name))}");

    private static int Positive(string option, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new ArgumentException($"{option} needs a positive number, not {value}");
}
