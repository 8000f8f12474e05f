using Prover.Onnx.Runtime;

namespace Prover.Conformance.Tests;

/// <summary>A test over the ONNX node tests, skipped where they or ONNX Runtime are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeTestsFactAttribute : FactAttribute
{
    public NodeTestsFactAttribute()
    {
        if (Folder is null) Skip = "the shared ONNX node tests were not found";
        if (!OnnxRuntimeLibrary.TryLoad(out string? reason)) Skip = $"ONNX Runtime is not available: {reason}";
    }

    /// <summary>The folder of the cases, or null.</summary>
    public static string? Folder { get; } = Repository.Find(Path.Combine("shared", "onnx-node-tests"));
}
