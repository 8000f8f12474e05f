namespace Prover.Onnx.Runtime;

/// <summary>How a session is created. The defaults are the reference of design §3.2: every optimisation, one thread.</summary>
public sealed class SessionOptions
{
    /// <summary>Graph rewriting; all by default.</summary>
    public GraphOptimizationLevel GraphOptimizationLevel { get; init; } = GraphOptimizationLevel.EnableAll;

    /// <summary>Threads within one operator, at least 1.</summary>
    public int IntraOpNumThreads { get; init; } = 1;

    /// <summary>
    /// Whether int8 activations may be computed by int8 kernels (session.qdqisint8allowed), as they always are on Arm; otherwise
    /// x86-64 turns those with one reader into uint8 and computes with the others in float32.
    /// </summary>
    public bool Int8Kernels { get; init; }

    /// <summary>Where to write the rewritten model, null for nowhere: shows which kernels a model really runs on.</summary>
    public string? OptimizedModelFilePath { get; init; }
}
