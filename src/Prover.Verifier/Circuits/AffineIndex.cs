namespace Prover.Verifier.Circuits;

/// <summary>One summand stride·variable of an index expression.</summary>
/// <param name="Variable">Number of an index variable.</param>
/// <param name="Stride">Its integer factor, not 0.</param>
public readonly record struct IndexTerm(int Variable, int Stride);

/// <summary>An affine index expression: shift + sum of stride·variable (SPEC §4.2).</summary>
/// <param name="Terms">The summands; variables are distinct.</param>
/// <param name="Shift">The constant.</param>
public sealed record AffineIndex(IndexTerm[] Terms, int Shift)
{
    /// <summary>The expression that is one variable.</summary>
    public static AffineIndex Of(int variable, int stride = 1, int shift = 0) => new([new(variable, stride)], shift);

    /// <summary>The expression that is a constant.</summary>
    public static AffineIndex Constant(int shift) => new([], shift);

    /// <summary>The variable this expression consists of, or -1 when it is anything else.</summary>
    public int PlainVariable => Shift == 0 && Terms.Length == 1 && Terms[0].Stride == 1 ? Terms[0].Variable : -1;
}
