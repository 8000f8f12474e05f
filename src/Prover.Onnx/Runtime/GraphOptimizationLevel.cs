namespace Prover.Onnx.Runtime;

/// <summary>How far ONNX Runtime rewrites a graph before running it. Quantised results depend on it (design §3.2).</summary>
public enum GraphOptimizationLevel
{
    /// <summary>The graph runs as written.</summary>
    DisableAll = 0,

    /// <summary>Semantics-preserving rewrites only.</summary>
    EnableBasic = 1,

    /// <summary>Also fusions of quantised operators.</summary>
    EnableExtended = 2,

    /// <summary>Everything, the library's default: the setting this program reproduces.</summary>
    EnableAll = 99,
}
