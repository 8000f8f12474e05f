namespace Prover.Onnx.Compilation;

/// <summary>Raised by an operator that meets a case it cannot express; the compiler collects all of them.</summary>
/// <param name="reason">Why.</param>
/// <param name="rewrite">What to write instead, if known.</param>
internal sealed class UnsupportedOperatorException(string reason, string? rewrite = null) : Exception(reason)
{
    /// <summary>What to write instead, if known.</summary>
    internal string? Rewrite { get; } = rewrite;
}
