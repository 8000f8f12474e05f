using Prover.Verifier.Circuits;
using Prover.Verifier.Fields;

namespace Prover.Soundness.Tests.Uniqueness;

/// <summary>
/// Proves of a circuit that its inputs determine all else that a prover commits, for every input and not for samples. It goes from
/// relation to relation, in any order: one that has a single unknown element determines it if the table's rows leave no choice. It is
/// given the circuit alone, not how the witness is computed, nor bounds that the compiler believes in.
/// </summary>
internal sealed class UniquenessProof
{
    private const double Half = KoalaBear.Order / 2;
    private readonly CircuitRelations relations;
    private readonly TableFacts[] tables;
    private readonly bool[] isKnown;
    private readonly bool[] isRemainder;
    private readonly Interval[] bounds;
    private readonly Dictionary<int, List<Lookup>> lookupsOf = [];
    private readonly SortedSet<string> wrapping = [];
    private readonly SortedSet<string> choices = [];

    private UniquenessProof(Circuit circuit, int[][] model)
    {
        relations = new(circuit, model);
        tables = [.. relations.Tables.Select(rows => new TableFacts(rows))];
        isKnown = new bool[relations.Count];
        isRemainder = new bool[relations.Count];
        bounds = new Interval[relations.Count];
        Array.Fill(bounds, Interval.All);
        foreach (Lookup lookup in relations.Lookups)
        {
            foreach (int element in lookup.Columns.SelectMany(column => column.Elements).Distinct())
            {
                if (!lookupsOf.TryGetValue(element, out List<Lookup>? list)) lookupsOf.Add(element, list = []);
                list.Add(lookup);
            }
        }
    }

    /// <summary>Proves what it can.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="model">The values of the model's tensors.</param>
    /// <param name="inputs">The tensors of the inputs, of which nothing is assumed but what relations say.</param>
    public static UniquenessReport Of(Circuit circuit, int[][] model, IEnumerable<int> inputs)
    {
        var proof = new UniquenessProof(circuit, model);
        foreach (int input in inputs) proof.AddInput(circuit, input);
        while (proof.Advance())
        {
        }
        proof.CheckSums();
        IEnumerable<string> free = proof.choices.Select(name => $"{name}: the table leaves a choice")
            .Concat(proof.Undetermined(circuit).Select(name => $"{name}: not determined"));
        return new([.. free], [.. proof.wrapping.Select(name => $"{name}: sums may wrap around the field")]);
    }

    private void AddInput(Circuit circuit, int tensor)
    {
        PublicTensor? known = circuit.Publics.FirstOrDefault(entry => entry.Tensor == tensor);
        foreach (int element in relations.Elements(tensor))
        {
            isKnown[element] = true;
            if (known is not null) bounds[element] = new(known.Low - (double)known.ZeroPoint, known.High - (double)known.ZeroPoint);
            foreach (Lookup lookup in lookupsOf.GetValueOrDefault(element, [])) Restrict(lookup, element);
        }
    }

    /// <summary>Bounds of an input: it is a column of its own.</summary>
    private void Restrict(Lookup lookup, int element)
    {
        int column = Array.FindIndex(lookup.Columns, sum => sum.IsElement(element));
        if (column < 0) return;
        Interval range = tables[lookup.Table].Range(column);
        bounds[element] = new(Math.Max(bounds[element].Low, range.Low), Math.Min(bounds[element].High, range.High));
    }

    /// <summary>One pass over all relations; whether it determined anything.</summary>
    private bool Advance()
    {
        bool found = false;
        foreach (Equation equation in relations.Equations)
        {
            if (!TrySingle([equation.Sum], out int element) || !equation.Sum.Linear.TryGetValue(element, out long factor)) continue;
            if (Math.Abs(factor) != 1) continue;
            bounds[element] = Interval.Of(-factor) * Used(equation.Name, equation.Sum.Without(element));
            found |= isKnown[element] = true;
        }
        foreach (Lookup lookup in relations.Lookups)
        {
            found |= TrySingle(lookup.Columns, out int element) && TryDetermine(lookup, element);
            found |= TryRequantise(lookup);
        }
        return found;
    }

