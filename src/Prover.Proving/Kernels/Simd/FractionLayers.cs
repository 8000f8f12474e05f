using System.Runtime.CompilerServices;

namespace Prover.Proving.Kernels.Simd;

/// <summary>Layers of the fraction tree; ranges as in <see cref="VectorAlgebra{T}"/>.</summary>
[SkipLocalsInit]
internal static unsafe class FractionLayers<T>
    where T : unmanaged, ILanes<T>
{
    /// <summary>Sums of fractions.</summary>
    public static long Add(FractionPointer left, FractionPointer right, FractionPointer sum, long i, long end)
    {
        for (; i + T.Count <= end; i += T.Count)
        {
            ExtensionLanes<T> d0 = left.D.LoadAhead<T>(i), d1 = right.D.LoadAhead<T>(i);
            ExtensionLanes<T>.MultiplyTwo(left.N.LoadAhead<T>(i), d1, right.N.LoadAhead<T>(i), d0, out ExtensionLanes<T> numerator);
            ExtensionLanes<T>.Multiply(d0, d1, out ExtensionLanes<T> denominator);
            sum.N.Store(i, numerator);
            sum.D.Store(i, denominator);
        }
        return i;
    }

    /// <summary>Sums of leaves.</summary>
    public static long AddLeaves(LeafPointer left, LeafPointer right, FractionPointer sum, long i, long end)
    {
        for (; i + T.Count <= end; i += T.Count)
        {
            ExtensionLanes<T> d0 = left.D.LoadAhead<T>(i), d1 = right.D.LoadAhead<T>(i);
            var wide = default(ExtensionAccumulator<T>);
            wide.AddTwoBaseProducts(T.Load(left.N + i), d1, T.Load(right.N + i), d0);
            wide.Reduce(out ExtensionLanes<T> numerator);
            ExtensionLanes<T>.Multiply(d0, d1, out ExtensionLanes<T> denominator);
            sum.N.Store(i, numerator);
            sum.D.Store(i, denominator);
        }
        return i;
    }

    /// <summary>Leaves as fractions over E: their sums with 0/1.</summary>
    public static long CopyLeaves(LeafPointer leaves, FractionPointer to, long i, long end)
    {
        for (; i + T.Count <= end; i += T.Count)
        {
            to.N.Store(i, new ExtensionLanes<T> { C0 = T.Load(leaves.N + i) });
            to.D.Store(i, leaves.D.LoadAhead<T>(i));
        }
        return i;
    }
}
