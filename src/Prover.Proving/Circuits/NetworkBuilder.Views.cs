using Prover.Proving.Witness;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Circuits;

namespace Prover.Proving.Circuits;

/// <content>Views, and recommitting where a view cannot be expressed (design §3.4).</content>
public sealed partial class NetworkBuilder
{
    /// <summary>The same elements, row-major, under another shape of the same number of elements.</summary>
    public Activation Reshape(string node, Activation x, params int[] shape)
    {
        if (shape.Any(size => size < 1) || shape.Aggregate(1L, (product, size) => product * size) != x.Count)
        {
            throw new InvalidNetworkException(node, "the new shape has another number of elements");
        }
        _ = ledger.Of(node);
        if (x.IsSingle)
        {
            return x.With(0, [Few(x.Pieces[0].Reshape(shape)) ?? RecommitAs(node, x, shape)]);
        }
        return ReshapeJoined(x, shape) ?? Reshape(node, Recommit(node, x), shape);
    }

    /// <summary>Axis i of the result is axis permutation[i] of x.</summary>
    public Activation Transpose(string node, Activation x, params int[] permutation)
    {
        if (!permutation.Order().SequenceEqual(Enumerable.Range(0, x.Rank)))
        {
            throw new InvalidNetworkException(node, "the permutation does not fit");
        }
        _ = ledger.Of(node); // views cost nothing, but the statistics list their layers
        return x.With(Array.IndexOf(permutation, x.JoinAxis), [.. x.Pieces.Select(piece => piece.Transpose(permutation))]);
    }

    /// <summary>Elements start, start + step, ... of an axis, count of them; the step may be negative.</summary>
    public Activation Slice(string node, Activation x, int axis, int start, int step, int count)
    {
        long last = start + ((long)step * (count - 1));
        if (axis < 0 || axis >= x.Rank || step == 0 || count < 1 || Math.Min(start, last) < 0 || Math.Max(start, last) >= x.Shape[axis])
        {
            throw new InvalidNetworkException(node, "the slice does not fit");
        }
        _ = ledger.Of(node);
        if (x.IsSingle || axis != x.JoinAxis)
        {
            TensorView?[] views = [.. x.Pieces.Select(piece => piece.Slice(axis, start, step, count))];
            if (views.All(view => view is not null)) return x.With(x.JoinAxis, [.. views.Select(view => view!)]);
        }
        else if (step == 1 && SliceJoined(x, start, count) is Activation joined)
        {
            return joined;
        }
        return Slice(node, Recommit(node, x), axis, start, step, count);
    }

    /// <summary>Joins activations of equal zero points along an axis.</summary>
    public Activation Concat(string node, Activation[] parts, int axis)
    {
        if (parts.Length == 0 || axis < 0 || axis >= parts[0].Rank || parts.Any(part => !Fits(part, parts[0], axis)))
        {
            throw new InvalidNetworkException(node, "the shapes or zero points of the parts do not fit");
        }
        _ = ledger.Of(node);
        var pieces = new List<TensorView>();
        foreach (Activation part in parts)
        {
            pieces.AddRange(part.IsSingle || part.JoinAxis == axis ? part.Pieces : Recommit(node, part).Pieces);
        }
        return new(axis, [.. pieces], parts[0].ZeroPoint, parts.Min(part => part.Low), parts.Max(part => part.High));
    }

    /// <summary>Pads an axis with a quantised value; padding by the zero point is free.</summary>
    public Activation Pad(string node, Activation x, int axis, int before, int after, int value)
    {
        if (axis < 0 || axis >= x.Rank || before < 0 || after < 0) throw new InvalidNetworkException(node, "the padding does not fit");
        _ = ledger.Of(node);
        if (before == 0 && after == 0) return x;
        if (value != x.ZeroPoint) return PadByConstant(node, x, axis, before, after, value);
        if (!x.IsSingle || x.Pieces[0].Pad(axis, before, after) is not TensorView view)
        {
            x = Recommit(node, x, axis);
            view = x.Pieces[0].Pad(axis, before, after)!;
        }
        return new(0, [view], x.ZeroPoint, Math.Min(x.Low, value), Math.Max(x.High, value));
    }

