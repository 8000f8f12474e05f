using Prover.Onnx.Runtime;

namespace Prover.Onnx.Tests.Support;

/// <summary>A parametrised test that compares with ONNX Runtime; skipped with the reason where the library is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OnnxRuntimeTheoryAttribute : TheoryAttribute
{
    public OnnxRuntimeTheoryAttribute()
    {
        if (!OnnxRuntimeLibrary.TryLoad(out string? reason))
        {
            Skip = $"ONNX Runtime is not available: {reason}";
        }
    }
}