    /// <summary>Whether a single unknown element occurs, and in no product.</summary>
    private bool TrySingle(Polynomial[] sums, out int element)
    {
        element = -1;
        foreach (Polynomial sum in sums)
        {
            foreach (int other in sum.Elements)
            {
                if (isKnown[other] || other == element) continue;
                if (element >= 0) return false;
                element = other;
            }
        }
        int single = element;
        return single >= 0 && !sums.Any(sum => sum.Products.Any(p => p.Left == single || p.Right == single));
    }

    /// <summary>The columns without the unknown element select rows, all of which give it one value.</summary>
    private bool TryDetermine(Lookup lookup, int element)
    {
        int[] keys = [.. Enumerable.Range(0, lookup.Columns.Length).Where(c => !lookup.Columns[c].Linear.ContainsKey(element))];
        int result = Array.FindIndex(lookup.Columns, column => Math.Abs(column.Linear.GetValueOrDefault(element)) == 1);
        if (result < 0) return false;
        TableFacts table = tables[lookup.Table];
        if (!table.Determines(keys, result))
        {
            choices.Add(lookup.Name);
            return false;
        }
        long sign = lookup.Columns[result].Linear[element];
        Polynomial rest = lookup.Columns[result].Without(element);
        Interval whole = Used(lookup.Name, rest);
        var known = keys.Select(key => Used(lookup.Name, lookup.Columns[key])).ToArray();
        // The same element in terms of a key that is subtracted or added: tighter where sums share elements.
        var tied = keys.Select(key => (Key: key, Minus: rest.Plus(lookup.Columns[key], -1).Bounds(bounds),
            Plus: rest.Plus(lookup.Columns[key], 1).Bounds(bounds))).ToArray();
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (long[] row in table.Rows)
        {
            bool reached = true;
            for (int k = 0; k < keys.Length && reached; k++) reached = known[k].Contains(row[keys[k]]);
            if (!reached) continue;
            (double least, double most) = (row[result] - whole.High, row[result] - whole.Low);
            foreach ((int key, Interval minus, Interval plus) in tied)
            {
                (double difference, double sum) = (row[result] - row[key], row[result] + row[key]);
                least = Math.Max(least, Math.Max(difference - minus.High, sum - plus.High));
                most = Math.Min(most, Math.Min(difference - minus.Low, sum - plus.Low));
            }
            (low, high) = (Math.Min(low, least), Math.Max(high, most));
        }
        bounds[element] = Interval.Of(sign) * new Interval(low, high);
        return isKnown[element] = true;
    }

    /// <summary>
    /// SPEC §10.4: a lookup (..., q, a - r - W·h, s) with three or four unknown elements and lookups (s, r) and (s, h): whatever r, s
    /// and h are, q is determined if the intervals that rows of different results can reach do not meet.
    /// </summary>
    private bool TryRequantise(Lookup lookup)
    {
        int[] unknown = [.. lookup.Columns.SelectMany(column => column.Elements).Where(element => !isKnown[element]).Distinct().Take(5)];
        if (unknown.Length is < 3 or > 4 || unknown.Any(element => isRemainder[element])) return false;
        foreach (int span in unknown)
        {
            int spanColumn = Array.FindIndex(lookup.Columns, column => column.IsElement(span));
            if (spanColumn < 0) continue;
            (int Element, TableFacts Table)[] parts =
                [.. unknown.Where(part => part != span).SelectMany(part => PairsOf(lookup, span, part))];
            int[] quotients = [.. unknown.Where(element => element != span && parts.All(part => part.Element != element))];
            if (quotients is [int quotient] && parts.Length == unknown.Length - 2 && TryRequantise(lookup, quotient, spanColumn, parts))
            {
                isRemainder[span] = true;
                foreach ((int part, _) in parts) isRemainder[part] = true;
                return true;
            }
        }
        return false;
    }

    /// <summary>The tables of lookups (span, part) of two elements.</summary>
    private IEnumerable<(int Element, TableFacts Table)> PairsOf(Lookup lookup, int span, int part) =>
        lookupsOf[part].Where(other => other != lookup && other.Columns is [var left, var right] && left.IsElement(span)
            && right.IsElement(part)).Take(1).Select(other => (part, tables[other.Table]));

