using Prover.Proving.Witness;
using Prover.Verifier.Circuits;

namespace Prover.Proving.Circuits;

/// <content>Requantisation by interval lookups (design §3.2).</content>
public sealed partial class NetworkBuilder
{
    private readonly List<PendingTable> pendingTables = [];

    /// <summary>Rescales accumulators to a quantised activation by interval lookups (design §3.2).</summary>
    public Activation Requantise(Accumulator accumulator, Requantisation function)
    {
        string node = accumulator.Node;
        if (function.High < function.Low || (long)function.High - function.Low > ushort.MaxValue)
        {
            throw new InvalidNetworkException(node, "the range of the requantisation is empty or too wide");
        }
        int[] classes = function.Classes ?? [0];
        int[] shape = accumulator.Shape;
        int[] classAxes = function.Classes is null ? [] : function.ClassAxes;
        if (classAxes.Any(axis => axis < 0 || axis >= shape.Length) ||
            classes.Length != classAxes.Aggregate(1, (n, axis) => n * shape[axis]) || classes.Min() != 0 ||
            classes.Max() + 1 != classes.Distinct().Count())
        {
            throw new InvalidNetworkException(node, "the classes of the requantisation do not fit");
        }
        int count = classes.Max() + 1;
        var runs = new StepRun[count][];
        for (int number = 0; number < count; number++)
        {
            bool OfClass(int channel) => classAxes is not [int axis] || axis != accumulator.ChannelAxis || classes[channel] == number;
            int[] channels = [.. Enumerable.Range(0, accumulator.Low.Length).Where(OfClass)];
            long low = channels.Min(channel => accumulator.Low[channel]), high = channels.Max(channel => accumulator.High[channel]);
            runs[number] = StepRuns.Of(node, function, number, (int)low, (int)high);
        }
        return RequantiseRuns(accumulator, runs, classes, classAxes, function.ZeroPoint);
    }

    /// <summary>Commits accumulators as they are, with zero point 0: for outputs that leave the network as int32.</summary>
    public Activation Commit(Accumulator accumulator)
    {
        (int[] sizes, ViewDigit[][] axes) = RowsOf(accumulator);
        int tensor = AddWitness(accumulator.Node, $"{accumulator.Node} sums", sizes);
        int lookups = AddLookups(accumulator.Node, ZeroTable(), sizes,
            [[.. accumulator.Terms, ColumnTerm.Of(TensorRead.Identity(tensor, sizes.Length), -1)]]);
        steps.Add(new CommitStep(accumulator.Node, lookups, tensor));
        TensorView view = new(tensor, sizes, new int[sizes.Length], axes);
        return new(0, [view], 0, (int)accumulator.Low.Min(), (int)accumulator.High.Max());
    }

    /// <summary>
    /// Two lookups per element: (class, q, acc - r, span) in the threshold table, (span, r) in the range table. The class column is
    /// left out when there is one class. Tables with long runs get a third one when spans are chosen.
    /// </summary>
    private Activation RequantiseRuns(Accumulator accumulator, StepRun[][] runs, int[] classes, int[] classAxes, int zeroPoint)
    {
        string node = accumulator.Node;
        (int[] sizes, ViewDigit[][] axes) = RowsOf(accumulator);
        int quotient = AddWitness(node, $"{node} output", sizes);
        int remainder = AddWitness(node, $"{node} remainder", sizes);
        int span = AddWitness(node, $"{node} span", sizes);
        TensorRead Here(int tensor) => TensorRead.Identity(tensor, sizes.Length);

        string contents = ContentName("thresholds", runs.SelectMany(list => list.Prepend(new(0, -1, list.Length)))
            .SelectMany(run => new[] { run.First, run.Last, run.Value }));
        int table = Table(contents, number => pendingTables.Add(new(node, number, runs)));
        PendingTable pending = pendingTables.First(candidate => candidate.Table == table);
        ColumnTerm[] sum = [.. accumulator.Terms, ColumnTerm.Of(Here(remainder), -1)];
        ColumnTerm[][] columns = [[ColumnTerm.Of(Here(quotient))], sum, [ColumnTerm.Of(Here(span))]];
        if (runs.Length > 1) columns = [ClassColumn(node, axes, runs.Length, classes, classAxes), .. columns];
        int lookups = AddLookups(node, table, sizes, columns);
        int range = AddLookups(node, RangeTable(), sizes, [[ColumnTerm.Of(Here(span))], [ColumnTerm.Of(Here(remainder))]]);
        pending.Steps.Add(steps.Count);
        pending.Elements += rows[lookups].Count;
        steps.Add(new RequantiseStep(node, lookups, range, quotient, remainder, span));

        StepRun[] all = [.. runs.SelectMany(list => list)];
        TensorView view = new(quotient, sizes, new int[sizes.Length], axes);
        return new(0, [view], zeroPoint, all.Min(run => run.Value) + zeroPoint, all.Max(run => run.Value) + zeroPoint);
    }

    /// <summary>The class of each row: the row axes themselves when classes are numbered like them, else a tensor of the model.</summary>
    private ColumnTerm[] ClassColumn(string node, ViewDigit[][] axes, int count, int[] classes, int[] classAxes)
    {
        ViewDigit[] digits = [.. classAxes.SelectMany(axis => axes[axis])];
        if (count == classes.Length && classes.AsSpan().SequenceEqual(Enumerable.Range(0, count).ToArray()))
        {
            var terms = new List<ColumnTerm>();
            long stride = 1;
            for (int i = digits.Length - 1; i >= 0; stride *= digits[i--].Size) terms.Add(ColumnTerm.Index(digits[i].Axis, stride));
            return [.. terms];
        }
        int[] shape = DropOnes(digits.Select(digit => digit.Size));
        int tensor = AddModel(node, $"{node} classes", shape, classes, isTable: true);
        return [ColumnTerm.Of(TensorView.Of(tensor, shape).Read([.. digits.Select(digit => digit.Axis)]))];
    }

    /// <summary>The table whose only row is 0.</summary>
    private int ZeroTable() => Table("zero", number => AddTableRows("zero", number, [1], [[ColumnTerm.Index(0)]]));

    private int RangeTable() => Table("range of spans", _ => { });

    /// <summary>The row axes of an accumulator, and its logical axes as digits of a tensor of that shape.</summary>
    private static (int[] Sizes, ViewDigit[][] Axes) RowsOf(Accumulator accumulator)
    {
        int stored = 0;
        ViewDigit[] Store(ViewDigit[] digits) => [.. digits.Select(digit => new ViewDigit(digit.Size, stored++, 1))];
        ViewDigit[][] axes = [.. accumulator.Axes.Select(Store)];
        int[] sizes = [.. axes.SelectMany(digits => digits).Select(digit => digit.Size)];
        return (sizes.Length == 0 ? [1] : sizes, axes);
    }
}
