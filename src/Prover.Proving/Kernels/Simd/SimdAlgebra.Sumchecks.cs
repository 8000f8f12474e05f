using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels.Simd;

/// <content>Sumcheck rounds and the fraction tree.</content>
internal sealed unsafe partial class SimdAlgebra<TLanes>
{
    private const long BlockElements = 512;

    /// <inheritdoc/>
    public RoundEvaluations ProductRound(ExtensionVector a, ExtensionVector b)
    {
        KernelShape.PowerOfTwo(a.Length, 2);
        KernelShape.Equal(b.Length, a.Length);
        long half = a.Length / 2;
        ExtensionPointer pa = new(a), pb = new(b);
        RoundEvaluations round = SumRounds(half, (start, end) => ProductRange(pa, pb, half, start, end));
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        return round;
    }

    /// <inheritdoc/>
    public RoundEvaluations ProductRound(ReadOnlySpan<uint> a, ExtensionVector b)
    {
        KernelShape.PowerOfTwo(a.Length, 2);
        KernelShape.Equal(b.Length, a.Length);
        long half = a.Length / 2;
        var pb = new ExtensionPointer(b);
        RoundEvaluations round;
        fixed (uint* pinned = a)
        {
            uint* pa = pinned;
            round = SumRounds(half, (start, end) =>
            {
                RoundEvaluations sum = default;
                long i = ProductSumcheck<TLanes>.RoundBase(pa, pb, half, ref sum, start, end);
                ProductSumcheck<Lanes1>.RoundBase(pa, pb, half, ref sum, i, end);
                return sum;
            });
        }
        GC.KeepAlive(b);
        return round;
    }

    /// <inheritdoc/>
    public RoundEvaluations FoldProductRound(ExtensionVector a, ExtensionVector b, KoalaBear5 challenge)
    {
        KernelShape.PowerOfTwo(a.Length, 4);
        KernelShape.Equal(b.Length, a.Length);
        long quarter = a.Length / 4;
        ExtensionPointer pa = new(a), pb = new(b);
        RoundEvaluations round = SumBlocks(quarter, (start, end) =>
        {
            FoldQuarters(pa, quarter, challenge, start, end);
            FoldQuarters(pb, quarter, challenge, start, end);
            return ProductRange(pa, pb, quarter, start, end);
        });
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        return round;
    }

    /// <inheritdoc/>
    public RoundEvaluations FoldProductRound(ReadOnlySpan<uint> a, ExtensionVector folded, ExtensionVector b, KoalaBear5 challenge)
    {
        KernelShape.PowerOfTwo(a.Length, 4);
        KernelShape.Equal(b.Length, a.Length);
        KernelShape.Equal(folded.Length, a.Length / 2);
        long quarter = a.Length / 4;
        ExtensionPointer to = new(folded), pb = new(b);
        RoundEvaluations round;
        fixed (uint* pinned = a)
        {
            uint* pa = pinned;
            round = SumBlocks(quarter, (start, end) =>
            {
                FoldBaseRange(pa, pa + (2 * quarter), challenge, to, start, end);
                FoldBaseRange(pa + quarter, pa + (3 * quarter), challenge, to + quarter, start, end);
                FoldQuarters(pb, quarter, challenge, start, end);
                return ProductRange(to, pb, quarter, start, end);
            });
        }
        GC.KeepAlive(folded);
        GC.KeepAlive(b);
        return round;
    }

    /// <inheritdoc/>
    public void FractionLayer(ExtensionVector n, ExtensionVector d, ExtensionVector sumN, ExtensionVector sumD)
    {
        KernelShape.PowerOfTwo(d.Length, 2);
        KernelShape.Equal(n.Length, d.Length);
        long half = d.Length / 2;
        KernelShape.Equal(sumN.Length, half);
        KernelShape.Equal(sumD.Length, half);
        ExtensionPointer pn = new(n), pd = new(d), toN = new(sumN), toD = new(sumD);
        workers.For(half, Grain, (start, end) =>
        {
            long i = FractionSumcheck<TLanes>.Layer(pn, pd, half, toN, toD, start, end);
            FractionSumcheck<Lanes1>.Layer(pn, pd, half, toN, toD, i, end);
        });
        KeepAlive(n, d, sumN, sumD);
    }

    /// <inheritdoc/>
    public void FractionLeaves(ReadOnlySpan<uint> n, ExtensionVector d, long active, ExtensionVector sumN, ExtensionVector sumD)
    {
        KernelShape.PowerOfTwo(d.Length, 2);
        KernelShape.Equal(n.Length, d.Length);
        long half = d.Length / 2;
        KernelShape.Equal(sumN.Length, half);
        KernelShape.Equal(sumD.Length, half);
        KernelShape.Inside(half, active - half, d.Length);
        long pairs = active - half;
        ExtensionPointer pd = new(d), toN = new(sumN), toD = new(sumD);
        fixed (uint* pinned = n)
        {
            uint* pn = pinned;
            workers.For(pairs, Grain, (start, end) =>
            {
                long i = FractionSumcheck<TLanes>.Leaves(pn, pd, half, toN, toD, start, end);
                FractionSumcheck<Lanes1>.Leaves(pn, pd, half, toN, toD, i, end);
            });
            workers.For(half - pairs, CheapGrain, (start, end) =>
            {
                long i = FractionSumcheck<TLanes>.CopyLeaves(pn, pd, toN, toD, pairs + start, pairs + end);
                FractionSumcheck<Lanes1>.CopyLeaves(pn, pd, toN, toD, i, pairs + end);
            });
        }
        KeepAlive(d, sumN, sumD, d);
    }

