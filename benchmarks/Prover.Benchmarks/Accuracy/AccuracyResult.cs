using Prover.Onnx.Quantization;

namespace Prover.Benchmarks.Accuracy;

/// <summary>What was measured of one model.</summary>
/// <param name="Model">Its name.</param>
/// <param name="DataSet">The data.</param>
/// <param name="Options">How it was quantised, as options of the command.</param>
/// <param name="Samples">The number of samples.</param>
/// <param name="CalibrationSamples">How many of them calibrated.</param>
/// <param name="Accuracy">Accuracies, null where the data has no classes.</param>
/// <param name="QuantizedSignalToNoise">Decibels of the float outputs over the error of the quantised model in ONNX Runtime.</param>
/// <param name="ProvenSignalToNoise">Decibels of the float outputs over the error of the proven integers, null where not provable.</param>
/// <param name="Problem">Why it cannot be quantised or proven, null where it can.</param>
internal sealed record AccuracyResult(
    string Model,
    string DataSet,
    string Options,
    int Samples,
    int CalibrationSamples,
    AccuracyComparison? Accuracy,
    double? QuantizedSignalToNoise,
    double? ProvenSignalToNoise,
    string? Problem);
