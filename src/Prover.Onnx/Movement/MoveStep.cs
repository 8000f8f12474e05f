namespace Prover.Onnx.Movement;

/// <summary>One step of a <see cref="TensorMove"/>.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Axis">The axis, for a gathering step.</param>
/// <param name="Numbers">The new shape, the permutation, or the indices.</param>
internal readonly record struct MoveStep(MoveKind Kind, int Axis, int[] Numbers);
