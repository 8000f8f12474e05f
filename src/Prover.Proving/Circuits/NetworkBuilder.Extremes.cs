using Prover.Proving.Witness;
using Prover.Verifier.Circuits;

namespace Prover.Proving.Circuits;

/// <content>Greatest and least elements and their positions (SPEC §10.6).</content>
public sealed partial class NetworkBuilder
{
    /// <summary>The greater of two activations of equal zero points, whose shapes are broadcast as in ONNX.</summary>
    public Activation Maximum(string node, Activation left, Activation right) => Extreme(node, left, right, 1);

    /// <summary>The lesser of two activations of equal zero points, whose shapes are broadcast as in ONNX.</summary>
    public Activation Minimum(string node, Activation left, Activation right) => Extreme(node, left, right, -1);

    /// <summary>The greatest element along an axis, which keeps size 1.</summary>
    public Activation Maximum(string node, Activation x, int axis) => Halve(node, x, axis, 1);

    /// <summary>The least element along an axis, which keeps size 1.</summary>
    public Activation Minimum(string node, Activation x, int axis) => Halve(node, x, axis, -1);

    /// <summary>The position of the greatest or least element along an axis, which keeps size 1; the zero point is 0.</summary>
    /// <param name="node">The name of the layer.</param>
    /// <param name="x">The activation.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="isGreatest">Whether the greatest element is wanted, not the least.</param>
    /// <param name="isLast">Which of equal elements counts.</param>
    public Activation PositionOfExtreme(string node, Activation x, int axis, bool isGreatest, bool isLast)
    {
        if (axis < 0 || axis >= x.Rank) throw new InvalidNetworkException(node, "an axis does not exist");
        int size = x.Shape[axis];
        int[] shape = [.. x.Shape.Select((length, i) => i == axis ? 1 : length)];
        if (size == 1) return Constant(node, shape, new int[shape.Aggregate(1, (product, length) => product * length)], 0);
        if ((long)size * (x.High - x.Low + 1) > GreatestTable)
        {
            throw new InvalidNetworkException(node, $"{size} elements of {x.High - x.Low + 1} values are too many to find an extreme of");
        }
        Activation key = Halve(node, Keys(node, x, axis, isGreatest, isLast), axis, 1);
        return Unary(node, key, value => isLast ? value % size : size - 1 - (value % size), 0);
    }

    private Activation Halve(string node, Activation x, int axis, int sign)
    {
        if (axis < 0 || axis >= x.Rank) throw new InvalidNetworkException(node, "an axis does not exist");
        _ = ledger.Of(node);
        // The halves overlap where the size is odd: a maximum may count an element twice.
        for (int size = x.Shape[axis]; size > 1; size = x.Shape[axis])
        {
            int half = (size + 1) / 2;
            x = Extreme(node, Slice(node, x, axis, 0, 1, half), Slice(node, x, axis, size - half, 1, half), sign);
        }
        return x;
    }

    private Activation Extreme(string node, Activation left, Activation right, int sign)
    {
        if (left.ZeroPoint != right.ZeroPoint) throw new InvalidNetworkException(node, "the zero points of the operands differ");
        TensorView[] views = Align(node, [left, right]);
        TensorView result = Extreme(node, views[0].Axes, [ColumnTerm.Of(ReadAll(views[0]), sign)], [ColumnTerm.Of(ReadAll(views[1]), sign)],
            (sign, Math.Max((long)left.High - right.Low, (long)right.High - left.Low)));
        return sign > 0
            ? new(0, [result], left.ZeroPoint, Math.Max(left.Low, right.Low), Math.Max(left.High, right.High))
            : new(0, [result], left.ZeroPoint, Math.Min(left.Low, right.Low), Math.Min(left.High, right.High));
    }

    /// <summary>
    /// The tensor t with sign · t = max(a, b) = b + relu(a - b): a lookup of (a - b, sign · t - b) per element.
    /// </summary>
    private TensorView Extreme(string node, ViewDigit[][] axes, ColumnTerm[] a, ColumnTerm[] b, (int Sign, long Reach) result)
    {
        if (result.Reach >= GreatestTable) throw new InvalidNetworkException(node, "the operands take too many values to be compared");
        greatestDifference = Math.Max(greatestDifference, (int)result.Reach);
        ColumnTerm[] other = [.. b.Select(term => term with { Factor = -term.Factor })];
        (int[] sizes, TensorView view) = AddOutput(node, axes);
        ColumnTerm extreme = ColumnTerm.Of(TensorRead.Identity(view.Tensor, sizes.Length), result.Sign);
        int lookups = AddLookups(node, Table("maximum", _ => { }), sizes, [[.. a, .. other], [extreme, .. other]]);
        steps.Add(new MaximumStep(node, lookups, view.Tensor));
        return view;
    }

    /// <summary>
    /// Numbers that order elements by value, then by position: size · (x - least) plus the position counted from the other end, or
    /// size · (greatest - x) for the least element. Returned are the greater ones of both halves of the axis.
    /// </summary>
    private Activation Keys(string node, Activation x, int axis, bool isGreatest, bool isLast)
    {
        int size = x.Shape[axis], half = (size + 1) / 2;
        if (!x.IsSingle) x = Recommit(node, x);
        Activation[] halves = [Slice(node, x, axis, 0, 1, half), Slice(node, x, axis, size - half, 1, half)];
        TensorView[] views = Align(node, halves);
        int factor = isGreatest ? size : -size, greatest = (size * (x.High - x.Low + 1)) - 1;
        int before = views[0].Axes[..axis].Sum(digits => digits.Length);
        ColumnTerm[] Key(TensorView view, int start)
        {
            var terms = new List<ColumnTerm> { ColumnTerm.Of(ReadAll(view), factor) };
            long stride = isLast ? 1 : -1;
            for (int i = view.Axes[axis].Length - 1; i >= 0; stride *= view.Axes[axis][i--].Size)
            {
                terms.Add(ColumnTerm.Index(before + i, stride));
            }
            long offset = isGreatest ? -(long)size * x.StoredLow : (long)size * x.StoredHigh;
            return [.. terms, .. Offset(offset + (isLast ? start : size - 1 - start))];
        }
        TensorView keys = Extreme(node, views[0].Axes, Key(views[0], 0), Key(views[1], size - half), (1, greatest));
        return new(0, [keys], 0, 0, greatest);
    }
}
