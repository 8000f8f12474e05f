using System.Runtime.CompilerServices;
using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels.Simd;

/// <summary>One row of a contraction matrix against an axis of the data; ranges as in <see cref="VectorAlgebra{T}"/>.</summary>
[SkipLocalsInit]
internal static unsafe class AxisContraction<T>
    where T : unmanaged, ILanes<T>
{
    private const int BlockWords = 16, RowsAtOnce = 32;

    /// <summary>
    /// destination[i] (+)= sum over a &lt; axis of weights[a]·data[a·inner + i], for as many rows as
    /// <see cref="IntegerAccumulator{T}.Capacity"/> allows and weights multiplied by 2^32. Rows are taken in groups over a block of
    /// words, to read memory in long runs.
    /// </summary>
    public static long Integers(
        int* data, long axis, long inner, ExtensionPointer weights, ExtensionPointer destination, bool add, long i, long end)
    {
        IntegerAccumulator<T>* sums = stackalloc IntegerAccumulator<T>[BlockWords];
        while (i + T.Count <= end)
        {
            long words = Math.Min(BlockWords, (end - i) / T.Count);
            for (long w = 0; w < words; w++) sums[w] = default;
            for (long a = 0; a < axis; a += RowsAtOnce)
            {
                long rows = Math.Min(RowsAtOnce, axis - a);
                int* group = data + (a * inner) + i;
                for (long w = 0; w < words; w++) AddRows(ref sums[w], group + (w * T.Count), rows, inner, weights + a);
            }
            for (long w = 0; w < words; w++, i += T.Count)
            {
                sums[w].Reduce(out ExtensionLanes<T> result);
                if (add) result += destination.Load<T>(i);
                destination.Store(i, result);
            }
        }
        return i;
    }

    /// <summary>Adds the sum of weights[a]·data[a] over a range, as long as <see cref="IntegerAccumulator{T}.Capacity"/> allows.</summary>
    public static long IntegerDot(int* data, ExtensionPointer weights, ref KoalaBear5 sum, long a, long end)
    {
        var wide = default(IntegerAccumulator<T>);
        for (; a + T.Count <= end; a += T.Count) wide.Add(T.Load((uint*)data + a), weights.Load<T>(a));
        sum += wide.Sum();
        return a;
    }

    /// <summary>destination[i] = sum over a &lt; axis of weights[a]·data[a·inner + i].</summary>
    public static long Extension(
        ExtensionPointer data, long axis, long inner, ExtensionVector weights, long firstWeight, ExtensionPointer destination, bool add,
        long i, long end)
    {
        ExtensionAccumulator<T>* sums = stackalloc ExtensionAccumulator<T>[BlockWords];
        while (i + T.Count <= end)
        {
            long words = Math.Min(BlockWords, (end - i) / T.Count);
            for (long w = 0; w < words; w++) sums[w] = default;
            for (long a = 0; a < axis; a++)
            {
                ExtensionFactor<T> weight = ExtensionFactor<T>.Broadcast(weights[firstWeight + a]);
                for (long w = 0; w < words; w++)
                {
                    ExtensionLanes<T> values = data.Load<T>((a * inner) + i + (w * T.Count));
                    ExtensionAccumulator<T>.AddUniformProduct(ref sums[w], values, weight);
                }
            }
            for (long w = 0; w < words; w++, i += T.Count)
            {
                sums[w].Reduce(out ExtensionLanes<T> result);
                if (add) result += destination.Load<T>(i);
                destination.Store(i, result);
            }
        }
        return i;
    }

    private static void AddRows(ref IntegerAccumulator<T> sums, int* data, long rows, long inner, ExtensionPointer weights)
    {
        IntegerAccumulator<T> local = sums;
        for (long a = 0; a < rows; a++, data += inner) local.AddUniform(T.Load((uint*)data), weights.BroadcastAt<T>(a));
        sums = local;
    }
}
