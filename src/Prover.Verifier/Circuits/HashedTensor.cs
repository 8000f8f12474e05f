namespace Prover.Verifier.Circuits;

/// <summary>
/// A witness tensor of which the statement contains a digest (SPEC §5.10): integers, laid in columns, each with as many uniform elements
/// behind them. It stores integers minus the zero point; the digest is of the integers.
/// </summary>
/// <param name="Name">The name of the model's input or output.</param>
/// <param name="IsInput">Whether it is an input of the model rather than an output.</param>
/// <param name="Tensor">Number of the tensor, of the shape that <see cref="Hashed.HashedShape"/> says.</param>
/// <param name="Count">The number of integers.</param>
/// <param name="ZeroPoint">What is added to a stored value to give the integer.</param>
public sealed record HashedTensor(string Name, bool IsInput, int Tensor, int Count, int ZeroPoint);
