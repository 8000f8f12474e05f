using System.Runtime.CompilerServices;

namespace Prover.Proving.Kernels.Simd;

/// <summary>Layers of the fraction tree and rounds of their sumchecks; ranges as in <see cref="VectorAlgebra{T}"/>.</summary>
[SkipLocalsInit]
internal static unsafe class FractionSumcheck<T>
    where T : unmanaged, ILanes<T>
{
    /// <summary>Adds fraction i + half to fraction i.</summary>
    public static long Layer(
        ExtensionPointer n, ExtensionPointer d, long half, ExtensionPointer sumN, ExtensionPointer sumD, long i, long end)
    {
        for (; i + T.Count <= end; i += T.Count)
        {
            ExtensionLanes<T> d0 = d.LoadAhead<T>(i), d1 = d.LoadAhead<T>(i + half);
            ExtensionLanes<T>.MultiplyTwo(n.LoadAhead<T>(i), d1, n.LoadAhead<T>(i + half), d0, out ExtensionLanes<T> numerator);
            ExtensionLanes<T>.Multiply(d0, d1, out ExtensionLanes<T> denominator);
            sumN.Store(i, numerator);
            sumD.Store(i, denominator);
        }
        return i;
    }

    /// <summary>The same for numerators in the base field.</summary>
    public static long Leaves(uint* n, ExtensionPointer d, long half, ExtensionPointer sumN, ExtensionPointer sumD, long i, long end)
    {
        for (; i + T.Count <= end; i += T.Count)
        {
            ExtensionLanes<T> d0 = d.LoadAhead<T>(i), d1 = d.LoadAhead<T>(i + half);
            var wide = default(ExtensionAccumulator<T>);
            wide.AddTwoBaseProducts(T.Load(n + i), d1, T.Load(n + i + half), d0);
            wide.Reduce(out ExtensionLanes<T> numerator);
            ExtensionLanes<T>.Multiply(d0, d1, out ExtensionLanes<T> denominator);
            sumN.Store(i, numerator);
            sumD.Store(i, denominator);
        }
        return i;
    }

    /// <summary>The same where fraction i + half is 0/1.</summary>
    public static long CopyLeaves(uint* n, ExtensionPointer d, ExtensionPointer sumN, ExtensionPointer sumD, long i, long end)
    {
        for (; i + T.Count <= end; i += T.Count)
        {
            sumN.Store(i, new ExtensionLanes<T> { C0 = T.Load(n + i) });
            sumD.Store(i, d.LoadAhead<T>(i));
        }
        return i;
    }

    /// <summary>Adds a round of the sum of eq·(n0·d1 + d0·m) for halves of the given length.</summary>
    public static long Round(
        ExtensionPointer eq, ExtensionPointer n0, ExtensionPointer d0, ExtensionPointer m, ExtensionPointer d1, long half,
        ref RoundEvaluations round, long i, long end)
    {
        if (i + T.Count > end) return i;
        var atZero = default(ExtensionAccumulator<T>);
        var atInfinity = default(ExtensionAccumulator<T>);
        for (; i + T.Count <= end; i += T.Count)
        {
            ExtensionLanes<T> n = n0.LoadAhead<T>(i), d = d0.LoadAhead<T>(i), mm = m.LoadAhead<T>(i), dd = d1.LoadAhead<T>(i);
            ExtensionLanes<T> weight = eq.LoadAhead<T>(i);
            ExtensionLanes<T>.MultiplyTwo(n, dd, d, mm, out ExtensionLanes<T> value);
            ExtensionAccumulator<T>.AddProduct(ref atZero, value, weight);
            n = n0.LoadAhead<T>(i + half) - n;
            d = d0.LoadAhead<T>(i + half) - d;
            mm = m.LoadAhead<T>(i + half) - mm;
            dd = d1.LoadAhead<T>(i + half) - dd;
            ExtensionLanes<T>.MultiplyTwo(n, dd, d, mm, out value);
            ExtensionAccumulator<T>.AddProduct(ref atInfinity, value, weight);
        }
        round += new RoundEvaluations(atZero.Sum(), atInfinity.Sum());
        return i;
    }

    /// <summary>The same for numerators n0 in the base field.</summary>
    public static long RoundBase(
        ExtensionPointer eq, uint* n0, ExtensionPointer d0, ExtensionPointer m, ExtensionPointer d1, long half,
        ref RoundEvaluations round, long i, long end)
    {
        if (i + T.Count > end) return i;
        var atZero = default(ExtensionAccumulator<T>);
        var atInfinity = default(ExtensionAccumulator<T>);
        for (; i + T.Count <= end; i += T.Count)
        {
            T n = T.Load(n0 + i);
            ExtensionLanes<T> d = d0.LoadAhead<T>(i), mm = m.LoadAhead<T>(i), dd = d1.LoadAhead<T>(i), weight = eq.LoadAhead<T>(i);
            MultiplyTwoBase(n, dd, d, mm, out ExtensionLanes<T> value);
            ExtensionAccumulator<T>.AddProduct(ref atZero, value, weight);
            n = T.Subtract(T.Load(n0 + i + half), n);
            d = d0.LoadAhead<T>(i + half) - d;
            mm = m.LoadAhead<T>(i + half) - mm;
            dd = d1.LoadAhead<T>(i + half) - dd;
            MultiplyTwoBase(n, dd, d, mm, out value);
            ExtensionAccumulator<T>.AddProduct(ref atInfinity, value, weight);
        }
        round += new RoundEvaluations(atZero.Sum(), atInfinity.Sum());
        return i;
    }

    // n·a + b·c for base field elements n.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    private static void MultiplyTwoBase(
        T n, in ExtensionLanes<T> a, in ExtensionLanes<T> b, in ExtensionLanes<T> c, out ExtensionLanes<T> sum)
    {
        var wide = default(ExtensionAccumulator<T>);
        wide.SetProduct(b, c);
        wide.AddBaseProduct(n, a);
        wide.Reduce(out sum);
    }
}
