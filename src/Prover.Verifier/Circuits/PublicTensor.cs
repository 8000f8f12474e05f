namespace Prover.Verifier.Circuits;

/// <summary>
/// A witness tensor whose values the statement contains. Values are stored minus the zero point; the verifier checks the range.
/// </summary>
/// <param name="Name">The name of the model's input or output.</param>
/// <param name="IsInput">Whether it is an input of the model rather than an output.</param>
/// <param name="Tensor">Number of the tensor.</param>
/// <param name="ZeroPoint">What is added to a stored value to give the public value.</param>
/// <param name="Low">The least public value.</param>
/// <param name="High">The greatest public value.</param>
public sealed record PublicTensor(string Name, bool IsInput, int Tensor, int ZeroPoint, int Low, int High);
