using Prover.Verifier.Circuits;

namespace Prover.Proving.Witness;

/// <summary>How often each table row was looked up, counted by one thread.</summary>
internal sealed class RowCounters(Circuit circuit, RangeTables ranges)
{
    private readonly int[]?[] counts = new int[]?[circuit.Rows.Length];

    /// <summary>The counters of all range tables.</summary>
    public int[] Ranges { get; } = new int[ranges.Total];

    /// <summary>The counters of a box of table rows.</summary>
    public int[] Of(int rows) => counts[rows] ??= new int[circuit.Rows[rows].Count];

    /// <summary>The multiplicities of a box of table rows over all threads.</summary>
    public static void Collect(RowCounters[] threads, RangeTables ranges, Circuit circuit, int[][] values)
    {
        for (int rows = 0; rows < circuit.Rows.Length; rows++)
        {
            if (!circuit.Rows[rows].IsTable) continue;
            var total = new int[circuit.Rows[rows].Count];
            foreach (RowCounters thread in threads) Add(total, thread.counts[rows]);
            values[circuit.Rows[rows].Multiplicity] = total;
        }
        foreach ((int rows, int start, int span) in ranges.Boxes)
        {
            int[] total = values[circuit.Rows[rows].Multiplicity];
            foreach (RowCounters thread in threads) Add(total, thread.Ranges.AsSpan(start, span));
        }
    }

    private static void Add(int[] total, ReadOnlySpan<int> part)
    {
        for (int i = 0; i < part.Length; i++) total[i] += part[i];
    }
}
