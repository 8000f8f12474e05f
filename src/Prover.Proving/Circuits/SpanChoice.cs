using System.Numerics;

namespace Prover.Proving.Circuits;

/// <summary>
/// The spans that a whole circuit uses to cover runs of accumulators (SPEC §10.4): exact lengths that enough runs share, powers of two
/// up to a largest one, and for the long runs of tables where it pays, twice the largest one times a multiple.
/// </summary>
internal sealed class SpanChoice
{
    /// <summary>The greatest number of exact spans: each costs the verifier one more box of rows.</summary>
    public const int GreatestExactSpans = 64;

    /// <summary>log2 of the greatest power of two that is tried, and of the greatest wide interval.</summary>
    private const int GreatestLogSpan = 24, GreatestLogWide = 29;

    // In lookups: a row with three committed columns, one without, and a lookup of an element of its own.
    private const double RowCost = 2.85, RangeRowCost = 1.8, ElementCost = 1.5;

    private readonly HashSet<int> exact;
    private readonly HashSet<PendingTable> wide = [];
    private readonly int largest;

    /// <summary>Chooses for all tables.</summary>
    public SpanChoice(IReadOnlyList<PendingTable> tables)
    {
        SortedDictionary<int, long> counts = Count(tables);
        // A range table of a length has that many rows, and saves one row for each run of the length.
        exact = [.. counts.Where(pair => pair.Value >= pair.Key && !BitOperations.IsPow2(pair.Key))
            .OrderByDescending(pair => (RowCost * pair.Value) - (RangeRowCost * pair.Key)).ThenBy(pair => pair.Key)
            .Take(GreatestExactSpans).Select(pair => pair.Key)];
        KeyValuePair<int, long>[] others = [.. counts.Where(pair => !exact.Contains(pair.Key))];
        KeyValuePair<int, long>[][] perTable =
            [.. tables.Select(table => Count([table]).Where(pair => !exact.Contains(pair.Key)).ToArray())];
        double SavedBy(int table, int span, int multiples) =>
            Saving(perTable[table], span, multiples) - (ElementCost * tables[table].Elements);
        double best = double.PositiveInfinity;
        for (int bits = 0; bits <= GreatestLogSpan; bits++)
        {
            double cost = Cost(others, 1 << bits);
            if (cost < best) (best, largest, Multiples) = (cost, 1 << bits, 1);
            for (int log = 1; bits + 1 + log <= GreatestLogWide; log++)
            {
                double saved = Enumerable.Range(0, tables.Count).Sum(table => Math.Max(0, SavedBy(table, 1 << bits, 1 << log)));
                double withWide = cost - saved + WideCost(1 << bits, 1 << log);
                if (saved > 0 && withWide < best) (best, largest, Multiples) = (withWide, 1 << bits, 1 << log);
            }
        }
        for (int i = 0; Multiples > 1 && i < tables.Count; i++)
        {
            if (SavedBy(i, largest, Multiples) > 0) wide.Add(tables[i]);
        }
    }

    /// <summary>The span of rows with a multiple; no row without one has it.</summary>
    public int WideSpan => 2 * largest;

    /// <summary>How many multiples of <see cref="WideSpan"/> a row with one covers; 1 if there are no such rows.</summary>
    public int Multiples { get; }

    /// <summary>Whether a table has rows with a multiple.</summary>
    public bool IsWide(PendingTable table) => wide.Contains(table);

    /// <summary>Covers a run by rows, ascending by base; neighbours may overlap.</summary>
    /// <param name="run">The run.</param>
    /// <param name="isWide">Whether rows may have a multiple.</param>
    public IEnumerable<IntervalRow> Cover(StepRun run, bool isWide)
    {
        if (exact.Contains(run.Length))
        {
            yield return new(run.Value, run.First, run.Length);
            yield break;
        }
        bool isLong = isWide && run.Length >= (long)WideSpan * Multiples;
        int span = isLong ? WideSpan : SpanOf(run.Length, largest), length = isLong ? WideSpan * Multiples : span;
        for (long start = run.First; ; start += length)
        {
            // The last row is moved back so that no row leaves the run, and thereby none leaves the accumulators' bounds.
            bool isLast = start + length > run.Last;
            yield return new(run.Value, isLast ? run.Last - length + 1 : (int)start, span);
            if (isLast) yield break;
        }
    }

    private static SortedDictionary<int, long> Count(IReadOnlyList<PendingTable> tables)
    {
        var counts = new SortedDictionary<int, long>();
        foreach (StepRun run in tables.SelectMany(table => table.Runs).SelectMany(runs => runs))
        {
            counts[run.Length] = counts.GetValueOrDefault(run.Length) + 1;
        }
        return counts;
    }

    private static int SpanOf(int length, int largest) => Math.Min(largest, 1 << BitOperations.Log2((uint)length));

    private static double Cost(KeyValuePair<int, long>[] counts, int largest)
    {
        var spans = new SortedSet<int>();
        double cost = 0;
        foreach ((int length, long count) in counts)
        {
            int span = SpanOf(length, largest);
            spans.Add(span);
            cost += RowCost * count * RowsOf(length, span);
        }
        return cost + (RangeRowCost * spans.Sum(span => (double)span));
    }

    /// <summary>What rows with a multiple save in a table.</summary>
    private static double Saving(KeyValuePair<int, long>[] counts, int largest, int multiples)
    {
        double saved = 0;
        long wide = 2L * largest * multiples;
        for (int i = counts.Length - 1; i >= 0 && counts[i].Key >= wide; i--)
        {
            (int length, long count) = counts[i];
            saved += RowCost * count * (RowsOf(length, largest) - RowsOf(length, wide));
        }
        return saved;
    }

    /// <summary>The range table of the wide span, and the table of multiples.</summary>
    private static double WideCost(int largest, int multiples) => RangeRowCost * ((2.0 * largest) + multiples);

    private static long RowsOf(int length, long span) => (length + span - 1) / span;
}
