namespace Prover.Cli.Output;

/// <summary>Lines of aligned columns.</summary>
internal sealed class TextTable
{
    private readonly List<string[]> rows = [];
    private readonly bool[] right;

    /// <summary>A table.</summary>
    /// <param name="right">For each column whether it is aligned to the right.</param>
    public TextTable(params bool[] right) => this.right = right;

    /// <summary>A table of names and what they are.</summary>
    public static TextTable Fields() => new(false, false);

    /// <summary>Adds a row.</summary>
    public TextTable Add(params string[] cells)
    {
        rows.Add(cells);
        return this;
    }

    /// <summary>The lines, with a margin on the left.</summary>
    public IEnumerable<string> Lines(string margin = "  ")
    {
        int[] widths = [.. right.Select((_, column) => rows.Count == 0 ? 0 : rows.Max(row => row[column].Length))];
        return rows.Select(row => (margin + string.Join("  ", row.Select((cell, column) =>
            right[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column])))).TrimEnd());
    }
}
