using Prover.Verifier.Fields;

namespace Prover.Verifier.Commitments;

/// <summary>
/// The rows of a hiding opening's tail that carry masks, and what the covector is there (SPEC §6.9). Five rows, one per coefficient of
/// an element of E, hold each element: first the one that makes the folded columns' product uniform, then the 2·k0 + 1 coefficients
/// of the polynomial that masks the folding messages. The rows after them are uniform for the sake of the opened rows.
/// </summary>
internal static class TailForm
{
    /// <summary>X^j, which makes five elements of F one of E.</summary>
    public static KoalaBear5[] Basis { get; } =
        [.. Enumerable.Range(0, KoalaBear5.Degree).Select(j => new KoalaBear5(Unit(j, 0), Unit(j, 1), Unit(j, 2), Unit(j, 3), Unit(j, 4)))];

    /// <summary>Tail rows that carry masks.</summary>
    public static int MaskRows(int logColumns) => KoalaBear5.Degree * (1 + Coefficients(logColumns));

    /// <summary>Coefficients of the masking polynomial: a constant, and of degree 1 and 2 for each variable.</summary>
    public static int Coefficients(int logColumns) => (2 * logColumns) + 1;

    /// <summary>What each coefficient of the masking polynomial is multiplied by at a point: 1, then x and x^2 for each variable.</summary>
    public static KoalaBear5[] Monomials(ReadOnlySpan<KoalaBear5> point)
    {
        var monomials = new KoalaBear5[Coefficients(point.Length)];
        monomials[0] = KoalaBear5.One;
        for (int i = 0; i < point.Length; i++)
        {
            monomials[(2 * i) + 1] = point[i];
            monomials[(2 * i) + 2] = point[i] * point[i];
        }
        return monomials;
    }

    /// <summary>The covector on the first tail rows: X^j for the folded columns, blend · monomial · X^j for the mask column.</summary>
    public static KoalaBear5[] Entries(ReadOnlySpan<KoalaBear5> folding, KoalaBear5 blend)
    {
        KoalaBear5[] monomials = Monomials(folding);
        var entries = new KoalaBear5[MaskRows(folding.Length)];
        for (int j = 0; j < KoalaBear5.Degree; j++)
        {
            entries[j] = Basis[j];
            for (int k = 0; k < monomials.Length; k++)
            {
                entries[(KoalaBear5.Degree * (k + 1)) + j] = blend * monomials[k] * Basis[j];
            }
        }
        return entries;
    }

    /// <summary>The extension of the tail's part of the covector.</summary>
    /// <param name="folding">The challenges that folded the committed columns.</param>
    /// <param name="blend">The weight of the folded columns beside the mask column.</param>
    /// <param name="tail">The coordinate that tells tail from data.</param>
    /// <param name="rows">The coordinates of the rows.</param>
    public static KoalaBear5 Evaluate(
        ReadOnlySpan<KoalaBear5> folding, KoalaBear5 blend, KoalaBear5 tail, ReadOnlySpan<KoalaBear5> rows)
    {
        KoalaBear5[] entries = Entries(folding, blend);
        int low = 8;
        // Less than 2^8 entries: all higher bits of their indices are zero.
        KoalaBear5 high = tail;
        foreach (KoalaBear5 coordinate in rows[..^low]) high *= KoalaBear5.One - coordinate;
        KoalaBear5[] equality = MultilinearExtension.EqualityTable(rows[^low..]);
        KoalaBear5 total = KoalaBear5.Zero;
        for (int i = 0; i < entries.Length; i++) total += equality[i] * entries[i];
        return high * total;
    }

    private static KoalaBear Unit(int degree, int coefficient) => degree == coefficient ? KoalaBear.One : KoalaBear.Zero;
}
