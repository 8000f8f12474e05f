using System.Runtime.CompilerServices;
using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels.Simd;

/// <summary>Rounds of the sumchecks of the fraction tree; ranges as in <see cref="VectorAlgebra{T}"/>.</summary>
[SkipLocalsInit]
internal static unsafe class FractionSumcheck<T>
    where T : unmanaged, ILanes<T>
{
    /// <summary>
    /// Adds the leading coefficient of the first round, the sum of eq·(Dn0·Dd1 + Dd0·(Dn1 + blend·Dd1)), where D is the difference of
    /// the second and the first of two fractions.
    /// </summary>
    public static long Lead(
        ExtensionPointer eq, FractionPointer left0, FractionPointer left1, FractionPointer right0, FractionPointer right1,
        KoalaBear5 blend, ref KoalaBear5 lead, long i, long end)
    {
        if (i + T.Count > end) return i;
        ExtensionFactor<T> lambda = ExtensionFactor<T>.Broadcast(blend);
        var sum = default(ExtensionAccumulator<T>);
        for (; i + T.Count <= end; i += T.Count)
        {
            ExtensionLanes<T> d1 = right1.D.LoadAhead<T>(i) - right0.D.LoadAhead<T>(i);
            ExtensionLanes<T>.MultiplyUniform(d1, lambda, out ExtensionLanes<T> m);
            m = m + (right1.N.LoadAhead<T>(i) - right0.N.LoadAhead<T>(i));
            ExtensionLanes<T> n0 = left1.N.LoadAhead<T>(i) - left0.N.LoadAhead<T>(i);
            ExtensionLanes<T> d0 = left1.D.LoadAhead<T>(i) - left0.D.LoadAhead<T>(i);
            ExtensionLanes<T>.MultiplyTwo(n0, d1, d0, m, out ExtensionLanes<T> value);
            ExtensionAccumulator<T>.AddProduct(ref sum, value, eq.Load<T>(i));
        }
        lead += sum.Sum();
        return i;
    }

    /// <summary>The same for leaves on the right.</summary>
    public static long Lead(
        ExtensionPointer eq, FractionPointer left0, FractionPointer left1, LeafPointer right0, LeafPointer right1,
        KoalaBear5 blend, ref KoalaBear5 lead, long i, long end)
    {
        if (i + T.Count > end) return i;
        ExtensionFactor<T> lambda = ExtensionFactor<T>.Broadcast(blend);
        var sum = default(ExtensionAccumulator<T>);
        for (; i + T.Count <= end; i += T.Count)
        {
            ExtensionLanes<T> d1 = right1.D.LoadAhead<T>(i) - right0.D.LoadAhead<T>(i);
            ExtensionLanes<T>.MultiplyUniform(d1, lambda, out ExtensionLanes<T> m);
            m.C0 = T.Add(m.C0, T.Subtract(T.Load(right1.N + i), T.Load(right0.N + i)));
            ExtensionLanes<T> n0 = left1.N.LoadAhead<T>(i) - left0.N.LoadAhead<T>(i);
            ExtensionLanes<T> d0 = left1.D.LoadAhead<T>(i) - left0.D.LoadAhead<T>(i);
            ExtensionLanes<T>.MultiplyTwo(n0, d1, d0, m, out ExtensionLanes<T> value);
            ExtensionAccumulator<T>.AddProduct(ref sum, value, eq.Load<T>(i));
        }
        lead += sum.Sum();
        return i;
    }

    /// <summary>The same for leaves on both sides.</summary>
    public static long Lead(
        ExtensionPointer eq, LeafPointer left0, LeafPointer left1, LeafPointer right0, LeafPointer right1,
        KoalaBear5 blend, ref KoalaBear5 lead, long i, long end)
    {
        if (i + T.Count > end) return i;
        ExtensionFactor<T> lambda = ExtensionFactor<T>.Broadcast(blend);
        var sum = default(ExtensionAccumulator<T>);
        for (; i + T.Count <= end; i += T.Count)
        {
            ExtensionLanes<T> d1 = right1.D.LoadAhead<T>(i) - right0.D.LoadAhead<T>(i);
            ExtensionLanes<T>.MultiplyUniform(d1, lambda, out ExtensionLanes<T> m);
            m.C0 = T.Add(m.C0, T.Subtract(T.Load(right1.N + i), T.Load(right0.N + i)));
            T n0 = T.Subtract(T.Load(left1.N + i), T.Load(left0.N + i));
            ExtensionLanes<T> d0 = left1.D.LoadAhead<T>(i) - left0.D.LoadAhead<T>(i);
            MultiplyTwoBase(n0, d1, d0, m, out ExtensionLanes<T> value);
            ExtensionAccumulator<T>.AddProduct(ref sum, value, eq.Load<T>(i));
        }
        lead += sum.Sum();
        return i;
    }

    /// <summary>Adds a round of the sum of eq·(n0·d1 + d0·m): the entries at 0 and at 1 of the variable.</summary>
    public static long Round(ExtensionPointer eq, FoldedPointer zero, FoldedPointer one, ref RoundEvaluations round, long i, long end)
    {
        if (i + T.Count > end) return i;
        ExtensionPointer n0 = zero.Left.N, d0 = zero.Left.D, m0 = zero.Right.N, e0 = zero.Right.D;
        ExtensionPointer n1 = one.Left.N, d1 = one.Left.D, m1 = one.Right.N, e1 = one.Right.D;
        var atZero = default(ExtensionAccumulator<T>);
        var atInfinity = default(ExtensionAccumulator<T>);
        for (; i + T.Count <= end; i += T.Count)
        {
            ExtensionLanes<T> n = n0.Load<T>(i), d = d0.Load<T>(i), m = m0.Load<T>(i), e = e0.Load<T>(i), weight = eq.Load<T>(i);
            ExtensionLanes<T>.MultiplyTwo(n, e, d, m, out ExtensionLanes<T> value);
            ExtensionAccumulator<T>.AddProduct(ref atZero, value, weight);
            n = n1.Load<T>(i) - n;
            d = d1.Load<T>(i) - d;
            m = m1.Load<T>(i) - m;
            e = e1.Load<T>(i) - e;
            ExtensionLanes<T>.MultiplyTwo(n, e, d, m, out value);
            ExtensionAccumulator<T>.AddProduct(ref atInfinity, value, weight);
        }
        round += new RoundEvaluations(atZero.Sum(), atInfinity.Sum());
        return i;
    }

    /// <summary>Adds the sums of eq·n0 and eq·d0: all of a round where the right fractions are 0/1.</summary>
    public static long LinearRound(
        ExtensionPointer eq, FractionPointer left, ref KoalaBear5 numerators, ref KoalaBear5 denominators, long i, long end)
    {
        if (i + T.Count > end) return i;
        ExtensionAccumulator<T> n = default, d = default;
        for (; i + T.Count <= end; i += T.Count)
        {
            ExtensionLanes<T> weight = eq.Load<T>(i);
            ExtensionAccumulator<T>.AddProduct(ref n, left.N.Load<T>(i), weight);
            ExtensionAccumulator<T>.AddProduct(ref d, left.D.Load<T>(i), weight);
        }
        numerators += n.Sum();
        denominators += d.Sum();
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
