using Prover.Proving.Witness;
using Prover.Verifier.Circuits;

namespace Prover.Proving.Circuits;

/// <content>Functions of one or two quantised values, and linear combinations (design §3.3).</content>
public sealed partial class NetworkBuilder
{
    // Costs in lookups, for the choice between a pair table and a step function of a linear combination.
    private const double LinearElementCost = 3.05, PairElementCost = 1.35, PairRowCost = 2.15, LinearTableCost = 1700;

    /// <summary>
    /// The sum of factor·(x - zero point of x) over activations, whose shapes are broadcast as in ONNX, plus a constant.
    /// </summary>
    public Accumulator Combine(string node, (Activation X, int Factor)[] terms, int constant)
    {
        TensorView[] views = Align(node, [.. terms.Select(term => term.X)]);
        var bounds = new AccumulatorBounds(1);
        bounds.Add([constant]);
        var columns = new List<ColumnTerm>();
        for (int i = 0; i < views.Length; i++)
        {
            bounds.Add([terms[i].Factor], terms[i].X.StoredLow, terms[i].X.StoredHigh);
            if (terms[i].Factor != 0) columns.Add(ColumnTerm.Of(ReadAll(views[i]), terms[i].Factor));
        }
        return Accumulate(node, views[0].Axes, columns.Concat(Offset(constant)), -1, bounds);
    }

    /// <summary>Any function of one quantised value.</summary>
    /// <param name="node">The name of the layer.</param>
    /// <param name="x">The activation.</param>
    /// <param name="function">From a quantised value in [x.Low, x.High] to the quantised result.</param>
    /// <param name="zeroPoint">The zero point of the result.</param>
    /// <param name="range">
    /// An interval of the results that follows from their type, where the function itself is part of the model; null where it is public.
    /// </param>
    public Activation Unary(string node, Activation x, Func<int, int> function, int zeroPoint, ElementRange? range = null)
    {
        if ((long)x.High - x.Low >= GreatestTable) throw new InvalidNetworkException(node, "the operand takes too many values for a table");
        int[] values = [.. Enumerable.Range(x.Low, x.High - x.Low + 1).Select(value => function(value) - zeroPoint)];
        ElementRange? known = HidesModel ? range : null;
        if (known is null && values.Select((value, index) => value - index).All(difference => difference == x.StoredLow))
        {
            // Stored values stay as they are: only the meaning changes.
            return new(x.JoinAxis, x.Pieces, zeroPoint, x.StoredLow + zeroPoint, x.StoredHigh + zeroPoint);
        }
        int table = UnaryTable(node, x.StoredLow, values, isSecret: known is not null);
        TensorView[] pieces = [.. x.Pieces.Select(piece =>
        {
            (int[] sizes, TensorView view) = AddOutput(node, piece.Axes);
            ColumnTerm[][] columns = [[ColumnTerm.Of(ReadAll(piece))], [ColumnTerm.Of(TensorRead.Identity(view.Tensor, sizes.Length))]];
            steps.Add(new UnaryStep(node, AddLookups(node, table, sizes, columns), view.Tensor));
            return view;
        })];
        ElementRange results = known ?? new(values.Min() + zeroPoint, values.Max() + zeroPoint);
        return new(x.JoinAxis, pieces, zeroPoint, results.Low, results.High);
    }

    /// <summary>Any function of an accumulator that takes few values.</summary>
    /// <param name="accumulator">The accumulator.</param>
    /// <param name="function">From an accumulator within its bounds to the quantised result.</param>
    /// <param name="zeroPoint">The zero point of the result.</param>
    public Activation Tabulate(Accumulator accumulator, Func<int, int> function, int zeroPoint)
    {
        ArgumentNullException.ThrowIfNull(accumulator);
        string node = accumulator.Node;
        long low = accumulator.Low.Min(), high = accumulator.High.Max();
        if (high - low >= GreatestTable) throw new InvalidNetworkException(node, "the accumulator takes too many values for a table");
        int[] values = [.. Enumerable.Range((int)low, (int)(high - low + 1)).Select(value => function(value) - zeroPoint)];
        int table = UnaryTable(node, (int)low, values);
        (int[] sizes, TensorView view) = AddOutput(node, accumulator.Axes);
        int lookups = AddLookups(
            node, table, sizes, [accumulator.Terms, [ColumnTerm.Of(TensorRead.Identity(view.Tensor, sizes.Length))]]);
        steps.Add(new UnaryStep(node, lookups, view.Tensor));
        return new(0, [view], zeroPoint, values.Min() + zeroPoint, values.Max() + zeroPoint);
    }

