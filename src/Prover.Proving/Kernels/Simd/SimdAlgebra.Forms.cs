using System.Buffers;
using System.Numerics;
using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels.Simd;

/// <content>Accumulation of linear forms and fingerprints.</content>
internal sealed unsafe partial class SimdAlgebra<TLanes>
{
    // Inner axes are merged until there are enough entries for the inner loop, while their product stays in the cache and is used often.
    private const long EnoughEntries = 512, MostEntries = 1 << 14, FewestUses = 8;
    private const int TableVariables = 9;

    /// <inheritdoc/>
    public void AccumulateTensor(ExtensionVector destination, long offset, KoalaBear5 scale, IReadOnlyList<ExtensionVector> axes)
    {
        long total = 1;
        foreach (ExtensionVector axis in axes)
        {
            KernelShape.PowerOfTwo(axis.Length, 1);
            total *= axis.Length;
        }
        KernelShape.Inside(offset, total, destination.Length);
        int split = axes.Count;
        for (long entries = 1; split > 0 && entries < EnoughEntries; split--)
        {
            long merged = entries * axes[split - 1].Length;
            if (entries >= TLanes.Count && (merged > MostEntries || total / merged < FewestUses)) break;
            entries = merged;
        }
        using ExtensionVector outer = TensorProduct(scale, axes, 0, split);
        using ExtensionVector inner = TensorProduct(KoalaBear5.One, axes, split, axes.Count);
        ExtensionPointer to = new ExtensionPointer(destination) + offset, from = new(inner);
        long row = inner.Length;
        if (row % TLanes.Count == 0 && row < Grain)
        {
            var rows = new ExtensionPointer(outer);
            workers.For(outer.Length, Grain / row, (start, end) => Accumulation<TLanes>.AddOuterProduct(to, rows, from, row, start, end));
        }
        else
        {
            AddOuterProduct(to, outer, from, row);
        }
        GC.KeepAlive(outer);
        GC.KeepAlive(inner);
        GC.KeepAlive(destination);
    }

    /// <inheritdoc/>
    public void AccumulatePowers(ExtensionVector destination, ReadOnlySpan<KoalaBear> points, ReadOnlySpan<KoalaBear5> weights)
    {
        KernelShape.PowerOfTwo(destination.Length, 1);
        KernelShape.Equal(weights.Length, points.Length);
        if (points.IsEmpty) return;
        int lowVariables = Math.Min(TableVariables, BitOperations.Log2((ulong)destination.Length));
        if (1 << lowVariables >= TLanes.Count) AccumulatePowers<TLanes>(destination, points, weights, lowVariables);
        else AccumulatePowers<Lanes1>(destination, points, weights, lowVariables);
    }

    /// <inheritdoc/>
    public void Fingerprint(
        ExtensionVector destination, KoalaBear5 constant, ReadOnlySpan<KoalaBear5> factors, IReadOnlyList<ReadOnlyMemory<int>> columns)
    {
        KernelShape.Equal(columns.Count, factors.Length);
        var pins = new MemoryHandle[columns.Count];
        int** addresses = stackalloc int*[columns.Count];
        try
        {
            for (int j = 0; j < pins.Length; j++)
            {
                KernelShape.Equal(columns[j].Length, destination.Length);
                pins[j] = columns[j].Pin();
                addresses[j] = (int*)pins[j].Pointer;
            }
            Fingerprint(destination, constant, factors, addresses, add: false);
        }
        finally
        {
            foreach (MemoryHandle pin in pins) pin.Dispose();
        }
    }

    /// <inheritdoc/>
    public void AddFingerprint(ExtensionVector destination, KoalaBear5 factor, ReadOnlySpan<int> integers)
    {
        KernelShape.Equal(integers.Length, destination.Length);
        fixed (int* pinned = integers)
        {
            int* column = pinned;
            Fingerprint(destination, KoalaBear5.Zero, [factor], &column, add: true);
        }
    }

    private void Fingerprint(ExtensionVector destination, KoalaBear5 constant, ReadOnlySpan<KoalaBear5> factors, int** columns, bool add)
    {
        int count = factors.Length;
        using var scaled = new ExtensionVector(count);
        for (int j = 0; j < count; j++) scaled[j] = factors[j] * Radix;
        ExtensionPointer to = new(destination), weights = new(scaled);
        workers.For(destination.Length, Grain, (start, end) =>
        {
            long i = Accumulation<TLanes>.Fingerprint(to, constant, weights, columns, count, add, start, end);
            Accumulation<Lanes1>.Fingerprint(to, constant, weights, columns, count, add, i, end);
        });
        GC.KeepAlive(scaled);
        GC.KeepAlive(destination);
    }

    // Rows too long for one thread, or too short for a machine word.
    private void AddOuterProduct(ExtensionPointer to, ExtensionVector outer, ExtensionPointer from, long row)
    {
        workers.For(outer.Length * row, Grain, (start, end) =>
        {
            while (start < end)
            {
                long first = start / row * row, stop = Math.Min(end, first + row) - first;
                KoalaBear5 factor = outer[first / row];
                long i = VectorAlgebra<TLanes>.AddScaled(to + first, factor, from, start - first, stop);
                VectorAlgebra<Lanes1>.AddScaled(to + first, factor, from, i, stop);
                start = first + stop;
            }
        });
    }

