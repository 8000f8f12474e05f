using Prover.Proving.Witness;
using Prover.Verifier.Circuits;

namespace Prover.Proving.Circuits;

/// <content>Sums and maxima over windows and axes (design §3.3, §3.4).</content>
public sealed partial class NetworkBuilder
{
    /// <summary>Windows of at most this many elements are summed by reads; larger ones by inner products with ones.</summary>
    private const int GreatestReadSum = 4;

    private int greatestDifference = -1;

    /// <summary>
    /// Sums of x minus its zero point over a window: x [N, C, spatial...] gives [N, C, spatial...]. Padding adds 0.
    /// </summary>
    public Accumulator WindowSum(string node, Activation x, SpatialWindow window)
    {
        AxisWindow[] windows = AxisWindow.Of(node, window, x.Shape);
        x = PrepareWindows(node, x, windows, joinedAxis: -1);
        TensorView view = x.Pieces[0];
        int leading = x.Rank - windows.Length;
        var rowAxes = new RowAxes();
        foreach (ViewDigit[] digits in view.Axes[..leading]) rowAxes.Add(digits);
        (ViewDigit[] Digits, int First)[] positions = [.. windows.Select(axis => rowAxes.Add(axis.Output))];
        int[] taps = [.. windows.Select(axis => axis.Taps)];
        int count = taps.Aggregate(1, (product, size) => product * size);
        var terms = new List<ColumnTerm>();
        if (count <= GreatestReadSum)
        {
            for (int tap = 0; tap < count; tap++)
            {
                int rest = tap;
                var read = new ReadBuilder(view);
                read.Bind(view.Axes[..leading].SelectMany(digits => digits), 0);
                for (int axis = windows.Length - 1; axis >= 0; rest /= taps[axis--])
                {
                    if (view.Axes[leading + axis].Length == 0) continue;
                    read.Bind(view.Axes[leading + axis][0], windows[axis].IndexAt(positions[axis].First, rest % taps[axis]));
                }
                terms.Add(ColumnTerm.Of(read.Build()));
            }
        }
        else
        {
            int[] innerSizes = [.. taps.Where(size => size > 1)];
            var read = new ReadBuilder(view);
            read.Bind(view.Axes[..leading].SelectMany(digits => digits), 0);
            BindWindows(read, view, leading, windows, positions, rowAxes.FirstInner);
            terms.Add(SumProduct(node, innerSizes, rowAxes, read.Build()));
        }
        bool padded = windows.Any(axis => axis.Leaves);
        var bounds = new AccumulatorBounds(1);
        bounds.Add(count, (1, 1), (padded ? Math.Min(0, x.StoredLow) : x.StoredLow, padded ? Math.Max(0, x.StoredHigh) : x.StoredHigh));
        return Accumulate(node, [.. view.Axes[..leading], .. positions.Select(position => position.Digits)], terms, -1, bounds);
    }

    /// <summary>Sums of x minus its zero point over whole axes, which keep size 1.</summary>
    public Accumulator Sum(string node, Activation x, int[] axes)
    {
        if (axes.Any(axis => axis < 0 || axis >= x.Rank)) throw new InvalidNetworkException(node, "an axis does not exist");
        bool Kept(int axis) => !axes.Contains(axis);
        ViewDigit[][] Outer(TensorView view) => [.. view.Axes.Where((_, axis) => Kept(axis))];
        if (!x.IsSingle && (Kept(x.JoinAxis) || x.Pieces.Any(piece => !SameSizes(Outer(piece), Outer(x.Pieces[0]))))) x = Recommit(node, x);
        var rowAxes = new RowAxes();
        foreach (ViewDigit[] digits in Outer(x.Pieces[0])) rowAxes.Add(digits);
        var terms = new List<ColumnTerm>();
        foreach (TensorView view in x.Pieces)
        {
            ViewDigit[] summed = [.. view.Axes.Where((_, axis) => !Kept(axis)).SelectMany(digits => digits)];
            int count = DigitLists.Size(summed);
            if (count > GreatestReadSum)
            {
                var product = new ReadBuilder(view);
                product.Bind(Outer(view).SelectMany(digits => digits), 0);
                product.Bind(summed, rowAxes.FirstInner);
                terms.Add(SumProduct(node, [.. summed.Select(digit => digit.Size)], rowAxes, product.Build()));
                continue;
            }
            for (int index = 0; index < count; index++)
            {
                int rest = index;
                var read = new ReadBuilder(view);
                read.Bind(Outer(view).SelectMany(digits => digits), 0);
                foreach (ViewDigit digit in summed.Reverse())
                {
                    read.Bind(digit, AffineIndex.Constant(rest % digit.Size));
                    rest /= digit.Size;
                }
                terms.Add(ColumnTerm.Of(read.Build()));
            }
        }
        var bounds = new AccumulatorBounds(1);
        bounds.Add(axes.Distinct().Aggregate(1L, (product, axis) => product * x.Shape[axis]), (1, 1), (x.StoredLow, x.StoredHigh));
        return Accumulate(node, [.. x.Pieces[0].Axes.Select((digits, axis) => Kept(axis) ? digits : [])], terms, -1, bounds);
    }

