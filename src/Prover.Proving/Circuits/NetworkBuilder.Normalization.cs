using Prover.Verifier.Circuits;
using Prover.Verifier.Fields;

namespace Prover.Proving.Circuits;

/// <content>Normalisations by the mean and the spread of elements that belong together (SPEC §10.11).</content>
public sealed partial class NetworkBuilder
{
    /// <summary>
    /// (x - mean) / deviation along axes, in units that the reciprocals determine: sums of the shape of x. Mean and deviation are
    /// committed once for all elements that share them; the result itself is not committed.
    /// </summary>
    /// <param name="node">The name of the layer.</param>
    /// <param name="x">The activation.</param>
    /// <param name="axes">The axes whose elements share mean and deviation.</param>
    /// <param name="scaling">The functions.</param>
    public Accumulator Normalize(string node, Activation x, int[] axes, CentredScaling scaling)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(scaling);
        if (!x.IsSingle) x = Recommit(node, x);
        int count = CountOf(x, axes), half = (count + 1) / 2;
        Activation sum = Commit(Sum(node, x, axes));
        // -m, so that all products below have the factor 1.
        Activation mean = Requantise(Combine(node, [(sum, 1)], 0), Rounded(sum, a => CentredScaling.Round(a, count), -1));
        Activation rest = Commit(Products(node, [], [(sum, 1), (mean, count)], -half, half));
        Activation reciprocal = Variance(node, x, axes, (mean, rest), scaling);

