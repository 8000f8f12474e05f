using System.Runtime.InteropServices;
using Prover.Proving.Kernels;
using Prover.Proving.Randomness;
using Prover.Verifier.Fields;

namespace Prover.Proving.Commitments;

/// <summary>
/// Uniform coefficients above the data of each column of a committed matrix (SPEC §6.9, §11.8): as many evaluations as there are rows
/// reveal nothing of the data. They are secret; disposing erases them.
/// </summary>
internal sealed class ColumnTails : IDisposable
{
    private readonly int columns;
    private readonly FieldBuffer buffer;

    /// <summary>Draws tails.</summary>
    /// <param name="columns">The columns of the matrix.</param>
    /// <param name="rows">Uniform coefficients per column; the code may have room for more, which are zero.</param>
    /// <param name="random">Where they come from.</param>
    public ColumnTails(int columns, int rows, RandomStream random)
    {
        this.columns = columns;
        Rows = rows;
        buffer = FieldBufferPool.Rent((long)columns * rows);
        random.FillPieces(All.Span);
    }

    /// <summary>Uniform coefficients per column.</summary>
    public int Rows { get; }

    /// <summary>The tails, end to end.</summary>
    public FieldView All => new(buffer, 0, (long)columns * Rows);

    /// <summary>The element of E that five rows of a column's tail hold, coefficient 0 first.</summary>
    public KoalaBear5 Element(int column, int row)
    {
        ReadOnlySpan<uint> words = All.View(((long)column * Rows) + row, KoalaBear5.Degree).Span;
        return new(new(words[0]), new(words[1]), new(words[2]), new(words[3]), new(words[4]));
    }

    /// <summary>Adds to each row the columns' coefficients there, weighted by column.</summary>
    /// <param name="kernels">Does the work.</param>
    /// <param name="weights">A weight per column.</param>
    /// <param name="folded">At least as many elements as there are rows.</param>
    public void AddFolded(IAlgebraKernels kernels, ReadOnlySpan<KoalaBear5> weights, ExtensionVector folded)
    {
        // The kernel takes words as integers, which are representatives here: 2^32 times their elements.
        KoalaBear unit = KoalaBear.FromInteger(1L << 32).Inverse();
        ExtensionVector target = folded.Slice(0, Rows);
        for (int column = 0; column < columns; column++)
        {
            ReadOnlySpan<uint> tail = All.View((long)column * Rows, Rows).Span;
            kernels.AddFingerprint(target, weights[column] * unit, MemoryMarshal.Cast<uint, int>(tail));
        }
    }

    /// <summary>Erases the tails and gives the memory back.</summary>
    public void Dispose()
    {
        All.Span.Clear();
        FieldBufferPool.Return(buffer);
    }
}
