namespace Prover.Verifier.Circuits;

/// <summary>
/// A tensor read through one affine expression per axis; the value is 0 where any expression leaves its axis (SPEC §4.2).
/// </summary>
/// <param name="Tensor">Number of the tensor in <see cref="Circuit.Tensors"/>.</param>
/// <param name="Indices">One expression per axis of the tensor.</param>
public sealed record TensorRead(int Tensor, AffineIndex[] Indices)
{
    /// <summary>Whether any expression uses a variable.</summary>
    public bool Uses(int variable) => Indices.Any(index => index.Terms.Any(term => term.Variable == variable));

    /// <summary>Reads a tensor whose axes are the variables 0, 1, 2, ... themselves.</summary>
    public static TensorRead Identity(int tensor, int rank) =>
        new(tensor, [.. Enumerable.Range(0, rank).Select(axis => AffineIndex.Of(axis))]);
}
