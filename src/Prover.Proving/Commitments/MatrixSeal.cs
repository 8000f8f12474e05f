using Prover.Proving.Kernels;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;

namespace Prover.Proving.Commitments;

/// <summary>What each column of a matrix has at the point of a seal (SPEC §6.10).</summary>
/// <param name="Point">The point.</param>
/// <param name="Columns">g: &lt;data, eq(z, ·)&gt; + zeta·(the element of E in the seal rows), by column.</param>
internal sealed record MatrixSeal(SealPoint Point, KoalaBear5[] Columns)
{
    /// <summary>The seal's value if the matrix is the model: the columns weighted with powers of s.</summary>
    public KoalaBear5 Value => SealForm.Columns(Point, Columns);

    /// <summary>Evaluates the columns of a matrix.</summary>
    /// <param name="matrix">The matrix; only a hidden model's has uniform elements in the seal rows, all others have 0 there.</param>
    /// <param name="point">The point.</param>
    /// <param name="tailRows">All rows of the code's tail.</param>
    /// <param name="kernels">Does the work.</param>
    public static MatrixSeal Of(CommittedMatrix matrix, SealPoint point, int tailRows, IAlgebraKernels kernels)
    {
        var values = new KoalaBear5[matrix.Columns.Length >> matrix.LogRows];
        ColumnTails? tails = matrix.Tails?.Rows == tailRows ? matrix.Tails : null;
        for (int column = 0; column < values.Length; column++)
        {
            ReadOnlySpan<uint> entries = matrix.Columns.View((long)column << matrix.LogRows, 1 << matrix.LogRows).Span;
            values[column] = kernels.EvaluateMultilinear(entries, point.Rows);
            if (tails is not null) values[column] += point.Tail * tails.Element(column, tailRows - SealForm.TailRows);
        }
        return new(point, values);
    }
}
