using Prover.Proving.Kernels;
using Prover.Proving.Randomness;
using Prover.Verifier.Fields;

namespace Prover.Proving.Commitments;

/// <summary>
/// What hides a committed matrix in one opening (SPEC §6.9): a tail of uniform coefficients above each column and a uniform column over E.
/// It is secret and serves one proof; disposing it erases it.
/// </summary>
internal sealed class WitnessMask : IDisposable
{
    private readonly int columns;
    private readonly int rows;
    private readonly int tailRows;

    /// <summary>Draws masks.</summary>
    /// <param name="columns">The columns of the matrix.</param>
    /// <param name="logRows">log2 of the coefficients per column.</param>
    /// <param name="tailRows">The coefficients above them.</param>
    /// <param name="random">The proof's randomness.</param>
    public WitnessMask(int columns, int logRows, int tailRows, RandomStream random)
    {
        this.columns = columns;
        this.tailRows = tailRows;
        rows = 1 << logRows;
        Tails = Draw((long)columns * tailRows, random);
        Column = Draw((long)KoalaBear5.Degree * rows, random);
        ColumnTail = Draw((long)KoalaBear5.Degree * tailRows, random);
    }

    /// <summary>The tails of the matrix' columns, end to end.</summary>
    public FieldBuffer Tails { get; }

    /// <summary>The mask column's coefficients beside the data, five planes end to end.</summary>
    public FieldBuffer Column { get; }

    /// <summary>The mask column's tail, five planes end to end.</summary>
    public FieldBuffer ColumnTail { get; }

    /// <summary>The mask column, zero above its tail, as a vector of twice as many entries as rows.</summary>
    public ExtensionVector Extended()
    {
        var vector = new ExtensionVector(2L * rows);
        vector.Clear();
        for (int plane = 0; plane < KoalaBear5.Degree; plane++)
        {
            Span<uint> entries = vector.Plane(plane);
            Column.Slice((long)plane * rows, rows).CopyTo(entries);
            ColumnTail.Slice((long)plane * tailRows, tailRows).CopyTo(entries[rows..]);
        }
        return vector;
    }

    /// <summary>Element i of the mask column's tail.</summary>
    public KoalaBear5 TailOfColumn(int i) => new(
        new(ColumnTail[i]), new(ColumnTail[tailRows + i]), new(ColumnTail[(2L * tailRows) + i]), new(ColumnTail[(3L * tailRows) + i]),
        new(ColumnTail[(4L * tailRows) + i]));

    /// <summary>The element of E that five rows of a column's tail hold, coefficient 0 first.</summary>
    public KoalaBear5 Element(int column, int row)
    {
        ReadOnlySpan<uint> words = Tails.Slice(((long)column * tailRows) + row, KoalaBear5.Degree);
        return new(new(words[0]), new(words[1]), new(words[2]), new(words[3]), new(words[4]));
    }

    /// <summary>The tails of all columns, combined.</summary>
    public KoalaBear5[] Fold(ReadOnlySpan<KoalaBear5> weights)
    {
        var folded = new KoalaBear5[tailRows];
        for (int column = 0; column < columns; column++)
        {
            ReadOnlySpan<uint> tail = Tails.Slice((long)column * tailRows, tailRows);
            for (int row = 0; row < tailRows; row++) folded[row] += weights[column] * new KoalaBear(tail[row]);
        }
        return folded;
    }

    /// <summary>Erases and frees everything.</summary>
    public void Dispose()
    {
        foreach (FieldBuffer buffer in (FieldBuffer[])[Tails, Column, ColumnTail])
        {
            buffer.Span.Clear();
            buffer.Dispose();
        }
    }

    private static FieldBuffer Draw(long length, RandomStream random)
    {
        var buffer = new FieldBuffer(length, zeroed: false);
        random.FillField(buffer.Span);
        return buffer;
    }
}
