namespace Prover.Benchmarks.Matrix;

/// <summary>What became of a model.</summary>
internal enum MatrixOutcome
{
    /// <summary>Every proof verified.</summary>
    Proven,

    /// <summary>It was refused by name: operator, node, reason.</summary>
    Refused,

    /// <summary>Anything else.</summary>
    Failed,
}
