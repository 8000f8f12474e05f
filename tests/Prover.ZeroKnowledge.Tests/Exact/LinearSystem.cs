using Prover.Verifier.Fields;

namespace Prover.ZeroKnowledge.Tests.Exact;

/// <summary>Small systems of equations over F.</summary>
internal static class LinearSystem
{
    /// <summary>The solution of a regular square system, by elimination.</summary>
    public static KoalaBear[] Solve(KoalaBear[][] matrix, KoalaBear[] right)
    {
        KoalaBear[][] rows = [.. matrix.Zip(right, (row, value) => row.Append(value).ToArray())];
        for (int column = 0; column < rows.Length; column++)
        {
            int pivot = Array.FindIndex(rows, column, row => row[column] != KoalaBear.Zero);
            (rows[column], rows[pivot]) = (rows[pivot], rows[column]);
            KoalaBear inverse = rows[column][column].Inverse();
            rows[column] = Array.ConvertAll(rows[column], value => value * inverse);
            for (int row = 0; row < rows.Length; row++)
            {
                KoalaBear factor = rows[row][column];
                if (row == column) continue;
                for (int i = column; i < rows[row].Length; i++) rows[row][i] -= factor * rows[column][i];
            }
        }
        return [.. rows.Select(row => row[^1])];
    }

    /// <summary>A polynomial's value, the constant coming first.</summary>
    public static KoalaBear Evaluate(KoalaBear[] coefficients, KoalaBear x)
    {
        KoalaBear value = default;
        for (int i = coefficients.Length - 1; i >= 0; i--) value = (value * x) + coefficients[i];
        return value;
    }

    /// <summary>The coefficients of the polynomial of least degree with given values at distinct points, by Newton's differences.</summary>
    public static KoalaBear[] Interpolate(KoalaBear[] points, KoalaBear[] values)
    {
        KoalaBear[] differences = [.. values];
        for (int order = 1; order < points.Length; order++)
        {
            for (int i = points.Length - 1; i >= order; i--)
            {
                differences[i] = (differences[i] - differences[i - 1]) * (points[i] - points[i - order]).Inverse();
            }
        }
        var coefficients = new KoalaBear[points.Length];
        for (int i = points.Length - 1; i >= 0; i--)
        {
            for (int k = points.Length - 1; k > 0; k--) coefficients[k] = coefficients[k - 1] - (points[i] * coefficients[k]);
            coefficients[0] = differences[i] - (points[i] * coefficients[0]);
        }
        return coefficients;
    }
}
