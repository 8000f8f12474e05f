namespace Prover.Onnx.Quantization;

/// <summary>How far a value of the quantised model is from the float model's, over calibration samples.</summary>
/// <param name="Value">The value's name.</param>
/// <param name="Node">The node that computes it, or the model's input.</param>
/// <param name="Operator">Its operator.</param>
/// <param name="Scale">One step of the value's quantisation.</param>
/// <param name="SignalToNoise">Power of the value over power of the difference, in decibels; all errors before it are in it.</param>
/// <param name="OwnSignalToNoise">The same if only this value were quantised: what the choice of its range costs.</param>
/// <param name="WeightSignalToNoise">The same for the layer's weights, null where there are none.</param>
/// <param name="MeanSteps">The mean absolute difference in steps.</param>
/// <param name="MaximumSteps">The greatest absolute difference in steps.</param>
/// <param name="ClippedShare">The share of elements outside the range.</param>
/// <param name="Advice">What to try, null where nothing needs it.</param>
public sealed record LayerError(
    string Value,
    string Node,
    string Operator,
    float Scale,
    double SignalToNoise,
    double OwnSignalToNoise,
    double? WeightSignalToNoise,
    double MeanSteps,
    double MaximumSteps,
    double ClippedShare,
    string? Advice);
