namespace Prover.Onnx.Quantization;

/// <summary>The parts of quantising that take time.</summary>
public enum QuantizationStep
{
    /// <summary>Running the float model to find ranges.</summary>
    Calibrate,

    /// <summary>Comparing rounded with exact layers to correct biases.</summary>
    CorrectBiases,

    /// <summary>Comparing the quantised with the float model.</summary>
    Measure,
}