    /// <summary>scale times the tensor product of the axes from start to end.</summary>
    private ExtensionVector TensorProduct(KoalaBear5 scale, IReadOnlyList<ExtensionVector> axes, int start, int end)
    {
        var product = ExtensionVector.From([scale]);
        for (int k = end - 1; k >= start; k--)
        {
            ExtensionVector next = product.Length < TLanes.Count ? Interleave(axes[k], product) : Concatenate(axes[k], product);
            product.Dispose();
            product = next;
        }
        return product;
    }

    // The outer product for a long inner vector: scaled copies of it, one after the other.
    private static ExtensionVector Concatenate(ExtensionVector outer, ExtensionVector inner)
    {
        var result = new ExtensionVector(outer.Length * inner.Length);
        ExtensionPointer from = new(inner), to = new(result);
        for (long i = 0; i < outer.Length; i++)
        {
            long done = VectorAlgebra<TLanes>.Scale(from, outer[i], to + (i * inner.Length), 0, inner.Length);
            VectorAlgebra<Lanes1>.Scale(from, outer[i], to + (i * inner.Length), done, inner.Length);
        }
        return result;
    }

    // The outer product for a short inner vector: scaled copies of the outer one, entry by entry.
    private ExtensionVector Interleave(ExtensionVector outer, ExtensionVector inner)
    {
        var result = new ExtensionVector(outer.Length * inner.Length);
        if (inner.Length == 1)
        {
            Scale(new(outer), inner[0], new(result), outer.Length);
            return result;
        }
        using var scaled = new ExtensionVector(outer.Length);
        ExtensionPointer from = new(scaled), to = new(result);
        for (int j = 0; j < inner.Length; j++)
        {
            Scale(new(outer), inner[j], from, outer.Length);
            for (int k = 0; k < KoalaBear5.Degree; k++)
            {
                uint* source = from.Plane(k), target = to.Plane(k) + j;
                for (long i = 0; i < outer.Length; i++) target[i * inner.Length] = source[i];
            }
        }
        GC.KeepAlive(scaled);
        return result;
    }

    // x^(high·row + low) = (x^row)^high · x^low: a matrix of low powers in F times a vector of weighted high powers in E.
    private void AccumulatePowers<T>(
        ExtensionVector destination, ReadOnlySpan<KoalaBear> points, ReadOnlySpan<KoalaBear5> weights, int lowVariables)
        where T : unmanaged, ILanes<T>
    {
        int count = points.Length;
        long row = 1L << lowVariables, rows = destination.Length / row;
        using FieldBuffer table = PowerTable<T>(points, row), steps = new(count);
        KoalaBear[] rowSteps = new KoalaBear[count];
        for (int j = 0; j < count; j++)
        {
            rowSteps[j] = points[j].Power((ulong)row);
            steps[j] = rowSteps[j].Representative;
        }
        KoalaBear5[] firstWeights = weights.ToArray();
        var to = new ExtensionPointer(destination);
        workers.For(rows, Math.Max(1, (Grain * 4) / (row * count)), (start, end) =>
        {
            using var scaled = new ExtensionVector(count);
            for (int j = 0; j < count; j++) scaled[j] = firstWeights[j] * rowSteps[j].Power((ulong)start);
            var current = new ExtensionPointer(scaled);
            for (long high = start; high < end; high++)
            {
                Accumulation<T>.AddTableProducts(to + (high * row), row, table.Pointer, current, count);
                long j = VectorAlgebra<TLanes>.MultiplyBase(current, steps.Pointer, 0, count);
                VectorAlgebra<Lanes1>.MultiplyBase(current, steps.Pointer, j, count);
            }
            GC.KeepAlive(scaled);
        });
        GC.KeepAlive(destination);
    }

    // Entry (word, point, lane) is points[point]^(word·Count + lane).
    private static FieldBuffer PowerTable<T>(ReadOnlySpan<KoalaBear> points, long row)
        where T : unmanaged, ILanes<T>
    {
        var table = new FieldBuffer(row * points.Length, zeroed: false);
        for (int j = 0; j < points.Length; j++)
        {
            uint* entries = table.Pointer + ((long)j * T.Count);
            KoalaBear power = KoalaBear.One;
            for (int lane = 0; lane < T.Count; lane++, power *= points[j]) entries[lane] = power.Representative;
            T step = T.Broadcast(power.Representative), odd = T.Odd(step), word = T.Load(entries);
            for (long i = T.Count; i < row; i += T.Count)
            {
                word = T.Reduce(T.MultiplyEven(word, step), T.MultiplyEven(T.Odd(word), odd));
                T.Store(word, entries += (long)points.Length * T.Count);
            }
        }
        return table;
    }
}
