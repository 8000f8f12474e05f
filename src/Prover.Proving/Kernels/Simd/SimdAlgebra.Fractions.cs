using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels.Simd;

/// <content>The fraction tree. Vectors are read in blocks, for which eq is one entry of its high table times the low table.</content>
internal sealed unsafe partial class SimdAlgebra<TLanes>
{
    private const long BlockElements = LeafFractions.Block;

    /// <inheritdoc/>
    public void FractionLayer(ExtensionVector n, ExtensionVector d, ExtensionVector sumN, ExtensionVector sumD)
    {
        KernelShape.PowerOfTwo(d.Length, 2);
        KernelShape.Equal(n.Length, d.Length);
        long half = d.Length / 2;
        KernelShape.Equal(sumN.Length, half);
        KernelShape.Equal(sumD.Length, half);
        FractionPointer from = new(new(n), new(d)), to = new(new(sumN), new(sumD));
        workers.For(half, Grain, (start, end) => Add(from + start, from + half + start, to + start, end - start));
        GC.KeepAlive(n);
        GC.KeepAlive(d);
        GC.KeepAlive(sumN);
        GC.KeepAlive(sumD);
    }

    /// <inheritdoc/>
    public void SumLeaves(LeafFractions leaves, ExtensionVector sumN, ExtensionVector sumD)
    {
        KernelShape.PowerOfTwo(leaves.Length, 4);
        long quarter = leaves.Length / 4;
        KernelShape.Equal(sumN.Length, quarter);
        KernelShape.Equal(sumD.Length, quarter);
        FractionPointer to = new(new(sumN), new(sumD));
        workers.For(quarter, Grain, (first, end) =>
        {
            using var sums = new LeafSums<TLanes>(leaves, 2);
            for (long start = first; start < end; start += BlockElements)
            {
                long count = Math.Min(BlockElements, end - start);
                Add(sums.Load(0, start, count), sums.Load(1, start + quarter, count), to + start, count);
            }
        });
        GC.KeepAlive(sumN);
        GC.KeepAlive(sumD);
        GC.KeepAlive(leaves);
    }

    /// <inheritdoc/>
    public KoalaBear5 FractionLead(FractionLevel level, EqualityProduct eq, KoalaBear5 blend)
    {
        KernelShape.PowerOfTwo(level.Length, 4);
        long quarter = level.Length / 4;
        KernelShape.Equal(eq.Length, quarter);
        if (level.Leaves is { } leaves) return level.IsSummed ? LeadOfSums(leaves, eq, blend) : LeadOfLeaves(leaves, eq, blend);
        FractionPointer all = new(new(level.Numerators!), new(level.Denominators!));
        KoalaBear5 lead = SumLeads(quarter, eq, null, (_, low, start, count) =>
        {
            FractionPointer at = all + start;
            return Lead(low, at, at + quarter, at + (2 * quarter), at + (3 * quarter), blend, count);
        });
        GC.KeepAlive(level);
        return lead;
    }

    /// <inheritdoc/>
    public RoundEvaluations FoldLevel(
        FractionLevel level, EqualityProduct eq, KoalaBear5 blend, KoalaBear5 challenge, FoldedFractions result)
    {
        KernelShape.PowerOfTwo(level.Length, 8);
        KernelShape.Equal(result.Length, level.Length / 4);
        KernelShape.Equal(eq.Length, level.Length / 8);
        result.CheckShape(2);
        return level switch
        {
            { Leaves: null } => FoldStored(level, eq, blend, challenge, result),
            { IsSummed: true } => FoldSums(level.Leaves, eq, blend, challenge, result),
            _ => FoldLeaves(level.Leaves, eq, blend, challenge, result),
        };
    }

    /// <inheritdoc/>
    public RoundEvaluations FoldFractionRound(FoldedFractions vectors, EqualityProduct eq, KoalaBear5 blend, KoalaBear5 challenge)
    {
        vectors.CheckShape(4);
        long half = vectors.Length / 2, right = vectors.Right;
        KernelShape.Equal(eq.Length, half / 2);
        FoldedPointer all = new(vectors);
        using ConstantFractions? constants = vectors.HasConstants ? new(this, blend) : null;
        return SumRounds(vectors.Half, eq, blend, null, constants, (_, start, count) =>
        {
            FoldedPointer at = all + start;
            Fold(at.Left, at.Left + half, challenge, at.Left, count);
            if (start >= right) return;
            Fold(at.Right, start + half < right ? at.Right + half : constants!.Fractions, challenge, at.Right, count);
        });
    }

