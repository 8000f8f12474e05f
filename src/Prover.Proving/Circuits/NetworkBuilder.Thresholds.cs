using Prover.Proving.Witness;
using Prover.Verifier.Circuits;

namespace Prover.Proving.Circuits;

/// <content>The tables of requantisations (SPEC §10.4), written when all layers are known.</content>
public sealed partial class NetworkBuilder
{
    /// <summary>Writes the threshold tables and the range table of every span in use.</summary>
    private void AddIntervalTables()
    {
        if (pendingTables.Count == 0) return;
        var choice = new SpanChoice(pendingTables);
        var spans = new SortedSet<int>();
        foreach (PendingTable table in pendingTables)
        {
            bool isWide = choice.IsWide(table);
            IntervalRow[][] classes = [.. table.Runs.Select(runs => runs.SelectMany(run => choice.Cover(run, isWide)).ToArray())];
            foreach (IntervalRow row in classes.SelectMany(list => list)) spans.Add(row.Span);
            AddThresholds(table, classes);
            if (isWide) table.Steps.ForEach(step => AddMultiples(step, choice.WideSpan));
        }
        foreach (int span in spans)
        {
            AddTableRows("spans", RangeTable(), [span], [[ColumnTerm.Constant(span)], [ColumnTerm.Index(0)]]);
        }
        if (choice.Multiples > 1) AddMultiplesTable(choice, [.. spans.Where(span => span != choice.WideSpan)]);
    }

    /// <summary>A requantisation's sum is base + r + a multiple of the wide span, and (span, multiple) is looked up.</summary>
    private void AddMultiples(int number, int wideSpan)
    {
        var step = (RequantiseStep)steps[number];
        LookupRows box = rows[step.Rows];
        int multiple = AddWitness(step.Node, $"{step.Node} multiple", box.Axes);
        TensorRead Here(int tensor) => TensorRead.Identity(tensor, box.Axes.Length);
        ColumnTerm[][] columns = [.. box.Columns];
        columns[^2] = [.. columns[^2], ColumnTerm.Of(Here(multiple), -wideSpan)];
        rows[step.Rows] = box with { Columns = columns };
        int lookups = AddLookups(
            step.Node, MultiplesTable(), box.Axes, [[ColumnTerm.Of(Here(step.Span))], [ColumnTerm.Of(Here(multiple))]]);
        steps[number] = step with { MultipleRows = lookups, Multiple = multiple };
    }

    /// <summary>The rows (wide span, 0), (wide span, 1), ... and (span, 0) for all other spans.</summary>
    private void AddMultiplesTable(SpanChoice choice, int[] others)
    {
        int[] shape = [choice.Multiples + others.Length];
        int[] spans = [.. Enumerable.Repeat(choice.WideSpan, choice.Multiples), .. others];
        int[] multiples = [.. Enumerable.Range(0, choice.Multiples), .. new int[others.Length]];
        ColumnTerm[] Column(string name, int[] values) =>
            [ColumnTerm.Of(TensorRead.Identity(AddModel("multiples", $"multiples {name}", shape, values, isTable: true), 1))];
        AddTableRows("multiples", MultiplesTable(), shape, [Column("span", spans), Column("multiple", multiples)]);
    }

    private int MultiplesTable() => Table("multiples of spans", _ => { });

    /// <summary>
    /// The rows (class, q, base, span), ascending by base within a class: as a box [classes, rows] where the shorter classes repeat
    /// their last row, or, where that would repeat too many, as a list with a column for the class.
    /// </summary>
    private void AddThresholds(PendingTable table, IntervalRow[][] classes)
    {
        int longest = classes.Max(list => list.Length);
        long total = classes.Sum(list => (long)list.Length);
        string node = table.Node;
        bool isList = classes.Length > 1 && 0.87 * longest * classes.Length > total; // a class column costs 15 % of a row
        IntervalRow[] flat = isList || classes.Length == 1
            ? [.. classes.SelectMany(list => list)]
            : [.. classes.SelectMany(list => list.Concat(Enumerable.Repeat(list[^1], longest - list.Length)))];
        int[] shape = isList || classes.Length == 1 ? [flat.Length] : [classes.Length, longest];
        ColumnTerm[] Column(string name, Func<IntervalRow, int> part)
        {
            int tensor = AddModel(node, $"{node} thresholds {name}", shape, [.. flat.Select(part)], isTable: true);
            return [ColumnTerm.Of(TensorRead.Identity(tensor, shape.Length))];
        }
        ColumnTerm[][] columns =
            [Column("q", row => row.Value), Column("base", row => row.Base), Column("span", row => row.Span)];
        if (isList)
        {
            int[] numbers = [.. classes.SelectMany((list, number) => Enumerable.Repeat(number, list.Length))];
            int tensor = AddModel(node, $"{node} thresholds class", shape, numbers, isTable: true);
            columns = [[ColumnTerm.Of(TensorRead.Identity(tensor, 1))], .. columns];
        }
        else if (classes.Length > 1)
        {
            columns = [[ColumnTerm.Index(0)], .. columns];
        }
        AddTableRows(node, table.Table, shape, columns);
    }
}
