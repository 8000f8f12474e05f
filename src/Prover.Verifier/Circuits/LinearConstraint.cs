namespace Prover.Verifier.Circuits;

/// <summary>One side of a linear constraint: a read over a box, whose entries are numbered by strides.</summary>
/// <param name="Factor">An integer factor in (-p/2, p/2).</param>
/// <param name="Axes">The size of each index variable.</param>
/// <param name="Strides">What each variable contributes to the entry's number, 1 or more.</param>
/// <param name="Read">The tensor read over the box.</param>
public sealed record ConstraintTerm(long Factor, int[] Axes, long[] Strides, TensorRead Read);

/// <summary>
/// A vector of linear equations proven with powers of a challenge x (SPEC §4.5): the sum over terms and entries of
/// factor · x^(number of the entry) · element is 0. It recommits a tensor in another layout.
/// </summary>
/// <param name="Name">A name for people.</param>
/// <param name="Terms">The summands.</param>
public sealed record LinearConstraint(string Name, ConstraintTerm[] Terms);
