namespace Prover.Proving.Circuits;

/// <summary>An output of a network.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tensor">Number of the tensor that stores it, minus the zero point.</param>
/// <param name="Shape">The shape in which it is given; the tensor stores the same elements row-major, axes of size 1 left out.</param>
/// <param name="ZeroPoint">The zero point.</param>
/// <param name="Low">The least quantised value.</param>
/// <param name="High">The greatest quantised value.</param>
/// <param name="Visibility">What the verifier sees.</param>
public sealed record NetworkOutput(
    string Name, int Tensor, int[] Shape, int ZeroPoint, int Low, int High, TensorVisibility Visibility = TensorVisibility.Public);
