namespace Prover.Proving.Circuits;

/// <summary>
/// A digit of a logical axis: the axis' index is written in mixed radix, and this digit adds stride·digit to an axis of the tensor.
/// </summary>
/// <param name="Size">The radix, 2 or more.</param>
/// <param name="Axis">The axis of the tensor, or -1 when the digit is not used (a broadcast).</param>
/// <param name="Stride">What the digit is multiplied by; not 0 unless Axis is -1.</param>
internal readonly record struct ViewDigit(int Size, int Axis, int Stride);
