namespace Prover.Verifier.Circuits;

/// <summary>
/// A box of rows of the one lookup argument (SPEC §4.3): lookups, each the fraction 1/(alpha - tuple), or table rows, each the
/// fraction -multiplicity/(alpha - tuple). A row's tuple is the table's number followed by its columns.
/// </summary>
/// <param name="Name">A name for people.</param>
/// <param name="Table">Number of the table that is looked up or defined, 0 or more.</param>
/// <param name="Axes">The size of each row axis; row axis a is index variable a.</param>
/// <param name="Columns">The columns, each a sum of terms.</param>
/// <param name="Multiplicity">
/// For table rows the witness tensor, of shape <paramref name="Axes"/>, that counts the lookups of each row; -1 for lookups.
/// </param>
public sealed record LookupRows(string Name, int Table, int[] Axes, ColumnTerm[][] Columns, int Multiplicity)
{
    /// <summary>Whether these are table rows.</summary>
    public bool IsTable => Multiplicity >= 0;

    /// <summary>The number of rows.</summary>
    public long Count => Axes.Aggregate(1L, (product, size) => product * size);
}
