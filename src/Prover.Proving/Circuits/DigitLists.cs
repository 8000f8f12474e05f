namespace Prover.Proving.Circuits;

/// <summary>Operations on the mixed-radix digits of logical axes; lists run from the most significant digit down.</summary>
internal static class DigitLists
{
    /// <summary>The digits of an axis that is axis <paramref name="axis"/> of the tensor.</summary>
    public static ViewDigit[] Plain(int size, int axis) => size == 1 ? [] : [new(size, axis, 1)];

    /// <summary>The number of indices that digits count.</summary>
    public static int Size(ViewDigit[] digits) => digits.Aggregate(1, (product, digit) => checked(product * digit.Size));

    /// <summary>The sizes of axes given by digits.</summary>
    public static int[] Shape(ViewDigit[][] axes) => [.. axes.Select(Size)];

    /// <summary>
    /// Distributes digits, in row-major order, over axes of other sizes; null where a boundary would cut a digit unevenly.
    /// </summary>
    public static ViewDigit[][]? Regroup(IEnumerable<ViewDigit> digits, int[] shape)
    {
        ViewDigit[][]? axes = Distribute(digits, shape);
        return axes is null ? null : [.. axes.Select(Merge)];
    }

    /// <summary>
    /// Splits the digits of one axis into digits of exactly the given sizes, of the same product; null where one is cut unevenly or
    /// a size spans several digits.
    /// </summary>
    public static ViewDigit[]? Split(ViewDigit[] digits, int[] sizes)
    {
        ViewDigit[][]? groups = Distribute(digits, sizes);
        return groups is null || groups.Any(group => group.Length != 1) ? null : [.. groups.Select(group => group[0])];
    }

    /// <summary>
    /// The coarsest sizes into which all given axes, of equal size, can be split; null when their boundaries do not divide one another.
    /// </summary>
    public static int[]? CommonSizes(IEnumerable<ViewDigit[]> axes)
    {
        var boundaries = new SortedSet<int>();
        foreach (ViewDigit[] digits in axes)
        {
            int product = 1;
            for (int i = digits.Length - 1; i >= 0; i--)
            {
                product *= digits[i].Size;
                boundaries.Add(product);
            }
        }
        boundaries.Remove(1);
        var sizes = new List<int>();
        int last = 1;
        foreach (int boundary in boundaries)
        {
            if (boundary % last != 0) return null;
            sizes.Insert(0, boundary / last);
            last = boundary;
        }
        return [.. sizes];
    }

    private static ViewDigit[][]? Distribute(IEnumerable<ViewDigit> digits, int[] shape)
    {
        var rest = new Stack<ViewDigit>(digits.Where(digit => digit.Size > 1));
        var axes = new ViewDigit[shape.Length][];
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            var taken = new List<ViewDigit>();
            for (int need = shape[axis]; need > 1;)
            {
                if (!rest.TryPop(out ViewDigit digit)) return null;
                if (need % digit.Size == 0)
                {
                    taken.Insert(0, digit);
                    need /= digit.Size;
                    continue;
                }
                if (digit.Size % need != 0) return null;
                taken.Insert(0, digit with { Size = need });
                rest.Push(digit with { Size = digit.Size / need, Stride = digit.Stride * need });
                need = 1;
            }
            axes[axis] = [.. taken];
        }
        return rest.Count == 0 ? axes : null;
    }

    /// <summary>Joins neighbouring digits that continue one another on the same axis of the tensor.</summary>
    private static ViewDigit[] Merge(ViewDigit[] digits)
    {
        var merged = new List<ViewDigit>();
        foreach (ViewDigit digit in digits)
        {
            if (merged.Count > 0 && merged[^1] is var outer && outer.Axis == digit.Axis && outer.Stride == digit.Stride * digit.Size)
            {
                merged[^1] = digit with { Size = outer.Size * digit.Size };
            }
            else
            {
                merged.Add(digit);
            }
        }
        return [.. merged];
    }
}