    // A sum without a second leaf is a leaf, with its numerator in F. If one is, so are all after it.
    private KoalaBear5 LeadOfSums(LeafFractions leaves, EqualityProduct eq, KoalaBear5 blend)
    {
        long quarter = eq.Length, half = 2 * quarter, pairs = leaves.Stored - leaves.Length / 2;
        LeafPointer all = new(leaves.Numerators.Pointer, new(leaves.Denominators));
        return SumLeads(quarter, eq, leaves, (sums, low, start, count) =>
        {
            LeafPointer at = all + start;
            if (start >= pairs) return Lead(low, at, at + quarter, at + half, at + (3 * quarter), blend, count);
            FractionPointer left0 = sums!.Load(0, start, count), left1 = sums.Load(1, start + quarter, count);
            return start + half >= pairs
                ? Lead(low, left0, left1, at + half, at + (3 * quarter), blend, count)
                : Lead(low, left0, left1, sums.Load(2, start + half, count), sums.Load(3, start + (3 * quarter), count), blend, count);
        });
    }

    // Where both right leaves are 0/1, their step is 0/0 and the coefficient 0.
    private KoalaBear5 LeadOfLeaves(LeafFractions leaves, EqualityProduct eq, KoalaBear5 blend)
    {
        long quarter = eq.Length, half = 2 * quarter, right = leaves.Stored - half;
        LeafPointer all = new(leaves.Numerators.Pointer, new(leaves.Denominators));
        using var constants = new ConstantFractions(this, blend);
        return SumLeads(Math.Min(quarter, right), eq, null, (_, low, start, count) =>
        {
            LeafPointer at = all + start, second = start + quarter < right ? at + (3 * quarter) : constants.Leaves;
            return Lead(low, at, at + quarter, at + half, second, blend, count);
        });
    }

    private RoundEvaluations FoldStored(
        FractionLevel level, EqualityProduct eq, KoalaBear5 blend, KoalaBear5 challenge, FoldedFractions result)
    {
        long quarter = result.Length;
        FractionPointer all = new(new(level.Numerators!), new(level.Denominators!));
        FoldedPointer to = new(result);
        RoundEvaluations round = SumRounds(result, eq, blend, null, null, (_, start, count) =>
        {
            FractionPointer at = all + start;
            FoldedPointer into = to + start;
            Fold(at, at + quarter, challenge, into.Left, count);
            Fold(at + (2 * quarter), at + (3 * quarter), challenge, into.Right, count);
            AddScaledRange(into.Right.N, blend, into.Right.D, count);
        });
        GC.KeepAlive(level);
        return round;
    }

    private RoundEvaluations FoldSums(
        LeafFractions leaves, EqualityProduct eq, KoalaBear5 blend, KoalaBear5 challenge, FoldedFractions result)
    {
        long quarter = result.Length, half = 2 * quarter, pairs = leaves.Stored - leaves.Length / 2;
        LeafPointer all = new(leaves.Numerators.Pointer, new(leaves.Denominators));
        FoldedPointer to = new(result);
        return SumRounds(result, eq, blend, leaves, null, (sums, start, count) =>
        {
            FoldedPointer into = to + start;
            FoldPart(start, into.Left);
            FoldPart(start + half, into.Right);
            AddScaledRange(into.Right.N, blend, into.Right.D, count);

            void FoldPart(long at, FractionPointer part)
            {
                if (at >= pairs) Fold(all + at, all + (at + quarter), challenge, part, count);
                else Fold(sums!.Load(0, at, count), sums.Load(1, at + quarter, count), challenge, part, count);
            }
        });
    }

    private RoundEvaluations FoldLeaves(
        LeafFractions leaves, EqualityProduct eq, KoalaBear5 blend, KoalaBear5 challenge, FoldedFractions result)
    {
        long quarter = result.Length, half = 2 * quarter, right = leaves.Stored - half;
        KernelShape.Equal(result.Right, Math.Min(quarter, right));
        LeafPointer all = new(leaves.Numerators.Pointer, new(leaves.Denominators));
        FoldedPointer to = new(result);
        using var constants = new ConstantFractions(this, blend);
        return SumRounds(result, eq, blend, null, constants, (_, start, count) =>
        {
            LeafPointer at = all + start;
            FoldedPointer into = to + start;
            Fold(at, at + quarter, challenge, into.Left, count);
            if (start >= right) return;
            Fold(at + half, start + quarter < right ? at + (3 * quarter) : constants.Leaves, challenge, into.Right, count);
            AddScaledRange(into.Right.N, blend, into.Right.D, count);
        });
    }

    // The sum over blocks of the high entry of eq times what the block gives for the low table.
    private KoalaBear5 SumLeads(
        long length, EqualityProduct eq, LeafFractions? summed, Func<LeafSums<TLanes>?, ExtensionPointer, long, long, KoalaBear5> block)
    {
        var low = new ExtensionPointer(eq.Low);
        KoalaBear5 lead = workers.Sum(length, Grain / 2, (first, end) =>
        {
            using LeafSums<TLanes>? sums = summed is null ? null : new(summed, 4);
            KoalaBear5 sum = default;
            for (long start = first; start < end; start += BlockElements)
            {
                sum += eq.High[start / BlockElements] * block(sums, low, start, Math.Min(BlockElements, end - start));
            }
            return sum;
        }, static (left, right) => left + right);
        GC.KeepAlive(summed);
        GC.KeepAlive(eq);
        return lead;
    }

