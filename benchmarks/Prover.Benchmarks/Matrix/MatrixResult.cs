using Prover.Onnx.Model;

namespace Prover.Benchmarks.Matrix;

/// <summary>What was measured of one model. Times are wall-clock seconds.</summary>
internal sealed record MatrixResult
{
    /// <summary>Its name.</summary>
    public required string Model { get; init; }

    /// <summary>How it comes.</summary>
    public required MatrixModelKind Kind { get; init; }

    /// <summary>What became of it.</summary>
    public MatrixOutcome Outcome { get; init; } = MatrixOutcome.Failed;

    /// <summary>The last step that began: quantize, compile, plan, run, setup, prove, random.</summary>
    public string Step { get; init; } = "";

    /// <summary>Nodes that stand in the way.</summary>
    public IReadOnlyList<UnsupportedNode> Unsupported { get; init; } = [];

    /// <summary>Why it failed otherwise.</summary>
    public string? Problem { get; init; }

    /// <summary>The data that calibrated and was run.</summary>
    public string Data { get; init; } = "";

    /// <summary>Calibration and placement.</summary>
    public double QuantizeSeconds { get; init; }

    /// <summary>Quantised ONNX file to circuit.</summary>
    public double CompileSeconds { get; init; }

    /// <summary>Committing the model.</summary>
    public double SetupSeconds { get; init; }

    /// <summary>One proof, after the model is committed.</summary>
    public double ProveSeconds { get; init; }

    /// <summary>What the plan predicts for it on this machine.</summary>
    public double PlannedSeconds { get; init; }

    /// <summary>Verification with a prepared key.</summary>
    public double VerifySeconds { get; init; }

    /// <summary>Size of the proof file.</summary>
    public long ProofBytes { get; init; }

    /// <summary>Largest resident memory while proving.</summary>
    public long PeakMemoryBytes { get; init; }

    /// <summary>Memory that the plan predicts.</summary>
    public long PlannedMemoryBytes { get; init; }

    /// <summary>Weights and biases.</summary>
    public long Parameters { get; init; }

    /// <summary>Multiplications of one inference.</summary>
    public long Products { get; init; }

    /// <summary>Lookups of one proof.</summary>
    public long Lookups { get; init; }

    /// <summary>Witness elements without multiplicities.</summary>
    public long Committed { get; init; }

    /// <summary>Inputs of the data against ONNX Runtime.</summary>
    public DifferenceCount OnData { get; init; } = new(0, 0, 0, 0);

    /// <summary>Random full-range inputs against ONNX Runtime.</summary>
    public DifferenceCount OnRandom { get; init; } = new(0, 0, 0, 0);

    /// <summary>Random full-range inputs whose proof verified.</summary>
    public int RandomProven { get; init; }

    /// <summary>Random full-range inputs whose witness was computed, those that were proven included.</summary>
    public int RandomExecuted { get; init; }

    /// <summary>Layers that may differ from ONNX Runtime by a step.</summary>
    public int InexactLayers { get; init; }
}
