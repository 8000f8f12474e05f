using Prover.Verifier.Fields;

namespace Prover.Soundness.Tests.Uniqueness;

/// <summary>The rows of one table and what follows from them; each question is answered once.</summary>
/// <param name="rows">The rows, integers between -p/2 and p/2.</param>
internal sealed class TableFacts(List<long[]> rows)
{
    private readonly Dictionary<string, bool> answers = [];
    private readonly Dictionary<int, Interval> ranges = [];

    /// <summary>All rows.</summary>
    public IReadOnlyList<long[]> Rows => rows;

    /// <summary>The values of a column.</summary>
    public Interval Range(int column)
    {
        if (!ranges.TryGetValue(column, out Interval range))
        {
            range = new(rows.Min(row => row[column]), rows.Max(row => row[column]));
            ranges.Add(column, range);
        }
        return range;
    }

    /// <summary>Whether rows that are equal in some columns are equal in another.</summary>
    public bool Determines(int[] keys, int column) => Ask($"{string.Join(',', keys)}:{column}", () =>
    {
        var found = new Dictionary<string, long>();
        foreach (long[] row in rows)
        {
            string key = Key(row, keys);
            if (found.TryGetValue(key, out long value) && value != row[column]) return false;
            found[key] = row[column];
        }
        return true;
    });

    /// <summary>
    /// Whether the intervals [base, base + span) of rows with equal keys and different results are disjoint modulo p, the remainders of
    /// each span being 0 to span - 1.
    /// </summary>
    public bool HasDisjointRuns(int[] keys, int result, int start, int span, TableFacts remainders) => Ask(
        $"{string.Join(',', keys)}:{result}:{start}:{span}", () =>
    {
        foreach (IGrouping<string, long[]> group in rows.GroupBy(row => Key(row, keys)))
        {
            long[][] ascending = [.. group.OrderBy(row => row[start])];
            long end = long.MinValue, before = 0;
            foreach (long[] row in ascending)
            {
                if (!remainders.IsCount(row[span])) return false;
                if (row[start] < end && row[result] != before) return false;
                (end, before) = (Math.Max(end, row[start] + row[span]), row[result]);
            }
            if (end - ascending[0][start] > KoalaBear.Order) return false;
        }
        return true;
    });

    /// <summary>Whether the rows that begin with a number are that number with 0, 1, ..., the number minus 1.</summary>
    private bool IsCount(long count) => Ask($"count {count}", () =>
    {
        var seconds = rows.Where(row => row[0] == count).Select(row => row[1]).Order().Distinct();
        return seconds.SequenceEqual(Enumerable.Range(0, (int)Math.Max(0, count)).Select(value => (long)value));
    });

    private static string Key(long[] row, int[] keys) => string.Join(',', keys.Select(key => row[key]));

    private bool Ask(string question, Func<bool> find)
    {
        if (!answers.TryGetValue(question, out bool answer)) answers.Add(question, answer = find());
        return answer;
    }
}
