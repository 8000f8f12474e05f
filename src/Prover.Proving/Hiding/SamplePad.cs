using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Layouts;

namespace Prover.Proving.Hiding;

/// <summary>
/// The pad of the joint vector's out-of-domain value. Its entries lie in the vector themselves, so that an entry j is not weighted by X^j
/// but by X^j + eq(z, its address), and five such weights may be dependent over F (SPEC §11.5).
/// </summary>
internal static class SamplePad
{
    /// <summary>Whether the pad's entries are a bijection of the values that they add to the answer at a point.</summary>
    /// <param name="layout">Where the pads lie; pad 0 is that of the value.</param>
    /// <param name="point">The out-of-domain point.</param>
    public static bool Hides(CircuitLayout layout, ReadOnlySpan<KoalaBear5> point)
    {
        var rows = new List<KoalaBear[]>();
        foreach (Block part in layout.PadBlocks)
        {
            AxisChunk slots = part.Chunks[0];
            if (part.Chunks[1].Start != 0) continue; // other pads
            int stride = 1 << part.Bits - part.Coordinates[0].Start - part.Coordinates[0].Count;
            for (int slot = 0; slot < slots.Count; slot++)
            {
                KoalaBear5 weight = MultilinearExtension.EqualityAt(point, part.Offset + (slot * stride));
                KoalaBear[] row = [.. Enumerable.Range(0, KoalaBear5.Degree).Select(i => weight[i])];
                row[slots.Start + slot] += KoalaBear.One;
                rows.Add(row);
            }
        }
        return IsRegular([.. rows]);
    }

    /// <summary>Whether a square matrix over F has an inverse, by elimination.</summary>
    private static bool IsRegular(KoalaBear[][] rows)
    {
        for (int column = 0; column < rows.Length; column++)
        {
            int pivot = Array.FindIndex(rows, column, row => row[column] != KoalaBear.Zero);
            if (pivot < 0) return false;
            (rows[column], rows[pivot]) = (rows[pivot], rows[column]);
            KoalaBear inverse = rows[column][column].Inverse();
            for (int row = column + 1; row < rows.Length; row++)
            {
                KoalaBear factor = rows[row][column] * inverse;
                for (int i = column; i < rows.Length; i++) rows[row][i] -= factor * rows[column][i];
            }
        }
        return true;
    }
}
