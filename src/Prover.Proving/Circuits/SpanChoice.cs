using System.Numerics;

namespace Prover.Proving.Circuits;

/// <summary>
/// The spans that a whole circuit uses to cover runs of accumulators (design §3.2): exact lengths that enough runs share, and
/// powers of two up to a largest one.
/// </summary>
internal sealed class SpanChoice
{
    /// <summary>The greatest number of exact spans: each costs the verifier one more box of rows.</summary>
    public const int GreatestExactSpans = 64;

    /// <summary>log2 of the greatest power of two that is tried.</summary>
    private const int GreatestLogSpan = 24;

    private const double RowCost = 2.85, RangeRowCost = 1.8; // in lookups: a row with three committed columns, and one without

    private readonly HashSet<int> exact;
    private readonly int largest;

    /// <summary>Chooses for the runs of all tables.</summary>
    public SpanChoice(IEnumerable<StepRun> runs)
    {
        var counts = new SortedDictionary<int, long>();
        foreach (StepRun run in runs) counts[run.Length] = counts.GetValueOrDefault(run.Length) + 1;
        // A range table of a length has that many rows, and saves one row for each run of the length.
        exact = [.. counts.Where(pair => pair.Value >= pair.Key && !BitOperations.IsPow2(pair.Key))
            .OrderByDescending(pair => (RowCost * pair.Value) - (RangeRowCost * pair.Key)).ThenBy(pair => pair.Key)
            .Take(GreatestExactSpans).Select(pair => pair.Key)];
        KeyValuePair<int, long>[] others = [.. counts.Where(pair => !exact.Contains(pair.Key))];
        largest = 1 << Enumerable.Range(0, GreatestLogSpan + 1).MinBy(bits => Cost(others, 1 << bits));
    }

    /// <summary>Covers a run by rows, ascending by base; neighbours may overlap.</summary>
    public IEnumerable<IntervalRow> Cover(StepRun run)
    {
        if (exact.Contains(run.Length))
        {
            yield return new(run.Value, run.First, run.Length);
            yield break;
        }
        int span = SpanOf(run.Length, largest);
        for (long start = run.First; ; start += span)
        {
            // The last row is moved back so that no row leaves the run, and thereby none leaves the accumulators' bounds.
            bool isLast = start + span > run.Last;
            yield return new(run.Value, isLast ? run.Last - span + 1 : (int)start, span);
            if (isLast) yield break;
        }
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
            cost += RowCost * count * ((length + span - 1) / span);
        }
        return cost + (RangeRowCost * spans.Sum(span => (double)span));
    }
}