    // Folds block after block and computes the next round from what is then in the cache.
    private RoundEvaluations SumRounds(
        FoldedFractions folded, EqualityProduct eq, KoalaBear5 blend, LeafFractions? summed, ConstantFractions? constants,
        Action<LeafSums<TLanes>?, long, long> fold)
    {
        long half = folded.Length / 2, right = folded.Right;
        var low = new ExtensionPointer(eq.Low);
        FoldedPointer all = new(folded);
        RoundEvaluations round = SumRounds(half, (first, end) =>
        {
            using LeafSums<TLanes>? sums = summed is null ? null : new(summed, 4);
            RoundEvaluations sum = default;
            for (long start = first; start < end; start += BlockElements)
            {
                long count = Math.Min(BlockElements, end - start);
                fold(sums, start, count);
                fold(sums, start + half, count);
                FoldedPointer zero = all + start, one = zero + half;
                if (start + half >= right) one = new(one.Left, constants!.Fractions);
                KoalaBear5 weight = eq.High[start / BlockElements];
                RoundEvaluations part = start < right ? Round(low, zero, one, count) : LinearRound(low, zero.Left, blend, count);
                sum += new RoundEvaluations(weight * part.AtZero, weight * part.AtInfinity);
            }
            return sum;
        });
        GC.KeepAlive(folded);
        GC.KeepAlive(summed);
        GC.KeepAlive(eq);
        return round;
    }

    private static void Add(FractionPointer left, FractionPointer right, FractionPointer to, long count)
    {
        long i = FractionLayers<TLanes>.Add(left, right, to, 0, count);
        FractionLayers<Lanes1>.Add(left, right, to, i, count);
    }

    private static KoalaBear5 Lead(
        ExtensionPointer eq, FractionPointer left0, FractionPointer left1, FractionPointer right0, FractionPointer right1,
        KoalaBear5 blend, long count)
    {
        KoalaBear5 lead = default;
        long i = FractionSumcheck<TLanes>.Lead(eq, left0, left1, right0, right1, blend, ref lead, 0, count);
        FractionSumcheck<Lanes1>.Lead(eq, left0, left1, right0, right1, blend, ref lead, i, count);
        return lead;
    }

    private static KoalaBear5 Lead(
        ExtensionPointer eq, FractionPointer left0, FractionPointer left1, LeafPointer right0, LeafPointer right1,
        KoalaBear5 blend, long count)
    {
        KoalaBear5 lead = default;
        long i = FractionSumcheck<TLanes>.Lead(eq, left0, left1, right0, right1, blend, ref lead, 0, count);
        FractionSumcheck<Lanes1>.Lead(eq, left0, left1, right0, right1, blend, ref lead, i, count);
        return lead;
    }

    private static KoalaBear5 Lead(
        ExtensionPointer eq, LeafPointer left0, LeafPointer left1, LeafPointer right0, LeafPointer right1, KoalaBear5 blend, long count)
    {
        KoalaBear5 lead = default;
        long i = FractionSumcheck<TLanes>.Lead(eq, left0, left1, right0, right1, blend, ref lead, 0, count);
        FractionSumcheck<Lanes1>.Lead(eq, left0, left1, right0, right1, blend, ref lead, i, count);
        return lead;
    }

    private static void Fold(FractionPointer first, FractionPointer second, KoalaBear5 challenge, FractionPointer to, long count)
    {
        FoldRange(first.N, second.N, challenge, to.N, 0, count);
        FoldRange(first.D, second.D, challenge, to.D, 0, count);
    }

    private static void Fold(LeafPointer first, LeafPointer second, KoalaBear5 challenge, FractionPointer to, long count)
    {
        FoldBaseRange(first.N, second.N, challenge, to.N, 0, count);
        FoldRange(first.D, second.D, challenge, to.D, 0, count);
    }

    private static void AddScaledRange(ExtensionPointer to, KoalaBear5 factor, ExtensionPointer from, long count)
    {
        long i = VectorAlgebra<TLanes>.AddScaled(to, factor, from, 0, count);
        VectorAlgebra<Lanes1>.AddScaled(to, factor, from, i, count);
    }

    private static RoundEvaluations Round(ExtensionPointer eq, FoldedPointer zero, FoldedPointer one, long count)
    {
        RoundEvaluations round = default;
        long i = FractionSumcheck<TLanes>.Round(eq, zero, one, ref round, 0, count);
        FractionSumcheck<Lanes1>.Round(eq, zero, one, ref round, i, count);
        return round;
    }

    private static RoundEvaluations LinearRound(ExtensionPointer eq, FractionPointer left, KoalaBear5 blend, long count)
    {
        KoalaBear5 n = default, d = default;
        long i = FractionSumcheck<TLanes>.LinearRound(eq, left, ref n, ref d, 0, count);
        FractionSumcheck<Lanes1>.LinearRound(eq, left, ref n, ref d, i, count);
        return new(n + (blend * d), KoalaBear5.Zero);
    }
}
