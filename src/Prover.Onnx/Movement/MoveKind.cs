namespace Prover.Onnx.Movement;

/// <summary>What a <see cref="MoveStep"/> does.</summary>
internal enum MoveKind
{
    /// <summary>The same elements, row-major, under another shape.</summary>
    Reshape,

    /// <summary>Permutes the axes.</summary>
    Transpose,

    /// <summary>Takes elements of one axis at indices.</summary>
    Gather,
}