    /// <summary>Any function of two quantised values, whose shapes are broadcast as in ONNX.</summary>
    /// <param name="node">The name of the layer.</param>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <param name="function">From two quantised values within the operands' ranges to the quantised result.</param>
    /// <param name="zeroPoint">The zero point of the result.</param>
    /// <param name="hint">Slopes, when the function is nearly linear (QLinearAdd); null otherwise (QLinearMul).</param>
    /// <param name="range">
    /// An interval of the results that follows from their type, where the function itself is part of the model; null where it is public.
    /// </param>
    public Activation Binary(
        string node, Activation left, Activation right, Func<int, int, int> function, int zeroPoint, RescaleHint? hint = null,
        ElementRange? range = null)
    {
        long leftCount = (long)left.High - left.Low + 1, rightCount = (long)right.High - right.Low + 1;
        if (leftCount * rightCount > GreatestTable) throw new InvalidNetworkException(node, "the operands take too many values");
        var values = new int[leftCount * rightCount];
        for (int u = 0, i = 0; u < leftCount; u++)
        {
            for (int v = 0; v < rightCount; v++) values[i++] = function(left.Low + u, right.Low + v) - zeroPoint;
        }
        TensorView[] views = Align(node, [left, right]);
        double elements = views[0].Digits().Aggregate(1.0, (product, digit) => product * digit.Size);
        ElementRange? known = HidesModel ? range : null;
        string contents = known is not null ? SecretTable()
            : ContentName("pairs", values.Prepend(right.StoredLow).Prepend((int)rightCount).Prepend(left.StoredLow));
        double rowCost = tables.ContainsKey(contents) ? 0 : PairRowCost * values.Length;
        if (hint is RescaleHint slopes && (LinearElementCost * elements) + LinearTableCost < (PairElementCost * elements) + rowCost &&
            LinearStepSearch.Find(values, (left.StoredLow, (int)leftCount), (right.StoredLow, (int)rightCount), slopes) is var (a, b, runs))
        {
            Accumulator sum = Combine(node, [(left, a), (right, b)], 0);
            return RequantiseRuns(sum, [runs], [0], [], zeroPoint);
        }
        int table = Table(contents, number =>
        {
            int[] shape = [(int)leftCount, (int)rightCount];
            int tensor = AddModel(node, $"{node} table", shape, values, isTable: true, isSecret: known is not null);
            AddTableRows(node, number, shape, [[ColumnTerm.Index(0), .. Offset(left.StoredLow)],
                [ColumnTerm.Index(1), .. Offset(right.StoredLow)], [ColumnTerm.Of(TensorRead.Identity(tensor, 2))]]);
        });
        (int[] sizes, TensorView view) = AddOutput(node, views[0].Axes);
        int lookups = AddLookups(node, table, sizes, [[ColumnTerm.Of(ReadAll(views[0]))], [ColumnTerm.Of(ReadAll(views[1]))],
            [ColumnTerm.Of(TensorRead.Identity(view.Tensor, sizes.Length))]]);
        steps.Add(new PairStep(node, lookups, view.Tensor));
        ElementRange results = known ?? new(values.Min() + zeroPoint, values.Max() + zeroPoint);
        return new(0, [view], zeroPoint, results.Low, results.High);
    }

