namespace Prover.Onnx.Tests.Support;

/// <summary>A test of a model from the developers' set; skipped where the set is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedModelTheoryAttribute : TheoryAttribute
{
    public SharedModelTheoryAttribute()
    {
        Skip = SharedModels.Reason!;
    }
}
