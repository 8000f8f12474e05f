using Prover.Verifier.Fields;

namespace Prover.Verifier.Commitments;

/// <summary>
/// The linear form of a seal (SPEC §6.10): on the columns the powers of s where the model's are, else 0; on the rows eq(z, ·) for data,
/// zeta·X^j on the last five rows of the tail, else 0. It is the product of both.
/// </summary>
internal static class SealForm
{
    /// <summary>Rows at the end of the tail that hold the uniform element of E which makes a seal uniform.</summary>
    public const int TailRows = KoalaBear5.Degree;

    /// <summary>The weights zeta·X^j of the seal rows.</summary>
    public static KoalaBear5[] TailWeights(SealPoint point) => [.. TailForm.Basis.Select(power => point.Tail * power)];

    /// <summary>The extension of the columns' part.</summary>
    /// <param name="point">The seal's point.</param>
    /// <param name="columns">eq(coordinates, ·) of the model's columns.</param>
    public static KoalaBear5 Columns(SealPoint point, ReadOnlySpan<KoalaBear5> columns)
    {
        KoalaBear5 total = KoalaBear5.Zero;
        for (int i = columns.Length - 1; i >= 0; i--) total = (total * point.Column) + columns[i];
        return total;
    }

    /// <summary>The extension of the rows' part.</summary>
    /// <param name="point">The seal's point.</param>
    /// <param name="tailRows">All rows of the code's tail.</param>
    /// <param name="tail">The coordinate that tells tail from data.</param>
    /// <param name="rows">The coordinates of the rows.</param>
    public static KoalaBear5 Rows(SealPoint point, int tailRows, KoalaBear5 tail, ReadOnlySpan<KoalaBear5> rows)
    {
        KoalaBear5[] weights = TailWeights(point);
        KoalaBear5 ofTail = KoalaBear5.Zero;
        for (int j = 0; j < TailRows; j++)
        {
            ofTail += weights[j] * MultilinearExtension.EqualityAt(rows, tailRows - TailRows + j);
        }
        return ((KoalaBear5.One - tail) * MultilinearExtension.Equality(point.Rows, rows)) + (tail * ofTail);
    }
}