    /// <summary>
    /// Any function of several quantised values, whose shapes are broadcast as in ONNX: one lookup of a key that numbers the tuples of
    /// values (SPEC §10.5).
    /// </summary>
    /// <param name="node">The name of the layer.</param>
    /// <param name="operands">The operands, at least one.</param>
    /// <param name="function">From one quantised value per operand, within the operands' ranges, to the quantised result.</param>
    /// <param name="zeroPoint">The zero point of the result.</param>
    public Activation Tabulate(string node, Activation[] operands, Func<int[], int> function, int zeroPoint)
    {
        int[] counts = [.. operands.Select(operand => operand.High - operand.Low + 1)];
        if (counts.Aggregate(1.0, (product, count) => product * count) > GreatestTable)
        {
            throw new InvalidNetworkException(node, "the operands take too many values together");
        }
        var values = new int[counts.Aggregate(1, (product, count) => product * count)];
        int[] tuple = [.. operands.Select(operand => operand.Low)];
        for (int key = 0; key < values.Length; key++)
        {
            values[key] = function(tuple) - zeroPoint;
            for (int i = tuple.Length - 1; i >= 0 && ++tuple[i] > operands[i].High; i--) tuple[i] = operands[i].Low;
        }
        TensorView[] views = Align(node, operands);
        var column = new List<ColumnTerm>();
        long stride = 1, least = 0;
        for (int i = views.Length - 1; i >= 0; stride *= counts[i--])
        {
            column.Add(ColumnTerm.Of(ReadAll(views[i]), stride));
            least += stride * operands[i].StoredLow;
        }
        int table = Table(ContentName("tuples", values), number =>
        {
            int tensor = AddModel(node, $"{node} table", [values.Length], values, isTable: true);
            AddTableRows(node, number, [values.Length], [[ColumnTerm.Index(0)], [ColumnTerm.Of(TensorRead.Identity(tensor, 1))]]);
        });
        (int[] sizes, TensorView view) = AddOutput(node, views[0].Axes);
        ColumnTerm[][] columns = [[.. column, .. Offset(-least)], [ColumnTerm.Of(TensorRead.Identity(view.Tensor, sizes.Length))]];
        steps.Add(new UnaryStep(node, AddLookups(node, table, sizes, columns), view.Tensor));
        return new(0, [view], zeroPoint, values.Min() + zeroPoint, values.Max() + zeroPoint);
    }

    /// <summary>The name of a table that no other layer shares: whether secret tables are equal must not show.</summary>
    private string SecretTable() => $"secret {tables.Count}";

    /// <summary>The table of rows (low + i, values[i]).</summary>
    private int UnaryTable(string node, int low, int[] values, bool isSecret = false) => Table(
        isSecret ? SecretTable() : ContentName("unary", values.Prepend(low)), number =>
    {
        int tensor = AddModel(node, $"{node} table", [values.Length], values, isTable: true, isSecret);
        AddTableRows(node, number, [values.Length],
            [[ColumnTerm.Index(0), .. Offset(low)], [ColumnTerm.Of(TensorRead.Identity(tensor, 1))]]);
    });

    /// <summary>A witness tensor with one axis per digit, and its view.</summary>
    private (int[] Sizes, TensorView View) AddOutput(string node, ViewDigit[][] axes)
    {
        int stored = 0;
        ViewDigit[] Store(ViewDigit[] digits) => [.. digits.Select(digit => new ViewDigit(digit.Size, stored++, 1))];
        ViewDigit[][] own = [.. axes.Select(Store)];
        int[] sizes = [.. own.SelectMany(digits => digits).Select(digit => digit.Size)];
        if (sizes.Length == 0) sizes = [1];
        int tensor = AddWitness(node, $"{node} output", sizes);
        return (sizes, new(tensor, sizes, new int[sizes.Length], own));
    }

    /// <summary>The read of a view whose digits are variables 0, 1, ... in row-major order.</summary>
    private static TensorRead ReadAll(TensorView view) => view.Read([.. Enumerable.Range(0, view.Digits().Count())]);
}