    private bool TryRequantise(Lookup lookup, int quotient, int spanColumn, (int Element, TableFacts Table)[] parts)
    {
        int quotientColumn = Array.FindIndex(lookup.Columns, column => column.IsElement(quotient));
        int sumColumn = Array.FindIndex(lookup.Columns, column => parts.All(part => column.Linear.GetValueOrDefault(part.Element) < 0));
        if (quotientColumn < 0 || sumColumn < 0) return false;
        int[] keys = [.. Enumerable.Range(0, lookup.Columns.Length).Where(c => c != spanColumn && c != quotientColumn && c != sumColumn)];
        Polynomial sum = parts.Aggregate(lookup.Columns[sumColumn], (rest, part) => rest.Without(part.Element));
        bool isPlain = keys.SelectMany(key => lookup.Columns[key].Elements).Concat(sum.Elements).All(element => isKnown[element]);
        if (!isPlain) return false;
        // The integers that the parts add lie in [0, length); all that counts is that none lies beyond.
        (TableFacts Counts, long Factor)[] steps =
            [.. parts.Select(part => (part.Table, -lookup.Columns[sumColumn].Linear[part.Element]))];
        long LengthOf(long[] row)
        {
            long last = 0;
            foreach ((TableFacts counts, long factor) in steps)
            {
                long count = counts.CountOf(row[spanColumn]);
                if (count <= 0) return count;
                last += factor * (count - 1);
            }
            return last + 1;
        }
        TableFacts table = tables[lookup.Table];
        string question = $"{string.Join(',', keys)}:{quotientColumn}:{sumColumn}:{spanColumn}:"
            + string.Join(',', parts.Select((part, i) => $"{Array.IndexOf(tables, part.Table)} {steps[i].Factor}"));
        if (!table.Ask(question, () => table.HasDisjointRuns(keys, quotientColumn, sumColumn, LengthOf)))
        {
            choices.Add(lookup.Name);
            return false;
        }
        Interval reached = Used(lookup.Name, sum);
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (long[] row in table.Rows)
        {
            if (row[sumColumn] > reached.High || row[sumColumn] + LengthOf(row) - 1 < reached.Low) continue;
            (low, high) = (Math.Min(low, row[quotientColumn]), Math.Max(high, row[quotientColumn]));
        }
        bounds[quotient] = new(low, high);
        return isKnown[quotient] = true;
    }

    /// <summary>Columns without unknown elements are sums that must not wrap, also where a relation only refuses inputs.</summary>
    private void CheckSums()
    {
        foreach (Lookup lookup in relations.Lookups)
        {
            foreach (Polynomial column in lookup.Columns)
            {
                if (column.Elements.All(element => isKnown[element])) Used(lookup.Name, column);
            }
        }
    }

    private Interval Used(string name, Polynomial sum)
    {
        Interval interval = sum.Bounds(bounds);
        if (!interval.IsBelowHalf(Half)) wrapping.Add($"{name} {interval}");
        return interval;
    }

    /// <summary>Tensors of the witness with an element that is not determined, but for counters, remainders and tails.</summary>
    private IEnumerable<string> Undetermined(Circuit circuit)
    {
        HashSet<int> counters = [.. circuit.Rows.Select(rows => rows.Multiplicity)];
        for (int tensor = 0; tensor < circuit.Tensors.Length; tensor++)
        {
            if (circuit.Tensors[tensor].Vector != CommittedVector.Witness || counters.Contains(tensor)) continue;
            bool isHashed = circuit.Hashed.Any(entry => entry.Tensor == tensor);
            int columns = circuit.Tensors[tensor].Shape[^1], place = 0;
            foreach (int element in relations.Elements(tensor))
            {
                bool isTail = isHashed && place++ % columns >= columns / 2;
                if (isKnown[element] || isRemainder[element] || isTail) continue;
                yield return circuit.Tensors[tensor].Name;
                break;
            }
        }
    }
}
