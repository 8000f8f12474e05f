using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels.Simd;

/// <content>Rounds of product sumchecks.</content>
internal sealed unsafe partial class SimdAlgebra<TLanes>
{
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

    private static RoundEvaluations ProductRange(ExtensionPointer a, ExtensionPointer b, long half, long start, long end)
    {
        RoundEvaluations sum = default;
        long i = ProductSumcheck<TLanes>.Round(a, b, half, ref sum, start, end);
        ProductSumcheck<Lanes1>.Round(a, b, half, ref sum, i, end);
        return sum;
    }

    // Folds the ranges of the first and second quarter with those of the third and fourth.
    private static void FoldQuarters(ExtensionPointer v, long quarter, KoalaBear5 challenge, long start, long end)
    {
        FoldRange(v, v + (2 * quarter), challenge, v, start, end);
        FoldRange(v + quarter, v + (3 * quarter), challenge, v + quarter, start, end);
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