        Activation remainder = Unary(node, rest, t => scaling.Remainder(t, count), 0);
        long reach = scaling.GreatestOffset(count), unit = scaling.OffsetStep, divisor = scaling.MeanFactor * unit;
        Accumulator product = Products(node, [(remainder, reciprocal)], [], -reach, reach);
        int steps = (int)CentredScaling.Round(reach, divisor) + 1;
        Activation offset = Requantise(product, new((_, a) => (int)CentredScaling.Round(a, divisor), -steps, steps, 0)
        {
            Map = [.. Enumerable.Range(-steps, (2 * steps) + 1).Select(step => checked((int)(step * unit)))],
        });
        long greatest = checked((long)scaling.GreatestResult(count, x.High - x.Low));
        return Products(node, [(x, reciprocal), (mean, reciprocal)], [(offset, -1)], -greatest, greatest);
    }

    /// <summary>x / norm along axes, in units that the reciprocals determine: sums of the shape of x.</summary>
    /// <param name="node">The name of the layer.</param>
    /// <param name="x">The activation.</param>
    /// <param name="axes">The axes whose elements share a norm.</param>
    /// <param name="ofMagnitudes">Whether the norm is a function of the sum of absolute values; else of that of squares.</param>
    /// <param name="reciprocal">From that sum to the reciprocal of the norm.</param>
    public Accumulator DivideByNorm(string node, Activation x, int[] axes, bool ofMagnitudes, ReciprocalTable reciprocal)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(reciprocal);
        int zero = x.ZeroPoint;
        Accumulator sum = ofMagnitudes
            ? Sum(node, Unary(node, x, q => Math.Abs(q - zero), 0), axes)
            : SumOfSquares(node, x, axes);
        return Scaled(node, x, sum, ofMagnitudes, reciprocal, static factor => factor);
    }

    /// <summary>
    /// x / norm of neighbours along an axis, in units that the reciprocals determine: sums of the shape of x. The norm of an element
    /// is a function of the sum of squares of elements around it.
    /// </summary>
    /// <param name="node">The name of the layer.</param>
    /// <param name="x">The activation.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="before">How many elements before it.</param>
    /// <param name="after">How many elements after it.</param>
    /// <param name="reciprocal">From the sum of squares to the reciprocal of the norm.</param>
    public Accumulator DivideByNeighbours(string node, Activation x, int axis, int before, int after, ReciprocalTable reciprocal)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(reciprocal);
        int zero = x.ZeroPoint;
        int[] last = [.. Enumerable.Range(0, x.Rank).Where(other => other != axis), axis];
        int[] back = [.. Enumerable.Range(0, x.Rank).Select(other => Array.IndexOf(last, other))];
        Activation squares = Transpose(node, Unary(node, x, q => (q - zero) * (q - zero), 0), last);
        Accumulator sum = WindowSum(node, squares, new([before + after + 1], [1], [before], [after], [1]));
        return Scaled(node, x, sum, false, reciprocal, factor => Transpose(node, factor, back));
    }

    /// <summary>Each element times the reciprocal of a norm that counts the element itself.</summary>
    private Accumulator Scaled(
        string node, Activation x, Accumulator sum, bool ofMagnitudes, ReciprocalTable reciprocal, Func<Activation, Activation> move)
    {
        // No element is greater than the sum of magnitudes, or than the root of that of squares.
        double Element(long last) => Math.Min(Magnitude(x), ofMagnitudes ? last : Math.Floor(Math.Sqrt(last)) + 1);
        long greatest = checked((long)reciprocal.GreatestProduct(sum.High.Max(), Element));
        return Products(node, [(x, move(Invert(sum, reciprocal, 0)))], [], -greatest, greatest);
    }

    /// <summary>factor · x + addend, element by element, of committed values whose shapes are broadcast.</summary>
    /// <param name="node">The name of the layer.</param>
    /// <param name="x">The activation.</param>
    /// <param name="factor">What it is multiplied by.</param>
    /// <param name="addend">What is added.</param>
    public Accumulator MultiplyAdd(string node, Activation x, Activation factor, Activation addend)
    {
        var bounds = new AccumulatorBounds(1);
        bounds.Add(1, (x.StoredLow, x.StoredHigh), (factor.StoredLow, factor.StoredHigh));
        bounds.Add(1, (1, 1), (addend.StoredLow, addend.StoredHigh));
        return Products(node, [(x, factor)], [(addend, 1)], bounds.Low[0], bounds.High[0]);
    }

    /// <summary>The reciprocal of V, given -m and T.</summary>
    private Activation Variance(
        string node, Activation x, int[] axes, (Activation Mean, Activation Remainder) parts, CentredScaling scaling)
    {
        int count = CountOf(x, axes);
        long half = (count + 1) / 2, factor = scaling.VarianceFactor, most = scaling.GreatestVariance(count, x.High - x.Low);
        Activation correction = Unary(node, parts.Remainder, t => checked((int)scaling.Correction(t, count)), 0);
        Activation square = Unary(node, parts.Mean, m => m * m, 0);
        long greatest = half * Magnitude(parts.Mean);
        Activation mixed = Commit(Products(node, [parts], [], -greatest, greatest));
        // The sum of (x - m)² = x² - 2 m x + m² is that of x², minus n m² + 2 m T. A constant puts V around 0.
        TensorView[] views = Align(node, [square, mixed, correction]);
        (ColumnTerm squares, ViewDigit[][] kept) = SumOfSquares(node, x.Pieces[0], axes, factor);
        if (!SameSizes(views[0].Axes, kept)) throw new InvalidNetworkException(node, "the axes of the mean are not those of the elements");
        ColumnTerm[] terms =
        [
            squares, ColumnTerm.Of(ReadAll(views[0]), -factor * count), ColumnTerm.Of(ReadAll(views[1]), 2 * factor),
            ColumnTerm.Of(ReadAll(views[2]), -1), ColumnTerm.Constant(-(most / 2)),
        ];
        return Invert(Derived(node, kept, terms, -(most / 2), most - (most / 2)), scaling.Reciprocal, most / 2);
    }

    /// <summary>The function of a sum that is at least 0, of which a constant was subtracted, as a committed value.</summary>
    private Activation Invert(Accumulator sum, ReciprocalTable reciprocal, long subtracted)
    {
        int last = reciprocal.StepOf(sum.High.Max() + subtracted);
        return Requantise(sum, new((_, a) => reciprocal.StepOf(Math.Max(a + subtracted, 0)), 0, last, 0)
        {
            Map = reciprocal.Values[..(last + 1)],
        });
    }

    /// <summary>A rounding of a committed value, times a sign.</summary>
    private static Requantisation Rounded(Activation x, Func<long, long> round, int sign)
    {
        int low = (int)round(x.StoredLow), high = (int)round(x.StoredHigh);
        return new((_, a) => (int)round(a), low, high, 0) { Map = [.. Enumerable.Range(low, high - low + 1).Select(v => sign * v)] };
    }

    /// <summary>Sums of squares of x minus its zero point over whole axes, which keep size 1.</summary>
    private Accumulator SumOfSquares(string node, Activation x, int[] axes)
    {
        if (!x.IsSingle) x = Recommit(node, x);
        (ColumnTerm squares, ViewDigit[][] kept) = SumOfSquares(node, x.Pieces[0], axes, 1);
        long count = CountOf(x, axes), least = Math.Max(0, Math.Max(x.StoredLow, -x.StoredHigh)), most = Magnitude(x);
        return Derived(node, kept, [squares], count * least * least, count * most * most);
    }

    /// <summary>A multiple of sums of squares of a view over whole axes, and the axes of the sums, where these have size 1.</summary>
    private (ColumnTerm Squares, ViewDigit[][] Kept) SumOfSquares(string node, TensorView view, int[] axes, long factor)
    {
        ViewDigit[][] kept = [.. view.Axes.Select((digits, axis) => axes.Contains(axis) ? [] : digits)];
        ViewDigit[] summed = [.. view.Axes.Where((_, axis) => axes.Contains(axis)).SelectMany(digits => digits)];
        ViewDigit[] rows = [.. kept.SelectMany(digits => digits)];
        var rowAxes = new RowAxes();
        rowAxes.Add(rows);
        var read = new ReadBuilder(view);
        read.Bind(rows, 0);
        read.Bind(summed, rowAxes.FirstInner);
        int[] shared = [.. Enumerable.Range(0, rows.Length).Where(digit => rows[digit].Axis >= 0)];
        ledger.Of(node).Products += rowAxes.Count * DigitLists.Size(summed);
        var product = new InnerProduct([.. summed.Select(digit => digit.Size)], shared, read.Build(), read.Build());
        return (ColumnTerm.Of(product, factor), kept);
    }

    /// <summary>
    /// Sums of products and multiples of activations, whose shapes are broadcast, with bounds that follow from the operands' meaning.
    /// </summary>
    private Accumulator Products(
        string node, (Activation Left, Activation Right)[] pairs, (Activation X, long Factor)[] terms, long low, long high)
    {
        Activation[] operands = [.. pairs.SelectMany(pair => new[] { pair.Left, pair.Right }), .. terms.Select(term => term.X)];
        TensorView[] views = Align(node, operands);
        ViewDigit[][] digits = [.. views.Select(view => view.Digits().ToArray())];
        var columns = new List<ColumnTerm>();
        for (int i = 0; i < 2 * pairs.Length; i += 2)
        {
            int[] shared = [.. Enumerable.Range(0, digits[i].Length).Where(at => digits[i][at].Axis >= 0 && digits[i + 1][at].Axis >= 0)];
            columns.Add(ColumnTerm.Of(new InnerProduct([], shared, ReadAll(views[i]), ReadAll(views[i + 1]))));
            ledger.Of(node).Products += digits[i].Aggregate(1L, (product, digit) => product * digit.Size);
        }
        columns.AddRange(terms.Select((term, i) => ColumnTerm.Of(ReadAll(views[(2 * pairs.Length) + i]), term.Factor)));
        return Derived(node, views[0].Axes, [.. columns], low, high);
    }

    /// <summary>Sums whose bounds are a theorem about their operands, not what the ranges of these give; refused like all others.</summary>
    private static Accumulator Derived(string node, ViewDigit[][] axes, ColumnTerm[] terms, long low, long high)
    {
        long greatest = Math.Max(-low, high);
        return 2 * greatest < KoalaBear.Order
            ? new(node, axes, terms, -1, [low], [high])
            : throw new InvalidNetworkException(node, $"accumulators can reach {greatest}, half of the field's order or more");
    }

    private static int CountOf(Activation x, int[] axes) => axes.Aggregate(1, (product, axis) => checked(product * x.Shape[axis]));

    /// <summary>The greatest absolute committed value.</summary>
    private static long Magnitude(Activation x) => Math.Max(-(long)x.StoredLow, x.StoredHigh);
}
