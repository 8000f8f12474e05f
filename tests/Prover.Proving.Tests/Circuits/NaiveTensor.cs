using Prover.Proving.Circuits;

namespace Prover.Proving.Tests.Circuits;

/// <summary>Integers with a shape, and layers written the obvious way: what the executor is compared with.</summary>
internal sealed record NaiveTensor(int[] Shape, int[] Values)
{
    public int Count => Values.Length;

    public static NaiveTensor Random(Random random, int[] shape, int low, int high) =>
        new(shape, [.. Enumerable.Range(0, shape.Aggregate(1, (n, size) => n * size)).Select(_ => random.Next(low, high + 1))]);

    public int this[params int[] at]
    {
        get
        {
            int position = 0;
            for (int axis = 0; axis < at.Length; axis++)
            {
                if (at[axis] < 0 || at[axis] >= Shape[axis]) return 0;
                position = (position * Shape[axis]) + at[axis];
            }
            return Values[position];
        }
    }

    public static NaiveTensor Make(int[] shape, Func<int[], long> element)
    {
        var values = new List<int>();
        foreach (int[] at in Indices(shape)) values.Add(checked((int)element(at)));
        return new(shape, [.. values]);
    }

    public static IEnumerable<int[]> Indices(int[] shape)
    {
        int count = shape.Aggregate(1, (n, size) => n * size);
        for (int i = 0; i < count; i++)
        {
            var at = new int[shape.Length];
            for (int axis = shape.Length - 1, rest = i; axis >= 0; rest /= shape[axis--]) at[axis] = rest % shape[axis];
            yield return at;
        }
    }

    public NaiveTensor Select(Func<int, int> function) => new(Shape, [.. Values.Select(function)]);

    public NaiveTensor Reshape(params int[] shape) => new(shape, Values);

    public NaiveTensor Transpose(params int[] permutation) => Make([.. permutation.Select(axis => Shape[axis])], at =>
    {
        var source = new int[at.Length];
        for (int axis = 0; axis < at.Length; axis++) source[permutation[axis]] = at[axis];
        return this[source];
    });

    public NaiveTensor Slice(int axis, int start, int step, int count)
    {
        int[] shape = [.. Shape];
        shape[axis] = count;
        return Make(shape, at =>
        {
            int[] source = [.. at];
            source[axis] = start + (step * at[axis]);
            return this[source];
        });
    }

    public NaiveTensor Gather(int axis, params int[] indices)
    {
        int[] shape = [.. Shape];
        shape[axis] = indices.Length;
        return Make(shape, at =>
        {
            int[] source = [.. at];
            source[axis] = indices[at[axis]];
            return this[source];
        });
    }

    public static NaiveTensor Concat(int axis, params NaiveTensor[] parts)
    {
        int[] shape = [.. parts[0].Shape];
        shape[axis] = parts.Sum(part => part.Shape[axis]);
        return Make(shape, at =>
        {
            int[] source = [.. at];
            foreach (NaiveTensor part in parts)
            {
                if (source[axis] < part.Shape[axis]) return part[source];
                source[axis] -= part.Shape[axis];
            }
            throw new InvalidOperationException();
        });
    }

    public NaiveTensor Pad(int axis, int before, int after, int value)
    {
        int[] shape = [.. Shape];
        shape[axis] += before + after;
        return Make(shape, at =>
        {
            int[] source = [.. at];
            source[axis] -= before;
            return source[axis] >= 0 && source[axis] < Shape[axis] ? this[source] : value;
        });
    }

    /// <summary>A convolution of values minus zero point, with two spatial axes or one.</summary>
    public NaiveTensor Convolve(NaiveTensor weights, int[]? bias, SpatialWindow window, int groups)
    {
        int[] shape = [Shape[0], weights.Shape[0], .. OutputSizes(window, 2)];
        int perGroup = weights.Shape[0] / groups, channels = weights.Shape[1];
        return Make(shape, at =>
        {
            long sum = bias?[at[1]] ?? 0;
            foreach (int[] w in Indices(weights.Shape[1..]))
            {
                int[] source = [at[0], (at[1] / perGroup * channels) + w[0], .. Place(window, at[2..], w[1..])];
                sum += (long)this[source] * weights[[at[1], .. w]];
            }
            return sum;
        });
    }

    /// <summary>Sums or maxima over a window; padding takes no part.</summary>
    public NaiveTensor Pool(SpatialWindow window, bool isMaximum)
    {
        int leading = Shape.Length - window.Rank;
        int[] shape = [.. Shape[..leading], .. OutputSizes(window, leading)];
        return Make(shape, at =>
        {
            long result = isMaximum ? long.MinValue : 0;
            foreach (int[] w in Indices(window.Kernel))
            {
                int[] place = Place(window, at[leading..], w);
                if (place.Where((u, axis) => u < 0 || u >= Shape[leading + axis]).Any()) continue;
                int value = this[[.. at[..leading], .. place]];
                result = isMaximum ? Math.Max(result, value) : result + value;
            }
            return result;
        });
    }

    /// <summary>ONNX MatMul of two tensors of 2 axes or more.</summary>
    public static NaiveTensor MatMul(NaiveTensor a, NaiveTensor b)
    {
        int rank = Math.Max(a.Shape.Length, b.Shape.Length);
        int[] left = Ranked(a.Shape, rank), right = Ranked(b.Shape, rank);
        a = a.Reshape(left);
        b = b.Reshape(right);
        int[] shape = [.. Enumerable.Range(0, rank - 2).Select(axis => Math.Max(left[axis], right[axis])), left[^2], right[^1]];
        return Make(shape, at =>
        {
            long sum = 0;
            for (int k = 0; k < left[^1]; k++)
            {
                int[] x = [.. at[..^2].Select((i, axis) => left[axis] == 1 ? 0 : i), at[^2], k];
                int[] y = [.. at[..^2].Select((i, axis) => right[axis] == 1 ? 0 : i), k, at[^1]];
                sum += (long)a[x] * b[y];
            }
            return sum;
        });
    }

    private static int[] Ranked(int[] shape, int rank) => [.. Enumerable.Repeat(1, rank - shape.Length), .. shape];

    private int[] OutputSizes(SpatialWindow window, int leading) =>
        [.. Enumerable.Range(0, window.Rank).Select(axis => window.OutputSize(axis, Shape[leading + axis]))];

    /// <summary>The input position that an output position reads at a tap.</summary>
    private static int[] Place(SpatialWindow window, int[] output, int[] tap) => [.. output.Select((y, axis) =>
        (window.Strides[axis] * y) + (window.Dilations[axis] * tap[axis]) - window.PadsBefore[axis])];

    /// <summary>Applies a function elementwise with broadcasting.</summary>
    public static NaiveTensor Zip(NaiveTensor a, NaiveTensor b, Func<int, int, int> function)
    {
        int rank = Math.Max(a.Shape.Length, b.Shape.Length);
        int[] left = Ranked(a.Shape, rank), right = Ranked(b.Shape, rank);
        a = a.Reshape(left);
        b = b.Reshape(right);
        return Make([.. left.Zip(right, Math.Max)], at => function(
            a[[.. at.Select((i, axis) => left[axis] == 1 ? 0 : i)]], b[[.. at.Select((i, axis) => right[axis] == 1 ? 0 : i)]]));
    }
}
