using Prover.Proving.Circuits;
using Prover.Verifier.Circuits;

namespace Prover.Proving.Witness;

/// <summary>A threshold table as the executor searches it: the rows of each class, ascending by base.</summary>
internal sealed class StepTable
{
    private readonly int[] starts;
    private readonly int[] bases;
    private MultipleTable? multiples;

    /// <summary>Finds the rows of a table in a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="table">The number of the table.</param>
    /// <param name="ranges">The range tables of the spans.</param>
    public StepTable(Network network, int table, RangeTables ranges)
    {
        Rows = Array.FindIndex(network.Circuit.Rows, rows => rows.IsTable && rows.Table == table);
        LookupRows box = network.Circuit.Rows[Rows];
        int[] Values(int column) => network.ModelValues[box.Columns[column][0].Read!.Tensor];
        Results = Values(box.Columns.Length - 3);
        bases = Values(box.Columns.Length - 2);
        Spans = Values(box.Columns.Length - 1);
        RangeStarts = [.. Spans.Select(span => ranges.StartOf(span))];
        if (box.Axes.Length == 2)
        {
            starts = [.. Enumerable.Range(0, box.Axes[0] + 1).Select(number => number * box.Axes[1])];
        }
        else if (box.Columns.Length == 3)
        {
            starts = [0, box.Axes[0]];
        }
        else
        {
            int[] classes = Values(0);
            starts = [.. Enumerable.Range(0, classes[^1] + 1).Select(number => Array.IndexOf(classes, number)), classes.Length];
        }
    }

    /// <summary>Number of the box of table rows.</summary>
    public int Rows { get; }

    /// <summary>The stored result of each row.</summary>
    public int[] Results { get; }

    /// <summary>The first accumulator of each row.</summary>
    public int[] Bases => bases;

    /// <summary>The span of each row.</summary>
    public int[] Spans { get; }

    /// <summary>Where the range table of each row's span starts among the counters of all range tables.</summary>
    public int[] RangeStarts { get; }

    /// <summary>Which multiples of the wide span its rows have.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="step">A requantisation that looks it up, with multiples.</param>
    /// <param name="values">The tensors.</param>
    public MultipleTable Multiples(Circuit circuit, RequantiseStep step, int[][] values) => multiples ??= new(circuit, step, values, Spans);

    /// <summary>The last row of a class whose base is at most the sum; its first row when there is none.</summary>
    public int Find(int classNumber, int sum)
    {
        int position = starts[classNumber], count = starts[classNumber + 1] - position;
        while (count > 1)
        {
            int half = count >> 1;
            // No branch: its direction would be as random as the sums.
            position += half & ~((sum - bases[position + half]) >> 31);
            count -= half;
        }
        return position;
    }
}
