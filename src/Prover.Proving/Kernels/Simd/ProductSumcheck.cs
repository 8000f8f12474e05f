using System.Runtime.CompilerServices;
using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels.Simd;

/// <summary>Rounds of the sumcheck on a sum of products; ranges as in <see cref="VectorAlgebra{T}"/>.</summary>
[SkipLocalsInit]
internal static unsafe class ProductSumcheck<T>
    where T : unmanaged, ILanes<T>
{
    /// <summary>Adds to the round the sums of a·b at 0 and of the differences' products, for halves of the given length.</summary>
    public static long Round(ExtensionPointer a, ExtensionPointer b, long half, ref RoundEvaluations round, long i, long end)
    {
        if (i + T.Count > end) return i;
        var atZero = default(ExtensionAccumulator<T>);
        var atInfinity = default(ExtensionAccumulator<T>);
        for (; i + T.Count <= end; i += T.Count)
        {
            ExtensionLanes<T> a0 = a.Load<T>(i), b0 = b.Load<T>(i);
            ExtensionLanes<T> step = a.Load<T>(i + half) - a0, other = b.Load<T>(i + half) - b0;
            ExtensionAccumulator<T>.AddProduct(ref atZero, a0, b0);
            ExtensionAccumulator<T>.AddProduct(ref atInfinity, step, other);
        }
        round += new RoundEvaluations(atZero.Sum(), atInfinity.Sum());
        return i;
    }

    /// <summary>The same for a base vector a.</summary>
    public static long RoundBase(uint* a, ExtensionPointer b, long half, ref RoundEvaluations round, long i, long end)
    {
        if (i + T.Count > end) return i;
        var atZero = default(ExtensionAccumulator<T>);
        var atInfinity = default(ExtensionAccumulator<T>);
        for (; i + T.Count <= end; i += T.Count)
        {
            T a0 = T.Load(a + i);
            ExtensionLanes<T> b0 = b.Load<T>(i);
            atZero.AddBaseProduct(a0, b0);
            atInfinity.AddBaseProduct(T.Subtract(T.Load(a + i + half), a0), b.Load<T>(i + half) - b0);
        }
        round += new RoundEvaluations(atZero.Sum(), atInfinity.Sum());
        return i;
    }

    /// <summary>Folds both vectors from four quarters to two in place and adds the next round.</summary>
    public static long FoldRound(
        ExtensionPointer a, ExtensionPointer b, long quarter, KoalaBear5 challenge, ref RoundEvaluations round, long i, long end)
    {
        ExtensionFactor<T> uniform = ExtensionFactor<T>.Broadcast(challenge);
        if (i + T.Count > end) return i;
        var atZero = default(ExtensionAccumulator<T>);
        var atInfinity = default(ExtensionAccumulator<T>);
        for (; i + T.Count <= end; i += T.Count)
        {
            ExtensionLanes<T> b0 = FoldInto(b, b, 2 * quarter, uniform, i), b1 = FoldInto(b, b, 2 * quarter, uniform, i + quarter);
            ExtensionLanes<T> a0 = FoldInto(a, a, 2 * quarter, uniform, i), a1 = FoldInto(a, a, 2 * quarter, uniform, i + quarter);
            ExtensionAccumulator<T>.AddProduct(ref atZero, a0, b0);
            ExtensionAccumulator<T>.AddProduct(ref atInfinity, a1 - a0, b1 - b0);
        }
        round += new RoundEvaluations(atZero.Sum(), atInfinity.Sum());
        return i;
    }

    /// <summary>The same for a base vector a, which is folded into another vector.</summary>
    public static long FoldRoundBase(
        uint* a, ExtensionPointer folded, ExtensionPointer b, long quarter, KoalaBear5 challenge, ref RoundEvaluations round, long i, long end)
    {
        ExtensionFactor<T> uniform = ExtensionFactor<T>.Broadcast(challenge);
        ExtensionLanes<T> lanes = ExtensionLanes<T>.Broadcast(challenge);
        if (i + T.Count > end) return i;
        var atZero = default(ExtensionAccumulator<T>);
        var atInfinity = default(ExtensionAccumulator<T>);
        for (; i + T.Count <= end; i += T.Count)
        {
            ExtensionLanes<T> b0 = FoldInto(b, b, 2 * quarter, uniform, i), b1 = FoldInto(b, b, 2 * quarter, uniform, i + quarter);
            ExtensionLanes<T> a0 = VectorAlgebra<T>.FoldBaseAt(a, a + (2 * quarter), lanes, i);
            ExtensionLanes<T> a1 = VectorAlgebra<T>.FoldBaseAt(a, a + (2 * quarter), lanes, i + quarter);
            folded.Store(i, a0);
            folded.Store(i + quarter, a1);
            ExtensionAccumulator<T>.AddProduct(ref atZero, a0, b0);
            ExtensionAccumulator<T>.AddProduct(ref atInfinity, a1 - a0, b1 - b0);
        }
        round += new RoundEvaluations(atZero.Sum(), atInfinity.Sum());
        return i;
    }

    /// <summary>Folds one word of a vector whose halves have the given length and stores the result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ExtensionLanes<T> FoldInto(
        ExtensionPointer v, ExtensionPointer destination, long half, in ExtensionFactor<T> challenge, long i)
    {
        ExtensionLanes<T> folded = VectorAlgebra<T>.FoldAt(v, v + half, challenge, i);
        destination.Store(i, folded);
        return folded;
    }
}
