using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels.Simd;

/// <summary>The algebra kernels on one instruction set, split over threads: elementwise operations.</summary>
/// <typeparam name="TLanes">The instruction set.</typeparam>
internal sealed unsafe partial class SimdAlgebra<TLanes> : IAlgebraKernels
    where TLanes : unmanaged, ILanes<TLanes>
{
    // Elements that one thread should at least get: below, starting a thread costs more than it saves.
    private const long Grain = 4096, CheapGrain = 32768;
    private readonly Workers workers;

    /// <summary>Kernels that use up to <paramref name="threads"/> threads.</summary>
    public SimdAlgebra(int threads) => workers = new(threads);

    /// <inheritdoc/>
    public void Fill(ExtensionVector destination, KoalaBear5 value)
    {
        var to = new ExtensionPointer(destination);
        workers.For(destination.Length, CheapGrain, (start, end) =>
        {
            long i = VectorAlgebra<TLanes>.Fill(to, value, start, end);
            VectorAlgebra<Lanes1>.Fill(to, value, i, end);
        });
        GC.KeepAlive(destination);
    }

    /// <inheritdoc/>
    public void TensorTable(
        ReadOnlySpan<KoalaBear5> low, ReadOnlySpan<KoalaBear5> high, KoalaBear5 scale, ExtensionVector destination)
    {
        KernelShape.Equal(low.Length, high.Length);
        KernelShape.Equal(destination.Length, 1L << high.Length);
        var table = new ExtensionPointer(destination);
        destination[0] = scale;
        long size = 1;
        for (int bit = high.Length - 1; bit >= 0; bit--, size *= 2)
        {
            // The table of the bits below doubles: its lower half takes low, its upper half high.
            if (low[bit] + high[bit] == KoalaBear5.One)
            {
                SplitEq(table, high[bit], size);
                continue;
            }
            Scale(table, high[bit], table + size, size);
            if (low[bit] != KoalaBear5.One) Scale(table, low[bit], table, size);
        }
        GC.KeepAlive(destination);
    }

    /// <inheritdoc/>
    public void AddScaled(ExtensionVector target, KoalaBear5 factor, ExtensionVector source)
    {
        KernelShape.Equal(target.Length, source.Length);
        ExtensionPointer to = new(target), from = new(source);
        workers.For(source.Length, Grain, (start, end) =>
        {
            long i = VectorAlgebra<TLanes>.AddScaled(to, factor, from, start, end);
            VectorAlgebra<Lanes1>.AddScaled(to, factor, from, i, end);
        });
        GC.KeepAlive(target);
        GC.KeepAlive(source);
    }

    /// <inheritdoc/>
    public void AddScaledToBase(ReadOnlySpan<uint> addend, KoalaBear5 factor, ExtensionVector source, ExtensionVector destination)
    {
        KernelShape.Equal(addend.Length, source.Length);
        KernelShape.Equal(destination.Length, source.Length);
        ExtensionPointer from = new(source), to = new(destination);
        fixed (uint* pinned = addend)
        {
            uint* first = pinned;
            workers.For(source.Length, Grain, (start, end) =>
            {
                long i = VectorAlgebra<TLanes>.AddScaledToBase(first, factor, from, to, start, end);
                VectorAlgebra<Lanes1>.AddScaledToBase(first, factor, from, to, i, end);
            });
        }
        GC.KeepAlive(source);
        GC.KeepAlive(destination);
    }

    /// <inheritdoc/>
    public void Fold(ExtensionVector vector, KoalaBear5 challenge)
    {
        KernelShape.PowerOfTwo(vector.Length, 2);
        long half = vector.Length / 2;
        ExtensionPointer low = new(vector), high = low + half;
        workers.For(half, Grain, (start, end) => FoldRange(low, high, challenge, low, start, end));
        GC.KeepAlive(vector);
    }

    /// <inheritdoc/>
    public void FoldBase(ReadOnlySpan<uint> vector, KoalaBear5 challenge, ExtensionVector destination)
    {
        KernelShape.PowerOfTwo(vector.Length, 2);
        long half = vector.Length / 2;
        KernelShape.Equal(destination.Length, half);
        var to = new ExtensionPointer(destination);
        fixed (uint* pinned = vector)
        {
            uint* low = pinned, high = pinned + half;
            workers.For(half, Grain, (start, end) => FoldBaseRange(low, high, challenge, to, start, end));
        }
        GC.KeepAlive(destination);
    }

    private static void FoldRange(
        ExtensionPointer low, ExtensionPointer high, KoalaBear5 challenge, ExtensionPointer to, long start, long end)
    {
        long i = VectorAlgebra<TLanes>.Fold(low, high, challenge, to, start, end);
        VectorAlgebra<Lanes1>.Fold(low, high, challenge, to, i, end);
    }

    private static void FoldBaseRange(uint* low, uint* high, KoalaBear5 challenge, ExtensionPointer to, long start, long end)
    {
        long i = VectorAlgebra<TLanes>.FoldBase(low, high, challenge, to, start, end);
        VectorAlgebra<Lanes1>.FoldBase(low, high, challenge, to, i, end);
    }

    private void SplitEq(ExtensionPointer table, KoalaBear5 high, long size) => workers.For(size, Grain, (start, end) =>
    {
        long i = VectorAlgebra<TLanes>.SplitEq(table, high, table, table + size, start, end);
        VectorAlgebra<Lanes1>.SplitEq(table, high, table, table + size, i, end);
    });

    private void Scale(ExtensionPointer from, KoalaBear5 factor, ExtensionPointer to, long size) => workers.For(size, Grain, (start, end) =>
    {
        long i = VectorAlgebra<TLanes>.Scale(from, factor, to, start, end);
        VectorAlgebra<Lanes1>.Scale(from, factor, to, i, end);
    });
}
