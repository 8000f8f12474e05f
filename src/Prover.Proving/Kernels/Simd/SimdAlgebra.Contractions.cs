using System.Numerics;
using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels.Simd;

/// <content>Inner products and partial evaluation.</content>
internal sealed unsafe partial class SimdAlgebra<TLanes>
{
    // The table of the low variables stays in the first-level cache and is a small part of the work.
    private const int LowVariables = 10;

    // 2^32, by which weights are multiplied where a Montgomery reduction follows products with plain integers.
    private static readonly KoalaBear Radix = KoalaBear.FromInteger(1L << 32);

    /// <inheritdoc/>
    public KoalaBear5 InnerProduct(ReadOnlySpan<uint> a, ExtensionVector b)
    {
        KernelShape.Equal(a.Length, b.Length);
        var pb = new ExtensionPointer(b);
        KoalaBear5 result;
        fixed (uint* pinned = a)
        {
            uint* pa = pinned;
            result = SumElements(b.Length, CheapGrain / 2, (start, end) => BaseProduct(pa, pb, start, end));
        }
        GC.KeepAlive(b);
        return result;
    }

    /// <inheritdoc/>
    public KoalaBear5 InnerProduct(ExtensionVector a, ExtensionVector b)
    {
        KernelShape.Equal(a.Length, b.Length);
        ExtensionPointer pa = new(a), pb = new(b);
        KoalaBear5 result = SumElements(b.Length, Grain, (start, end) =>
        {
            KoalaBear5 sum = KoalaBear5.Zero;
            long i = InnerProducts<TLanes>.Extension(pa, pb, ref sum, start, end);
            InnerProducts<Lanes1>.Extension(pa, pb, ref sum, i, end);
            return sum;
        });
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        return result;
    }

    /// <inheritdoc/>
    public KoalaBear5 EvaluateMultilinear(ReadOnlySpan<uint> vector, ReadOnlySpan<KoalaBear5> point)
    {
        KernelShape.Equal(vector.Length, 1L << point.Length);
        int lowVariables = Math.Min(LowVariables, Math.Min(point.Length, (point.Length + 5) / 2));
        long row = 1L << lowVariables, rows = vector.Length / row;
        IAlgebraKernels kernels = this;
        using ExtensionVector low = new(row), high = new(rows);
        kernels.EqTable(point[^lowVariables..], KoalaBear5.One, low);
        kernels.EqTable(point[..^lowVariables], KoalaBear5.One, high);
        ExtensionPointer weights = new(low);
        KoalaBear5 result;
        fixed (uint* pinned = vector)
        {
            uint* first = pinned;
            result = SumElements(rows, CheapGrain / 2 / row, (start, end) =>
            {
                KoalaBear5 sum = KoalaBear5.Zero;
                for (long i = start; i < end; i++) sum += high[i] * BaseProduct(first + (i * row), weights, 0, row);
                return sum;
            });
        }
        GC.KeepAlive(low);
        return result;
    }

    /// <inheritdoc/>
    public void ContractAxis(ReadOnlySpan<int> data, int axis, int inner, ExtensionVector matrix, ExtensionVector destination)
    {
        (long outer, long rows) = KernelShape.Contraction(data.Length, axis, inner, matrix.Length, destination.Length);
        using var scaled = new ExtensionVector(matrix.Length);
        Scale(new(matrix), KoalaBear5.FromBase(Radix), new(scaled), matrix.Length);
        fixed (int* pinned = data)
        {
            int* first = pinned;
            uint mask = workers.Sum(
                data.Length, CheapGrain, (start, end) => Magnitudes(first + start, end - start), static (left, right) => left | right);
            var operand = new IntegerOperand(first, IntegerAccumulator<TLanes>.Capacity(mask), new(scaled));
            new Contraction<TLanes, IntegerOperand>(operand, axis, inner, rows, new(destination)).Run(workers, outer);
        }
        GC.KeepAlive(scaled);
        GC.KeepAlive(matrix);
        GC.KeepAlive(destination);
    }

    /// <inheritdoc/>
    public void ContractAxis(ExtensionVector data, int axis, int inner, ExtensionVector matrix, ExtensionVector destination)
    {
        (long outer, long rows) = KernelShape.Contraction(data.Length, axis, inner, matrix.Length, destination.Length);
        var operand = new ExtensionOperand(new(data), matrix);
        new Contraction<TLanes, ExtensionOperand>(operand, axis, inner, rows, new(destination)).Run(workers, outer);
        GC.KeepAlive(data);
        GC.KeepAlive(destination);
    }

    // The bits that occur in v ^ (v >> 31), which is v or -v - 1. Reading the data twice costs little beside knowing that no sum
    // overflows.
    private static uint Magnitudes(int* data, long count)
    {
        var seen = Vector<int>.Zero;
        long i = 0;
        for (; i + Vector<int>.Count <= count; i += Vector<int>.Count)
        {
            Vector<int> values = Vector.Load(data + i);
            seen |= values ^ (values >> 31);
        }
        int mask = 0;
        for (int lane = 0; lane < Vector<int>.Count; lane++) mask |= seen[lane];
        for (; i < count; i++) mask |= data[i] ^ (data[i] >> 31);
        return (uint)mask;
    }

    private static KoalaBear5 BaseProduct(uint* a, ExtensionPointer b, long start, long end)
    {
        KoalaBear5 sum = KoalaBear5.Zero;
        long i = InnerProducts<TLanes>.Base(a, b, ref sum, start, end);
        InnerProducts<Lanes1>.Base(a, b, ref sum, i, end);
        return sum;
    }

    private KoalaBear5 SumElements(long count, long grain, Func<long, long, KoalaBear5> body) =>
        workers.Sum(count, grain, body, static (left, right) => left + right);
}