    /// <summary>
    /// Commits the elements of an activation again, as one tensor of its logical shape, and proves with powers of a challenge that
    /// they are the same. Axes of size 1 get a digit of their own only where listed, for windows that run over their ends.
    /// </summary>
    private Activation Recommit(string node, Activation x, params int[] keptAxes)
    {
        if (!x.IsSingle) x = x.With(x.JoinAxis, [.. x.Pieces.Select(piece => WithFewRepetitions(node, x, piece))]);
        int[] kept = [.. Enumerable.Range(0, x.Rank).Where(axis => x.Shape[axis] > 1 || keptAxes.Contains(axis))];
        int[] shape = kept.Length == 0 ? [1] : [.. kept.Select(axis => x.Shape[axis])];
        int tensor = AddWitness(node, $"{node} copy", shape);
        ViewDigit[][] axes = [.. Enumerable.Range(0, x.Rank)
            .Select(axis => Array.IndexOf(kept, axis) is >= 0 and var stored ? new ViewDigit[] { new(x.Shape[axis], stored, 1) } : [])];
        var copy = new TensorView(tensor, shape, new int[shape.Length], axes);
        int start = 0;
        foreach (TensorView piece in x.Pieces)
        {
            int size = piece.Shape[x.JoinAxis];
            TensorView target = x.IsSingle || axes[x.JoinAxis].Length == 0 ? copy : copy.Slice(x.JoinAxis, start, 1, size)!;
            ConstrainCopy(node, target, piece);
            start += size;
        }
        return x.With(0, [copy]);
    }

    /// <summary>
    /// Commits the elements of a view again as a tensor of another shape whose axes would cut the view's digits unevenly; powers number
    /// both sides alike, since both are row-major (design §3.4).
    /// </summary>
    private TensorView RecommitAs(string node, Activation x, int[] shape)
    {
        if (Repetitions(x.Pieces[0]) > 1)
        {
            x = Recommit(node, x);
            if (x.Pieces[0].Reshape(shape) is TensorView view) return view;
        }
        int[] stored = DropOnes(shape);
        TensorView copy = TensorView.Of(AddWitness(node, $"{node} copy", stored), stored);
        constraints.Add(new(Label(node), [Term(copy, 1), Term(x.Pieces[0], -1)]));
        steps.Add(new RecommitStep(node, constraints.Count - 1));
        return copy.Reshape(shape)!;
    }

    /// <summary>A view as a term of a constraint whose entries are numbered row-major over the view's shape.</summary>
    private static ConstraintTerm Term(TensorView view, int factor)
    {
        ViewDigit[] digits = [.. view.Digits()];
        var strides = new long[digits.Length];
        long stride = 1;
        for (int i = digits.Length - 1; i >= 0; stride *= digits[i--].Size) strides[i] = stride;
        return new(factor, [.. digits.Select(digit => digit.Size)], strides, view.Read([.. Enumerable.Range(0, digits.Length)]));
    }

    /// <summary>Makes sliding windows over the trailing axes expressible: recommits unless each such axis is one suitable digit.</summary>
    private Activation PrepareWindows(string node, Activation x, AxisWindow[] windows, int joinedAxis)
    {
        int first = x.Rank - windows.Length;
        bool Suits(TensorView piece, int axis)
        {
            AxisWindow window = windows[axis - first];
            int digits = piece.Axes[axis].Length;
            return digits == 0 ? window.IsFixed : digits == 1 && (!window.Leaves || piece.EndsWithTensor(axis));
        }
        bool suits = x.IsSingle || (x.JoinAxis == joinedAxis && x.Pieces.All(piece => SameSizes([piece.Axes[0]], [x.Pieces[0].Axes[0]])));
        suits &= x.Pieces.All(piece => Enumerable.Range(first, windows.Length).All(axis => Suits(piece, axis)));
        int[] lone = [.. Enumerable.Range(first, windows.Length).Where(axis => x.Shape[axis] == 1 && !windows[axis - first].IsFixed)];
        return suits ? x : Recommit(node, x, lone);
    }

    /// <summary>Prepends axes of size 1.</summary>
    private Activation Broadcast(string node, Activation x, int rank) =>
        x.Rank == rank ? x : Reshape(node, x, [.. Enumerable.Repeat(1, rank - x.Rank), .. x.Shape]);

