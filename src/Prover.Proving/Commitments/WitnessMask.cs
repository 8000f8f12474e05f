using Prover.Proving.Kernels;
using Prover.Proving.Randomness;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;

namespace Prover.Proving.Commitments;

/// <summary>
/// What hides a committed matrix in one opening (SPEC §6.9): a tail of uniform coefficients above each column and a uniform column over E.
/// It is secret and serves one proof; disposing it erases it.
/// </summary>
internal sealed class WitnessMask : IDisposable
{
    private readonly int rows;
    private readonly int columnTailRows;
    private readonly FieldBuffer column;
    private readonly FieldBuffer columnTail;

    /// <summary>Draws masks.</summary>
    /// <param name="parameters">The parameters of the opening.</param>
    /// <param name="random">The proof's randomness.</param>
    public WitnessMask(WhirParameters parameters, RandomStream random)
    {
        WhirCode code = parameters.Codes[0];
        rows = 1 << code.LogRows;
        columnTailRows = code.TailRows;
        Tails = new(parameters.Shape.WitnessColumns, TailForm.MaskRows(parameters.Shape.LogColumns) + code.Queries, random);
        column = FieldBufferPool.Rent((long)KoalaBear5.Degree * rows);
        columnTail = FieldBufferPool.Rent((long)KoalaBear5.Degree * columnTailRows);
        foreach (FieldView part in (FieldView[])[Column, ColumnTail]) random.FillPieces(part.Span);
    }

    /// <summary>The uniform tails of the matrix' columns.</summary>
    public ColumnTails Tails { get; }

    /// <summary>The mask column's coefficients beside the data, five planes end to end.</summary>
    public FieldView Column => new(column, 0, (long)KoalaBear5.Degree * rows);

    /// <summary>The mask column's tail, which is as long as the code allows, five planes end to end.</summary>
    public FieldView ColumnTail => new(columnTail, 0, (long)KoalaBear5.Degree * columnTailRows);

    /// <summary>The mask column, zero above its tail, as a vector of twice as many entries as rows.</summary>
    public ExtensionVector Extended()
    {
        var vector = new ExtensionVector(2L * rows);
        for (int plane = 0; plane < KoalaBear5.Degree; plane++)
        {
            Span<uint> entries = vector.Plane(plane);
            Column.View((long)plane * rows, rows).Span.CopyTo(entries);
            ColumnTail.View((long)plane * columnTailRows, columnTailRows).Span.CopyTo(entries[rows..]);
            entries[(rows + columnTailRows)..].Clear();
        }
        return vector;
    }

    /// <summary>Element i of the mask column's tail.</summary>
    public KoalaBear5 TailOfColumn(int i)
    {
        Span<uint> planes = ColumnTail.Span;
        int step = columnTailRows;
        return new(
            new(planes[i]), new(planes[step + i]), new(planes[(2 * step) + i]), new(planes[(3 * step) + i]), new(planes[(4 * step) + i]));
    }

    /// <summary>Erases everything and gives the memory back.</summary>
    public void Dispose()
    {
        Tails.Dispose();
        foreach (FieldView part in (FieldView[])[Column, ColumnTail])
        {
            part.Span.Clear();
            FieldBufferPool.Return(part.Buffer);
        }
    }
}
