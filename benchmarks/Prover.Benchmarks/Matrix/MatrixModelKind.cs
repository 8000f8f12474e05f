namespace Prover.Benchmarks.Matrix;

/// <summary>How a model comes.</summary>
internal enum MatrixModelKind
{
    /// <summary>Float, or quantised at run time: it goes through `quantize` first.</summary>
    Float,

    /// <summary>Quantised already: it is compiled as it is.</summary>
    Quantized,

    /// <summary>No standard model: ONNX Runtime refuses it, and so must we, by name.</summary>
    NonStandard,
}
