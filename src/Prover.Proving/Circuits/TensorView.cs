using Prover.Verifier.Circuits;

namespace Prover.Proving.Circuits;

/// <summary>
/// A committed tensor read under another shape. Each logical axis is a list of digits, most significant first; an axis of size 1
/// has none. Indices outside the tensor read 0, so that padding by the zero point is a view too.
/// </summary>
/// <param name="Tensor">Number of the tensor.</param>
/// <param name="TensorShape">Its shape.</param>
/// <param name="Shifts">For each axis of the tensor what is added to the digits' contributions.</param>
/// <param name="Axes">The digits of each logical axis.</param>
internal sealed record TensorView(int Tensor, int[] TensorShape, int[] Shifts, ViewDigit[][] Axes)
{
    /// <summary>The logical shape, a fresh array.</summary>
    public int[] Shape => DigitLists.Shape(Axes);

    /// <summary>A tensor as it is.</summary>
    public static TensorView Of(int tensor, int[] shape) =>
        new(tensor, shape, new int[shape.Length], [.. shape.Select(DigitLists.Plain)]);

    /// <summary>All digits in row-major order.</summary>
    public IEnumerable<ViewDigit> Digits() => Axes.SelectMany(digits => digits);

    /// <summary>The read of this view when digit i, in row-major order, is variable <paramref name="variables"/>[i].</summary>
    public TensorRead Read(IReadOnlyList<int> variables)
    {
        var terms = new List<IndexTerm>[TensorShape.Length];
        for (int axis = 0; axis < terms.Length; axis++) terms[axis] = [];
        int position = 0;
        foreach (ViewDigit digit in Digits())
        {
            if (digit.Axis >= 0) terms[digit.Axis].Add(new(variables[position], digit.Stride));
            position++;
        }
        return new(Tensor, [.. terms.Select((list, axis) => new AffineIndex([.. list], Shifts[axis]))]);
    }

    /// <summary>The same elements, row-major, under another shape; null where an axis would cut a digit unevenly.</summary>
    public TensorView? Reshape(int[] shape)
    {
        ViewDigit[][]? axes = DigitLists.Regroup(Digits(), shape);
        return axes is null ? null : this with { Axes = axes };
    }

    /// <summary>Axis i of the result is axis permutation[i].</summary>
    public TensorView Transpose(int[] permutation) => this with { Axes = [.. permutation.Select(axis => Axes[axis])] };

    /// <summary>Elements start, start + step, ... of an axis; null where that cannot be said digit by digit.</summary>
    public TensorView? Slice(int axis, int start, int step, int count)
    {
        ViewDigit[] digits = Axes[axis];
        if (count == 1) return Fix(axis, start);
        if (digits.Length == 1) return SliceDigit(axis, digits, start, step, count);
        // Only the outermost digit is restricted: the slice consists of whole runs of the inner ones.
        int inner = digits.AsSpan(1).ToArray().Aggregate(1, (product, digit) => product * digit.Size);
        return step == 1 && start % inner == 0 && count % inner == 0
            ? SliceDigit(axis, digits, start / inner, 1, count / inner)
            : null;
    }

    /// <summary>
    /// Extends an axis with elements that read 0; null unless the axis is one digit whose continuation leaves the tensor.
    /// </summary>
    public TensorView? Pad(int axis, int before, int after)
    {
        if (!EndsWithTensor(axis)) return null;
        ViewDigit digit = Axes[axis][0];
        int[] shifts = [.. Shifts];
        shifts[digit.Axis] -= before * digit.Stride;
        return WithAxis(axis, [digit with { Size = digit.Size + before + after }]) with { Shifts = shifts };
    }

    /// <summary>Whether indices below 0 and beyond the size of an axis leave the tensor, and so read 0.</summary>
    public bool EndsWithTensor(int axis)
    {
        if (Axes[axis].Length != 1) return false;
        ViewDigit digit = Axes[axis][0];
        if (digit.Axis < 0 || Digits().Count(other => other.Axis == digit.Axis) != 1) return false;
        long before = (long)Shifts[digit.Axis] - digit.Stride;
        long after = Shifts[digit.Axis] + ((long)digit.Stride * digit.Size);
        return Math.Min(before, after) < 0 && Math.Max(before, after) >= TensorShape[digit.Axis];
    }

    /// <summary>Replaces the digits of one axis.</summary>
    public TensorView WithAxis(int axis, ViewDigit[] digits)
    {
        ViewDigit[][] axes = [.. Axes];
        axes[axis] = digits;
        return this with { Axes = axes };
    }

    /// <summary>
    /// Elements of an axis at indices in mixed radix (<see cref="IndexPattern"/>); null where the axis has several digits, unless all
    /// indices are equal.
    /// </summary>
    public TensorView? Gather(int axis, int first, (int Size, int Stride)[] digits)
    {
        ViewDigit[] own = Axes[axis];
        if (digits.All(digit => digit.Stride == 0))
        {
            int count = digits.Aggregate(1, (product, digit) => product * digit.Size);
            return Fix(axis, first).WithAxis(axis, count == 1 ? [] : [new(count, -1, 0)]);
        }
        if (own.Length != 1) return null;
        int[] shifts = [.. Shifts];
        if (own[0].Axis >= 0) shifts[own[0].Axis] += first * own[0].Stride;
        ViewDigit Scale((int Size, int Stride) digit) => digit.Stride == 0 || own[0].Axis < 0
            ? new(digit.Size, -1, 0)
            : new(digit.Size, own[0].Axis, digit.Stride * own[0].Stride);
        return WithAxis(axis, [.. digits.Select(Scale)]) with { Shifts = shifts };
    }

    /// <summary>Restricts one digit of an axis.</summary>
    public TensorView FixDigit(int axis, int position, int value)
    {
        ViewDigit digit = Axes[axis][position];
        int[] shifts = [.. Shifts];
        if (digit.Axis >= 0) shifts[digit.Axis] += value * digit.Stride;
        return WithAxis(axis, [.. Axes[axis].Where((_, i) => i != position)]) with { Shifts = shifts };
    }

    /// <summary>Restricts an axis to one index.</summary>
    private TensorView Fix(int axis, int index)
    {
        int[] shifts = [.. Shifts];
        foreach (ViewDigit digit in Axes[axis].Reverse())
        {
            if (digit.Axis >= 0) shifts[digit.Axis] += index % digit.Size * digit.Stride;
            index /= digit.Size;
        }
        return WithAxis(axis, []) with { Shifts = shifts };
    }

    private TensorView SliceDigit(int axis, ViewDigit[] digits, int start, int step, int count)
    {
        ViewDigit first = digits[0];
        int[] shifts = [.. Shifts];
        if (first.Axis >= 0) shifts[first.Axis] += start * first.Stride;
        ViewDigit[] rest = digits[1..];
        ViewDigit[] sliced = count == 1 ? rest : [first with { Size = count, Stride = first.Stride * step }, .. rest];
        return WithAxis(axis, sliced) with { Shifts = shifts };
    }
}
