using Prover.Onnx.Runtime;

namespace Prover.Cli.Tests.ShippedModels;

/// <summary>A theory that is skipped, with the reason, where the ONNX Runtime library is not available.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OnnxRuntimeTheoryAttribute : TheoryAttribute
{
    public OnnxRuntimeTheoryAttribute()
    {
        if (!OnnxRuntimeLibrary.TryLoad(out string? reason))
        {
            Skip = reason;
        }
    }
}