    /// <inheritdoc/>
    public RoundEvaluations FractionRound(
        ExtensionVector eq, ExtensionVector n0, ExtensionVector d0, ExtensionVector m, ExtensionVector d1)
    {
        long half = FractionShape(eq, n0.Length, d0, m, d1, 2);
        ExtensionPointer e = new(eq), pn = new(n0), pd = new(d0), pm = new(m), pd1 = new(d1);
        RoundEvaluations round = SumRounds(half, (start, end) => FractionRange(e, pn, pd, pm, pd1, half, start, end));
        KeepAlive(eq, d0, m, d1);
        GC.KeepAlive(n0);
        return round;
    }

    /// <inheritdoc/>
    public RoundEvaluations FractionRound(
        ReadOnlySpan<uint> n0, ExtensionVector eq, ExtensionVector d0, ExtensionVector m, ExtensionVector d1)
    {
        long half = FractionShape(eq, n0.Length, d0, m, d1, 2);
        ExtensionPointer e = new(eq), pd = new(d0), pm = new(m), pd1 = new(d1);
        RoundEvaluations round;
        fixed (uint* pinned = n0)
        {
            uint* pn = pinned;
            round = SumRounds(half, (start, end) =>
            {
                RoundEvaluations sum = default;
                long i = FractionSumcheck<TLanes>.RoundBase(e, pn, pd, pm, pd1, half, ref sum, start, end);
                FractionSumcheck<Lanes1>.RoundBase(e, pn, pd, pm, pd1, half, ref sum, i, end);
                return sum;
            });
        }
        KeepAlive(eq, d0, m, d1);
        return round;
    }

    /// <inheritdoc/>
    public RoundEvaluations FoldFractionRound(
        ExtensionVector eq, ExtensionVector n0, ExtensionVector d0, ExtensionVector m, ExtensionVector d1, KoalaBear5 challenge)
    {
        long quarter = FractionShape(eq, n0.Length, d0, m, d1, 4) / 2;
        ExtensionPointer e = new(eq), pn = new(n0), pd = new(d0), pm = new(m), pd1 = new(d1);
        RoundEvaluations round = SumBlocks(quarter, (start, end) =>
        {
            FoldQuarters(pn, quarter, challenge, start, end);
            FoldQuarters(pd, quarter, challenge, start, end);
            FoldQuarters(pm, quarter, challenge, start, end);
            FoldQuarters(pd1, quarter, challenge, start, end);
            long i = VectorAlgebra<TLanes>.Add(e, e + quarter, start, end);
            VectorAlgebra<Lanes1>.Add(e, e + quarter, i, end);
            return FractionRange(e, pn, pd, pm, pd1, quarter, start, end);
        });
        KeepAlive(eq, d0, m, d1);
        GC.KeepAlive(n0);
        return round;
    }

    private static long FractionShape(
        ExtensionVector eq, long n0, ExtensionVector d0, ExtensionVector m, ExtensionVector d1, long least)
    {
        KernelShape.PowerOfTwo(n0, least);
        KernelShape.Equal(d0.Length, n0);
        KernelShape.Equal(m.Length, n0);
        KernelShape.Equal(d1.Length, n0);
        KernelShape.Equal(eq.Length, n0 / 2);
        return n0 / 2;
    }

    private static void KeepAlive(ExtensionVector first, ExtensionVector second, ExtensionVector third, ExtensionVector fourth)
    {
        GC.KeepAlive(first);
        GC.KeepAlive(second);
        GC.KeepAlive(third);
        GC.KeepAlive(fourth);
    }

    private static RoundEvaluations ProductRange(ExtensionPointer a, ExtensionPointer b, long half, long start, long end)
    {
        RoundEvaluations sum = default;
        long i = ProductSumcheck<TLanes>.Round(a, b, half, ref sum, start, end);
        ProductSumcheck<Lanes1>.Round(a, b, half, ref sum, i, end);
        return sum;
    }

    private static RoundEvaluations FractionRange(
        ExtensionPointer eq, ExtensionPointer n0, ExtensionPointer d0, ExtensionPointer m, ExtensionPointer d1, long half,
        long start, long end)
    {
        RoundEvaluations sum = default;
        long i = FractionSumcheck<TLanes>.Round(eq, n0, d0, m, d1, half, ref sum, start, end);
        FractionSumcheck<Lanes1>.Round(eq, n0, d0, m, d1, half, ref sum, i, end);
        return sum;
    }

    // Folds the ranges of the first and second quarter with those of the third and fourth.
    private static void FoldQuarters(ExtensionPointer v, long quarter, KoalaBear5 challenge, long start, long end)
    {
        FoldRange(v, v + (2 * quarter), challenge, start, end);
        FoldRange(v + quarter, v + (3 * quarter), challenge, start, end);
    }

    // Block after block: a block is still in the cache when the round reads what the fold wrote, and each vector is read in runs that
    // are long enough for the processor to fetch them ahead.
    private RoundEvaluations SumBlocks(long count, Func<long, long, RoundEvaluations> block) => SumRounds(count, (start, end) =>
    {
        RoundEvaluations sum = default;
        for (; start < end; start += BlockElements) sum += block(start, Math.Min(end, start + BlockElements));
        return sum;
    });

    private RoundEvaluations SumRounds(long count, Func<long, long, RoundEvaluations> body) =>
        workers.Sum(count, Grain / 2, body, static (left, right) => left + right);
}