    /// <summary>
    /// Broadcasts activations to one shape as ONNX does, and splits their axes into the same digits; recommits where that fails.
    /// </summary>
    private TensorView[] Align(string node, Activation[] operands)
    {
        int rank = operands.Max(operand => operand.Rank);
        Activation[] aligned = [.. operands.Select(operand => Broadcast(node, operand, rank))];
        for (int i = 0; i < aligned.Length; i++)
        {
            if (!aligned[i].IsSingle) aligned[i] = Recommit(node, aligned[i]);
        }
        int[] shape = [.. Enumerable.Range(0, rank).Select(axis => aligned.Max(operand => operand.Shape[axis]))];
        var views = new TensorView[aligned.Length];
        for (int i = 0; i < views.Length; i++) views[i] = Expand(node, aligned[i].Pieces[0], shape);
        for (int axis = 0; axis < rank; axis++)
        {
            int[]? sizes = DigitLists.CommonSizes(views.Select(view => view.Axes[axis]));
            bool isTooMany = sizes is not null && views[0].Axes[..axis].Sum(digits => digits.Length) + sizes.Length > CircuitLimits.Rank;
            if (sizes is null || isTooMany)
            {
                // Boundaries clash: operands with several digits on an axis are stored afresh, and then have one digit on every axis.
                if (rank > CircuitLimits.Rank) throw new InvalidNetworkException(node, "the operands have too many axes");
                for (int i = 0; i < views.Length; i++)
                {
                    if (aligned[i].Pieces[0].Axes.Any(digits => digits.Length > 1)) aligned[i] = Recommit(node, aligned[i]);
                }
                return Align(node, aligned);
            }
            for (int i = 0; i < views.Length; i++)
            {
                views[i] = views[i].WithAxis(axis, DigitLists.Split(views[i].Axes[axis], sizes)!);
            }
        }
        return views;
    }

    /// <summary>A view, or null when it has more digits than a box of rows may have axes.</summary>
    private static TensorView? Few(TensorView? view) => view?.Digits().Count() > CircuitLimits.Rank ? null : view;

    private static TensorView Expand(string node, TensorView view, int[] shape)
    {
        int[] own = view.Shape;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            if (own[axis] == shape[axis]) continue;
            if (own[axis] != 1) throw new InvalidNetworkException(node, "the shapes of the operands cannot be broadcast");
            view = view.WithAxis(axis, [new(shape[axis], -1, 0)]);
        }
        return view;
    }

    private static bool Fits(Activation part, Activation first, int axis) =>
        part.ZeroPoint == first.ZeroPoint && part.Rank == first.Rank &&
        Enumerable.Range(0, part.Rank).All(other => other == axis || part.Shape[other] == first.Shape[other]);

    private Activation PadByConstant(string node, Activation x, int axis, int before, int after, int value)
    {
        var parts = new List<Activation>();
        Activation Block(int size)
        {
            int[] shape = [.. x.Shape];
            shape[axis] = size;
            var values = new int[shape.Aggregate(1, (product, n) => product * n)];
            Array.Fill(values, value);
            return Constant(node, shape, values, x.ZeroPoint);
        }
        if (before > 0) parts.Add(Block(before));
        parts.Add(x);
        if (after > 0) parts.Add(Block(after));
        return Concat(node, [.. parts], axis);
    }

    /// <summary>Reshapes each piece where the joined axis, with some of the axes after it, becomes one axis.</summary>
    private static Activation? ReshapeJoined(Activation x, int[] shape)
    {
        long before = x.Shape.Take(x.JoinAxis).Aggregate(1L, (product, size) => product * size);
        long after = x.Shape.Skip(x.JoinAxis + 1).Aggregate(1L, (product, size) => product * size);
        for (int axis = 0; axis < shape.Length; axis++)
        {
            long newBefore = shape.Take(axis).Aggregate(1L, (product, size) => product * size);
            long newAfter = shape.Skip(axis + 1).Aggregate(1L, (product, size) => product * size);
            if (newBefore != before || shape[axis] == 1) continue;
            var pieces = new List<TensorView>();
            foreach (TensorView piece in x.Pieces)
            {
                long elements = piece.Shape[x.JoinAxis] * after;
                int[] pieceShape = [.. shape];
                pieceShape[axis] = (int)(elements / newAfter);
                if (elements % newAfter != 0 || Few(piece.Reshape(pieceShape)) is not TensorView view) return null;
                pieces.Add(view);
            }
            return x.With(axis, [.. pieces]);
        }
        return null;
    }

    private static Activation? SliceJoined(Activation x, int start, int count)
    {
        var pieces = new List<TensorView>();
        int position = 0;
        foreach (TensorView piece in x.Pieces)
        {
            int size = piece.Shape[x.JoinAxis];
            int from = Math.Max(start, position), to = Math.Min(start + count, position + size);
            if (from < to)
            {
                if (piece.Slice(x.JoinAxis, from - position, 1, to - from) is not TensorView view) return null;
                pieces.Add(view);
            }
            position += size;
        }
        return x.With(x.JoinAxis, [.. pieces]);
    }
}
