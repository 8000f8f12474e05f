using System.Globalization;
using Prover.Benchmarks.Models;

namespace Prover.Benchmarks.Planning;

/// <summary>Command line of the comparison of plans with proofs.</summary>
internal sealed record PlanOptions
{
    /// <summary>How the runner is called.</summary>
    public const string Usage = "plan [--models NAME,NAME,...] [--repetitions N] [--threads N] [--security 100|128] [--measured FILE] "
        + "[--out FOLDER]";

    /// <summary>Models to compare.</summary>
    public IReadOnlyList<BenchmarkModel> Models { get; init; } = BenchmarkModels.All;

    /// <summary>Proofs after the warm-up.</summary>
    public int Repetitions { get; init; } = 3;

    /// <summary>Threads of the prover.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Soundness in bits.</summary>
    public int Security { get; init; } = 100;

    /// <summary>A JSON file of `e2e` whose times are compared with the prediction for the reference machine; null to measure now.</summary>
    public string? Measured { get; init; }

    /// <summary>Folder for the report, null for benchmarks/results/MACHINE under the repository.</summary>
    public string? Out { get; init; }

    /// <summary>Parses the arguments behind `plan`.</summary>
    /// <exception cref="ArgumentException">An option is unknown or has a bad value; the message says which.</exception>
    public static PlanOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new PlanOptions();
        for (int index = 0; index + 1 < arguments.Length; index += 2)
        {
            (string option, string value) = (arguments[index], arguments[index + 1]);
            options = option switch
            {
                "--models" => options with { Models = [.. BenchmarkModels.All.Where(model => value.Split(',').Contains(model.Name))] },
                "--repetitions" => options with { Repetitions = int.Parse(value, CultureInfo.InvariantCulture) },
                "--threads" => options with { Threads = int.Parse(value, CultureInfo.InvariantCulture) },
                "--security" when value is "100" or "128" => options with { Security = int.Parse(value, CultureInfo.InvariantCulture) },
                "--measured" => options with { Measured = value },
                "--out" => options with { Out = value },
                _ => throw new ArgumentException($"bad option {option} {value}; usage: {Usage}"),
            };
        }

        return arguments.Length % 2 == 0 ? options : throw new ArgumentException($"{arguments[^1]} needs a value");
    }
}
