namespace Prover.Verifier.Circuits;

/// <summary>
/// An accumulator: the sum over inner variables of left·right, an einsum with convolution windows (SPEC §4.4). Inner variables
/// are numbered after the axes of the rows that contain it. A variable that occurs on both sides without being inner (the
/// channel of a depthwise convolution) must be listed in <see cref="Shared"/>.
/// </summary>
/// <param name="InnerSizes">Sizes of the summed variables, which are numbered rows' axes count, +1, +2, ...</param>
/// <param name="Shared">Row axes that both operands read; the proof keeps them open inside the inner product.</param>
/// <param name="Left">The left operand: weights, or activations.</param>
/// <param name="Right">The right operand: activations.</param>
public sealed record InnerProduct(int[] InnerSizes, int[] Shared, TensorRead Left, TensorRead Right);
