using Prover.Onnx.Inputs;

namespace Prover.Onnx.Quantization;

/// <summary>The result of quantising a model.</summary>
/// <param name="Bytes">The QDQ model as an ONNX file.</param>
/// <param name="FloatBytes">The float model in the form that was quantised, as an ONNX file.</param>
/// <param name="Inputs">What both expect for one run.</param>
/// <param name="Layers">The error of every quantised value, the worst first.</param>
/// <param name="SampleCount">The number of calibration samples used.</param>
/// <param name="Notes">How the float model was changed before, where people should know of it.</param>
public sealed record QuantizedModel(
    byte[] Bytes,
    byte[] FloatBytes,
    IReadOnlyList<ModelInput> Inputs,
    IReadOnlyList<LayerError> Layers,
    int SampleCount,
    IReadOnlyList<string> Notes);
