using Prover.Onnx.Tensors;

namespace Prover.Onnx.Quantization;

/// <summary>How a float model is quantised.</summary>
public sealed record QuantizationOptions
{
    /// <summary>How ranges follow from the calibration data.</summary>
    public CalibrationMethod Method { get; init; } = CalibrationMethod.MinMax;

    /// <summary>The percentage of values that <see cref="CalibrationMethod.Percentile"/> keeps, above 50 and at most 100.</summary>
    public double Percentile { get; init; } = 99.99;

    /// <summary>Which weights have a scale per channel.</summary>
    public WeightGranularity Weights { get; init; } = WeightGranularity.Automatic;

    /// <summary>The type of activations: UInt8 or Int8.</summary>
    public TensorElementType ActivationType { get; init; } = TensorElementType.UInt8;

    /// <summary>Whether every scale is a power of two.</summary>
    public bool PowerOfTwoScales { get; init; }

    /// <summary>Whether biases take up the mean error that quantisation makes on the calibration data.</summary>
    public bool BiasCorrection { get; init; } = true;

    /// <summary>Lengths of symbolic axes by name; an unlisted axis 0 has length 1.</summary>
    public IReadOnlyDictionary<string, int> Dimensions { get; init; } = new Dictionary<string, int>();

    /// <summary>The greatest number of calibration samples, at least 1; of more, evenly spaced ones are taken.</summary>
    public int MaximumSamples { get; init; } = 256;

    /// <summary>The greatest number of threads.</summary>
    public int Threads { get; init; } = 1;
}
