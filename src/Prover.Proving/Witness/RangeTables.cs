using Prover.Verifier.Circuits;

namespace Prover.Proving.Witness;

/// <summary>The boxes (span, 0..span-1) of the range table, whose counters are kept end to end.</summary>
internal sealed class RangeTables
{
    private readonly Dictionary<int, int> starts = [];
    private readonly List<(int Rows, int Start, int Span)> boxes = [];

    /// <summary>Finds the boxes of a table; there are none when the number is -1.</summary>
    public RangeTables(Circuit circuit, int table)
    {
        for (int rows = 0; rows < circuit.Rows.Length; rows++)
        {
            LookupRows box = circuit.Rows[rows];
            if (!box.IsTable || box.Table != table) continue;
            boxes.Add((rows, Total, box.Axes[0]));
            starts.Add(box.Axes[0], Total);
            Total += box.Axes[0];
        }
    }

    /// <summary>The number of counters.</summary>
    public int Total { get; }

    /// <summary>The boxes: number of the table rows, first counter, span.</summary>
    public IReadOnlyList<(int Rows, int Start, int Span)> Boxes => boxes;

    /// <summary>The first counter of a span.</summary>
    public int StartOf(int span) => starts[span];
}
