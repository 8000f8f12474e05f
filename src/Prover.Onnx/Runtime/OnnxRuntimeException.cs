namespace Prover.Onnx.Runtime;

/// <summary>An error reported by the ONNX Runtime library.</summary>
public sealed class OnnxRuntimeException : Exception
{
    /// <summary>Creates the exception from the library's status.</summary>
    /// <param name="code">The library's error code (OrtErrorCode).</param>
    /// <param name="message">The library's own text.</param>
    public OnnxRuntimeException(int code, string message)
        : base($"ONNX Runtime error {code}: {message}")
    {
        Code = code;
    }

    /// <summary>The library's error code (OrtErrorCode).</summary>
    public int Code { get; }
}
