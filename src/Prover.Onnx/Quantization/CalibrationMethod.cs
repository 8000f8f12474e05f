namespace Prover.Onnx.Quantization;

/// <summary>How the range of an activation follows from the values seen during calibration.</summary>
public enum CalibrationMethod
{
    /// <summary>The least and the greatest value.</summary>
    MinMax,

    /// <summary>All but a small share of the values at either end.</summary>
    Percentile,

    /// <summary>The range whose quantised distribution diverges least from the one seen (Kullback-Leibler).</summary>
    Entropy,
}
