using Prover.Onnx.Tensors;

namespace Prover.Onnx.Elementwise;

/// <summary>
/// A numbering of the elements of a tensor by what constants they meet: elements of one class are computed by one function.
/// </summary>
/// <param name="Axes">The axes that determine the class, ascending.</param>
/// <param name="Numbers">The class of each index of those axes, row-major.</param>
/// <param name="Count">The number of classes, at least 2: all numbers below it occur.</param>
internal sealed record ElementClasses(int[] Axes, int[] Numbers, int Count)
{
    /// <summary>Numbers the elements of a tensor by keys, one per element; null where all are equal.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="keys">The keys, row-major.</param>
    /// <param name="first">For each class the first element of it.</param>
    internal static ElementClasses? Of<T>(int[] shape, T[] keys, out int[] first)
        where T : notnull
    {
        var numbers = new Dictionary<T, int>();
        var firsts = new List<int>();
        int[] classes = new int[keys.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            if (!numbers.TryGetValue(keys[i], out classes[i]))
            {
                classes[i] = numbers.Count;
                numbers.Add(keys[i], classes[i]);
                firsts.Add(i);
            }
        }

        first = [.. firsts];
        return firsts.Count == 1 ? null : Narrow(shape, classes, firsts.Count);
    }

    /// <summary>Classes of a tensor of some shape, one number per element, on those axes only along which they vary.</summary>
    private static ElementClasses Narrow(int[] shape, int[] classes, int count)
    {
        var axes = new List<int>();
        int[] left = [.. shape];
        for (int axis = 0; axis < shape.Length; axis++)
        {
            int inner = DenseTensor.ElementCount(left.AsSpan(axis + 1));
            int size = left[axis];
            bool varies = false;
            for (int i = 0; i < classes.Length && !varies; i++)
            {
                varies = classes[i] != classes[i - (i / inner % size * inner)];
            }

            if (varies)
            {
                axes.Add(axis);
            }
            else if (size > 1)
            {
                int block = size * inner;
                int[] source = classes;
                classes = [.. Enumerable.Range(0, source.Length / size).Select(i => source[(i / inner * block) + (i % inner)])];
                left[axis] = 1;
            }
        }

        return new ElementClasses([.. axes], classes, count);
    }

    /// <summary>The class of every element of a tensor of some shape, whose last axes are the ones that the classes are of.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="added">The number of axes before those that <see cref="Axes"/> counts.</param>
    internal int[] Expand(int[] shape, int added = 0)
    {
        int[] all = new int[DenseTensor.ElementCount(shape)];
        for (int i = 0; i < all.Length; i++)
        {
            int rest = i;
            int position = 0;
            int stride = 1;
            int next = Axes.Length - 1;
            for (int axis = shape.Length - 1; axis >= 0 && next >= 0; axis--)
            {
                int index = rest % shape[axis];
                rest /= shape[axis];
                if (Axes[next] + added == axis)
                {
                    position += index * stride;
                    stride *= shape[axis];
                    next--;
                }
            }

            all[i] = Numbers[position];
        }

        return all;
    }

    /// <summary>The same classes of a tensor with more axes in front.</summary>
    internal ElementClasses Shifted(int added) => added == 0 ? this : this with { Axes = [.. Axes.Select(axis => axis + added)] };

    /// <summary>The classes that tell apart what any of several tell apart, and for each new class the old ones.</summary>
    /// <param name="parts">Classes of one tensor; null for one class.</param>
    /// <param name="shape">The shape of the tensor.</param>
    internal static (ElementClasses? Merged, int[][] Old) Merge(ElementClasses?[] parts, int[] shape)
    {
        ElementClasses[] given = [.. parts.OfType<ElementClasses>().DistinctBy(static part => part, ReferenceEqualityComparer.Instance)
            .Cast<ElementClasses>()];
        if (given.Length < 2)
        {
            int[] own = [.. Enumerable.Range(0, given.Length == 0 ? 1 : given[0].Count)];
            return (given.Length == 0 ? null : given[0], [.. parts.Select(part => part is null ? new int[own.Length] : own)]);
        }

        int[] axes = [.. given.SelectMany(static part => part.Axes).Distinct().Order()];
        int[] sizes = [.. axes.Select(axis => shape[axis])];
        int[][] expanded = [.. parts.Select(part => part is null
            ? new int[DenseTensor.ElementCount(sizes)]
            : (part with { Axes = [.. part.Axes.Select(axis => Array.IndexOf(axes, axis))] }).Expand(sizes))];
        string[] keys = [.. Enumerable.Range(0, expanded[0].Length).Select(i => string.Join(' ', expanded.Select(part => part[i])))];
        ElementClasses? merged = Of(sizes, keys, out int[] first);
        return (merged is null ? null : merged with { Axes = [.. merged.Axes.Select(axis => axes[axis])] },
            [.. expanded.Select(part => first.Select(i => part[i]).ToArray())]);
    }
}
