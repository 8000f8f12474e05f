using System.Runtime.CompilerServices;

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
}
