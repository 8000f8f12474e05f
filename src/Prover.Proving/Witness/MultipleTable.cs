using Prover.Verifier.Circuits;

namespace Prover.Proving.Witness;

/// <summary>The table of (span, multiple) as the executor uses it for the rows of one threshold table.</summary>
internal sealed class MultipleTable
{
    private readonly int[] counts;

    /// <summary>Finds each threshold row's span in the table.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="step">A requantisation with multiples.</param>
    /// <param name="values">The tensors.</param>
    /// <param name="spans">The span of each threshold row.</param>
    public MultipleTable(Circuit circuit, RequantiseStep step, int[][] values, int[] spans)
    {
        ColumnTerm[] sum = circuit.Rows[step.Rows].Columns[^2];
        WideSpan = (int)-sum.First(term => term.Source == ColumnSource.Read && term.Read!.Tensor == step.Multiple).Factor;
        int table = circuit.Rows[step.MultipleRows].Table;
        Rows = Array.FindIndex(circuit.Rows, box => box.IsTable && box.Table == table);
        int[] listed = values[circuit.Rows[Rows].Columns[0][0].Read!.Tensor];
        Starts = [.. spans.Select(span => Array.IndexOf(listed, span))];
        int wide = listed.Count(span => span == WideSpan);
        counts = [.. spans.Select(span => span == WideSpan ? wide : 1)];
    }

    /// <summary>Number of the box of table rows.</summary>
    public int Rows { get; }

    /// <summary>The span that is multiplied.</summary>
    public int WideSpan { get; }

    /// <summary>For each threshold row the table row of its span and the multiple 0.</summary>
    public int[] Starts { get; }

    /// <summary>
    /// The multiple for what a sum exceeds a threshold row's base by; a legal one also where a forged sum is beyond the row.
    /// </summary>
    public int Of(int row, int excess) => counts[row] == 1 || excess < 0 ? 0 : Math.Min(excess / WideSpan, counts[row] - 1);
}
