using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;

namespace Prover.Verifier.Tests.Commitments;

public class OpenedRowsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(57)]
    [InlineData(4096)]
    public void Sums_that_are_reduced_once_are_those_of_reduced_products_also_for_the_greatest_words(int columns)
    {
        const int Rows = 3, Further = 10;
        uint greatest = KoalaBear.Order - 1;
        uint[] rows = [.. Enumerable.Range(0, Rows * (columns + Further)).Select(i => i % 3 == 0 ? greatest : (uint)i * 2654435761 >> 2)];
        for (int i = 0; i < rows.Length; i++) rows[i] = Math.Min(rows[i], greatest);
        var big = new KoalaBear(greatest);
        KoalaBear5[] weights = [.. Enumerable.Range(0, columns).Select(i => i % 2 == 0
            ? new KoalaBear5(big, big, big, big, big)
            : new KoalaBear5(new((uint)i), big, default, KoalaBear.One, new((uint)(i * 31))))];
        var values = new KoalaBear5[Rows];
        Array.Fill(values, new KoalaBear5(big, default, big, KoalaBear.One, big));
        KoalaBear5[] expected = [.. values];
        for (int i = 0; i < Rows; i++)
        {
            for (int c = 0; c < columns; c++) expected[i] += weights[c] * new KoalaBear(rows[(i * (columns + Further)) + c]);
        }
        OpenedRows.AddBaseRows(values, rows, weights);
        Assert.Equal(expected, values);
    }
}
