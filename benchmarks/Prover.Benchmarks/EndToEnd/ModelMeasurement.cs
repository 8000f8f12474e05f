namespace Prover.Benchmarks.EndToEnd;

/// <summary>What the end-to-end runner measured for one model. Times are wall-clock seconds.</summary>
internal sealed record ModelMeasurement
{
    /// <summary>Short name on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>Name in tables.</summary>
    public required string Title { get; init; }

    /// <summary>Weights and biases.</summary>
    public required long Parameters { get; init; }

    /// <summary>Multiplications of one inference.</summary>
    public required long Products { get; init; }

    /// <summary>Lookups of one proof.</summary>
    public required long Lookups { get; init; }

    /// <summary>Rows of all tables.</summary>
    public required long TableRows { get; init; }

    /// <summary>Witness elements without multiplicities.</summary>
    public required long Committed { get; init; }

    /// <summary>ONNX file to circuit.</summary>
    public required double CompileSeconds { get; init; }

    /// <summary>Committing the model.</summary>
    public required double SetupSeconds { get; init; }

    /// <summary>Each proof after the warm-up, in order.</summary>
    public required double[] ProveSeconds { get; init; }

    /// <summary>Phases of the fastest proof, in order.</summary>
    public required PhaseTime[] Phases { get; init; }

    /// <summary>Size of the proof file.</summary>
    public required long ProofBytes { get; init; }

    /// <summary>Each proof that hides nothing, made in turn with the others.</summary>
    public required double[] PlainProveSeconds { get; init; }

    /// <summary>Phases of the fastest proof that hides nothing.</summary>
    public required PhaseTime[] PlainPhases { get; init; }

    /// <summary>Size of the proof file that hides nothing.</summary>
    public required long PlainProofBytes { get; init; }

    /// <summary>Each proof that hides the weights, too, made in turn with the others.</summary>
    public required double[] SecretProveSeconds { get; init; }

    /// <summary>Size of the proof file that hides the weights, too.</summary>
    public required long SecretProofBytes { get; init; }

    /// <summary>Fastest verification of a proof that hides the weights, too.</summary>
    public required double SecretVerifySeconds { get; init; }

    /// <summary>Phases of the fastest proof that hides the weights, too.</summary>
    public required PhaseTime[] SecretPhases { get; init; }

    /// <summary>Size of the verification key.</summary>
    public required long KeyBytes { get; init; }

    /// <summary>Size of the verification key where the weights are hidden.</summary>
    public required long SecretKeyBytes { get; init; }

    /// <summary>How many proofs hide the weights.</summary>
    public required int SecretProofs { get; init; }

    /// <summary>Fastest verification.</summary>
    public required double VerifySeconds { get; init; }

    /// <summary>Largest resident memory of the process that compiled, set up, proved and verified this model.</summary>
    public required long PeakMemoryBytes { get; init; }

    /// <summary>Fastest inference of ONNX Runtime on the same number of threads, null where it is not available.</summary>
    public required double? OnnxRuntimeSeconds { get; init; }

    /// <summary>Proving time that must be reached on two cores, 0 for none.</summary>
    public required double FloorSeconds { get; init; }

    /// <summary>Fastest proof.</summary>
    public double FastestSeconds => ProveSeconds.Min();

    /// <summary>Median proof.</summary>
    public double MedianSeconds => Median(ProveSeconds);

    /// <summary>Fastest proof that hides nothing.</summary>
    public double PlainFastestSeconds => PlainProveSeconds.Min();

    /// <summary>Median proof that hides nothing.</summary>
    public double PlainMedianSeconds => Median(PlainProveSeconds);

    /// <summary>Fastest proof that hides the weights, too.</summary>
    public double SecretFastestSeconds => SecretProveSeconds.Min();

    /// <summary>Median proof that hides the weights, too.</summary>
    public double SecretMedianSeconds => Median(SecretProveSeconds);

    /// <summary>How many inferences of ONNX Runtime take as long as the fastest proof.</summary>
    public double? InferenceRatio => OnnxRuntimeSeconds is double seconds ? FastestSeconds / seconds : null;

    private static double Median(double[] seconds)
    {
        double[] sorted = [.. seconds.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
