namespace Prover.Onnx.Elementwise;

/// <summary>How a function of one value behaves, which decides how the thresholds of its rounding are found.</summary>
internal enum FunctionShape
{
    /// <summary>Never decreases or never increases, up to wobbles of its rounding.</summary>
    Monotone,

    /// <summary>Monotone with many jumps, so that combined with others it may turn anywhere.</summary>
    Stepwise,

    /// <summary>Few turning points and jumps, which sampling finds.</summary>
    Smooth,

    /// <summary>May turn anywhere: only an evaluation everywhere is safe.</summary>
    Rough,
}