    /// <summary>The maximum over a window: x [N, C, spatial...] gives [N, C, spatial...]. Padding is never the maximum.</summary>
    public Activation MaxPool(string node, Activation x, SpatialWindow window)
    {
        AxisWindow[] windows = AxisWindow.Of(node, window, x.Shape);
        int leading = x.Rank - windows.Length;
        // One axis after another, the innermost first: the maximum is separable.
        for (int axis = windows.Length - 1; axis >= 0; axis--)
        {
            if (windows[axis].HasEmptyWindow) throw new InvalidNetworkException(node, "a window reads nothing but padding");
            x = MaxAlong(node, x, leading + axis, windows[axis]);
        }
        return x;
    }

    /// <summary>The running maximum along one axis.</summary>
    private Activation MaxAlong(string node, Activation x, int axis, AxisWindow window)
    {
        if (window.Taps == 1 && !window.Leaves) return Slice(node, x, axis, -window.Pad, window.Stride, window.Output);
        bool Suits(TensorView piece) => piece.Axes[axis].Length == 1 && (!window.Leaves || piece.EndsWithTensor(axis));
        if ((!x.IsSingle && x.JoinAxis == axis) || !x.Pieces.All(Suits)) x = Recommit(node, x, axis);
        return x.With(x.JoinAxis, [.. x.Pieces.Select(piece => MaxAlong(node, piece, axis, window, x.StoredLow, x.High - x.Low))]);
    }

    /// <summary>
    /// max(m, v) = v + relu(m - v): the lookup of (m - v, max - v) in a closed-form table for each tap but the first. Values are taken
    /// minus the least one, so that padding, which reads 0, is the lowest.
    /// </summary>
    private TensorView MaxAlong(string node, TensorView view, int axis, AxisWindow window, int least, int reach)
    {
        greatestDifference = Math.Max(greatestDifference, reach);
        int table = Table("maximum", _ => { });
        var rowAxes = new RowAxes();
        foreach (ViewDigit[] digits in view.Axes[..axis]) rowAxes.Add(digits);
        (ViewDigit[] output, int position) = rowAxes.Add(window.Output);
        foreach (ViewDigit[] digits in view.Axes[(axis + 1)..]) rowAxes.Add(digits);
        int[] sizes = rowAxes.Sizes;

        ColumnTerm[] Tap(int tap, int factor)
        {
            AffineIndex index = window.IndexAt(position, tap);
            var read = new ReadBuilder(view);
            read.Bind(view.Axes[..axis].SelectMany(digits => digits), 0);
            read.Bind(view.Axes[axis][0], index);
            read.Bind(view.Axes[(axis + 1)..].SelectMany(digits => digits), position + output.Length);
            ColumnTerm value = ColumnTerm.Of(read.Build(), factor);
            if (least == 0) return [value];
            // Minus the least value, but only where the tap is not padding.
            return window.LeavesAt(tap)
                ? [value, ColumnTerm.Of(new TensorRead(Ones(node, [window.Input]), [index]), -factor * (long)least)]
                : [value, ColumnTerm.Constant(-factor * (long)least)];
        }

        ColumnTerm[] running = Tap(0, 1);
        TensorView result = view;
        for (int tap = 1; tap < window.Taps; tap++)
        {
            int tensor = AddWitness(node, $"{node} maximum", sizes);
            ColumnTerm[] maximum = [ColumnTerm.Of(TensorRead.Identity(tensor, sizes.Length)), .. Offset(-least)];
            int lookups = AddLookups(node, table, sizes, [[.. running, .. Tap(tap, -1)], [.. maximum, .. Tap(tap, -1)]]);
            steps.Add(new MaximumStep(node, lookups, tensor));
            running = maximum;
            int stored = 0;
            ViewDigit[] Store(ViewDigit[] digits) => [.. digits.Select(digit => new ViewDigit(digit.Size, stored++, 1))];
            result = new(tensor, sizes, new int[sizes.Length],
                [.. view.Axes.Select((digits, index) => Store(index == axis ? output : digits))]);
        }
        return result;
    }

    /// <summary>The table of (d, max(d, 0)) for all differences of values that a pool compares.</summary>
    private void AddMaximumTable()
    {
        if (!tables.TryGetValue("maximum", out int table)) return;
        int size = Math.Max(1, greatestDifference + 1);
        AddTableRows("maximum", table, [size], [[ColumnTerm.Index(0)], [ColumnTerm.Index(0)]]);
        AddTableRows("maximum", table, [size], [[ColumnTerm.Index(0, -1), ColumnTerm.Constant(-1)], []]);
    }

    /// <summary>A sum of reads as an inner product with ones.</summary>
    private ColumnTerm SumProduct(string node, int[] innerSizes, RowAxes rowAxes, TensorRead right)
    {
        int inner = rowAxes.FirstInner;
        TensorRead left = TensorRead.Identity(Ones(node, innerSizes), innerSizes.Length);
        left = left with { Indices = [.. Enumerable.Range(inner, innerSizes.Length).Select(variable => AffineIndex.Of(variable))] };
        ledger.Of(node).Products += rowAxes.Count * innerSizes.Aggregate(1L, (product, size) => product * size);
        return ColumnTerm.Of(new InnerProduct(innerSizes, [], left, right));
    }
}
