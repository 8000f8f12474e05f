using Prover.Verifier.Fields;

namespace Prover.Soundness.Tests.Uniqueness;

/// <summary>The rows of one table and what follows from them; each question is answered once.</summary>
/// <param name="rows">The rows, integers between -p/2 and p/2.</param>
internal sealed class TableFacts(List<long[]> rows)
{
    private readonly Dictionary<string, bool> answers = [];
    private readonly Dictionary<int, Interval> ranges = [];
    private readonly Dictionary<long, long> counts = [];

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
    /// Whether the intervals [start, start + length) of rows with equal keys and different results are disjoint modulo p.
    /// </summary>
    /// <param name="keys">Columns that select rows.</param>
    /// <param name="result">The column of the result.</param>
    /// <param name="start">The column of the first integer.</param>
    /// <param name="lengthOf">The length of a row's interval; negative if its integers are no interval.</param>
    public bool HasDisjointRuns(int[] keys, int result, int start, Func<long[], long> lengthOf)
    {
        foreach (IGrouping<string, long[]> group in rows.GroupBy(row => Key(row, keys)))
        {
            long[][] ascending = [.. group.OrderBy(row => row[start])];
            long end = long.MinValue, before = 0;
            foreach (long[] row in ascending)
            {
                long length = lengthOf(row);
                if (length < 0) return false;
                if (length == 0) continue;
                if (row[start] < end && row[result] != before) return false;
                (end, before) = (Math.Max(end, row[start] + length), row[result]);
            }
            if (end - ascending[0][start] > KoalaBear.Order) return false;
        }
        return true;
    }

    /// <summary>The n for which the second columns of the rows that begin with a number are 0, 1, ..., n - 1; -1 if they are not.</summary>
    public long CountOf(long number)
    {
        if (!counts.TryGetValue(number, out long count))
        {
            long[] seconds = [.. rows.Where(row => row[0] == number).Select(row => row[1]).Distinct().Order()];
            count = seconds.Where((second, place) => second != place).Any() ? -1 : seconds.Length;
            counts.Add(number, count);
        }
        return count;
    }

    private static string Key(long[] row, int[] keys) => string.Join(',', keys.Select(key => row[key]));

    /// <summary>An answer that is found once.</summary>
    public bool Ask(string question, Func<bool> find)
    {
        if (!answers.TryGetValue(question, out bool answer)) answers.Add(question, answer = find());
        return answer;
    }
}
