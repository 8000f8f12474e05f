namespace Prover.Verifier.Circuits;

/// <summary>What a summand of a column is made of.</summary>
public enum ColumnSource
{
    /// <summary>The constant 1.</summary>
    One,

    /// <summary>The value of a row axis.</summary>
    Index,

    /// <summary>An element of a committed tensor.</summary>
    Read,

    /// <summary>An accumulator.</summary>
    InnerProduct,
}

/// <summary>One summand of a lookup column: an integer factor times a source (SPEC §4.3).</summary>
/// <param name="Factor">The factor, in (-p/2, p/2).</param>
/// <param name="Source">The kind of source.</param>
/// <param name="Axis">The row axis, for <see cref="ColumnSource.Index"/>.</param>
/// <param name="Read">The read, for <see cref="ColumnSource.Read"/>.</param>
/// <param name="Product">The accumulator, for <see cref="ColumnSource.InnerProduct"/>.</param>
public sealed record ColumnTerm(long Factor, ColumnSource Source, int Axis, TensorRead? Read, InnerProduct? Product)
{
    /// <summary>A constant.</summary>
    public static ColumnTerm Constant(long value) => new(value, ColumnSource.One, 0, null, null);

    /// <summary>A multiple of a row axis' value.</summary>
    public static ColumnTerm Index(int axis, long factor = 1) => new(factor, ColumnSource.Index, axis, null, null);

    /// <summary>A multiple of a tensor element.</summary>
    public static ColumnTerm Of(TensorRead read, long factor = 1) => new(factor, ColumnSource.Read, 0, read, null);

    /// <summary>A multiple of an accumulator.</summary>
    public static ColumnTerm Of(InnerProduct product, long factor = 1) =>
        new(factor, ColumnSource.InnerProduct, 0, null, product);

    /// <summary>Whether this summand depends on a row axis.</summary>
    public bool Uses(int variable) => Source switch
    {
        ColumnSource.One => false,
        ColumnSource.Index => Axis == variable,
        ColumnSource.Read => Read!.Uses(variable),
        _ => Product!.Left.Uses(variable) || Product.Right.Uses(variable),
    };
}
