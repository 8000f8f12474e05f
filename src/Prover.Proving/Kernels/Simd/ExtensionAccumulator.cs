using System.Runtime.CompilerServices;
using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels.Simd;

/// <summary>Sums of products in E that are reduced once at the end: folded wide values of even and odd lanes.</summary>
internal unsafe struct ExtensionAccumulator<T>
    where T : unmanaged, ILanes<T>
{
    private T e0, e1, e2, e3, e4, o0, o1, o2, o3, o4;

    /// <summary>Sets the sum to a·b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetProduct(in ExtensionLanes<T> a, in ExtensionLanes<T> b)
    {
        ExtensionFactor<T> factor = ExtensionFactor<T>.Create(b);
        ExtensionProduct<T>.Dots(a, factor, out e0, out e1, out e2, out e3, out e4);
        if (T.HasOddLanes)
        {
            ExtensionProduct<T>.Dots(ExtensionLanes<T>.Odd(a), factor.Odd(), out o0, out o1, out o2, out o3, out o4);
        }
    }

    /// <summary>Adds a·b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProductInline(in ExtensionLanes<T> a, in ExtensionLanes<T> b)
    {
        ExtensionFactor<T> factor = ExtensionFactor<T>.Create(b);
        ExtensionProduct<T>.Dots(a, factor, out T c0, out T c1, out T c2, out T c3, out T c4);
        AddEven(c0, c1, c2, c3, c4);
        if (!T.HasOddLanes) return;
        ExtensionProduct<T>.Dots(ExtensionLanes<T>.Odd(a), factor.Odd(), out c0, out c1, out c2, out c3, out c4);
        AddOdd(c0, c1, c2, c3, c4);
    }

    /// <summary>Adds a·b.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    public static void AddProduct(ref ExtensionAccumulator<T> sum, in ExtensionLanes<T> a, in ExtensionLanes<T> b) =>
        sum.AddProductInline(a, b);

    /// <summary>The product a·b.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    public static void CreateProduct(in ExtensionLanes<T> a, in ExtensionLanes<T> b, out ExtensionAccumulator<T> product)
    {
        var wide = default(ExtensionAccumulator<T>);
        wide.SetProduct(a, b);
        product = wide;
    }

    /// <summary>The reduced value of sum + a·b.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    public static void AddProductAndReduce(
        in ExtensionAccumulator<T> sum, in ExtensionLanes<T> a, in ExtensionLanes<T> b, out ExtensionLanes<T> lanes)
    {
        ExtensionAccumulator<T> wide = sum;
        wide.AddProductInline(a, b);
        wide.Reduce(out lanes);
    }

    /// <summary>Adds a·factor for one factor in all lanes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    public static void AddUniformProduct(ref ExtensionAccumulator<T> sum, in ExtensionLanes<T> a, in ExtensionFactor<T> factor)
    {
        ExtensionFactor<T> right = factor;
        ExtensionProduct<T>.Dots(a, right, out T c0, out T c1, out T c2, out T c3, out T c4);
        sum.AddEven(c0, c1, c2, c3, c4);
        if (!T.HasOddLanes) return;
        ExtensionProduct<T>.Dots(ExtensionLanes<T>.Odd(a), right, out c0, out c1, out c2, out c3, out c4);
        sum.AddOdd(c0, c1, c2, c3, c4);
    }

    /// <summary>Adds a·b for base field elements a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddBaseProduct(T a, in ExtensionLanes<T> b)
    {
        AddEven(
            T.MultiplyEven(a, b.C0), T.MultiplyEven(a, b.C1), T.MultiplyEven(a, b.C2), T.MultiplyEven(a, b.C3), T.MultiplyEven(a, b.C4));
        if (!T.HasOddLanes) return;
        T odd = T.Odd(a);
        AddOdd(
            T.MultiplyEven(odd, T.Odd(b.C0)), T.MultiplyEven(odd, T.Odd(b.C1)), T.MultiplyEven(odd, T.Odd(b.C2)),
            T.MultiplyEven(odd, T.Odd(b.C3)), T.MultiplyEven(odd, T.Odd(b.C4)));
    }

    /// <summary>Adds a·b + c·d for base field elements a and c, folding once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddTwoBaseProducts(T a, in ExtensionLanes<T> b, T c, in ExtensionLanes<T> d)
    {
        AddEven(
            TwoProducts(a, b.C0, c, d.C0), TwoProducts(a, b.C1, c, d.C1), TwoProducts(a, b.C2, c, d.C2),
            TwoProducts(a, b.C3, c, d.C3), TwoProducts(a, b.C4, c, d.C4));
        if (!T.HasOddLanes) return;
        a = T.Odd(a);
        c = T.Odd(c);
        AddOdd(
            TwoProducts(a, T.Odd(b.C0), c, T.Odd(d.C0)), TwoProducts(a, T.Odd(b.C1), c, T.Odd(d.C1)),
            TwoProducts(a, T.Odd(b.C2), c, T.Odd(d.C2)), TwoProducts(a, T.Odd(b.C3), c, T.Odd(d.C3)),
            TwoProducts(a, T.Odd(b.C4), c, T.Odd(d.C4)));
    }

    /// <summary>Adds a·b + c·d for base field elements a and c and elements b and d of E that are the same in all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddTwoUniformBaseProducts(T a, in ExtensionLanes<T> b, T c, in ExtensionLanes<T> d)
    {
        AddEven(
            TwoProducts(a, b.C0, c, d.C0), TwoProducts(a, b.C1, c, d.C1), TwoProducts(a, b.C2, c, d.C2),
            TwoProducts(a, b.C3, c, d.C3), TwoProducts(a, b.C4, c, d.C4));
        if (!T.HasOddLanes) return;
        a = T.Odd(a);
        c = T.Odd(c);
        AddOdd(
            TwoProducts(a, b.C0, c, d.C0), TwoProducts(a, b.C1, c, d.C1), TwoProducts(a, b.C2, c, d.C2),
            TwoProducts(a, b.C3, c, d.C3), TwoProducts(a, b.C4, c, d.C4));
    }

    /// <summary>The sums as field elements, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Reduce(out ExtensionLanes<T> lanes)
    {
        lanes.C0 = T.Reduce(e0, o0);
        lanes.C1 = T.Reduce(e1, o1);
        lanes.C2 = T.Reduce(e2, o2);
        lanes.C3 = T.Reduce(e3, o3);
        lanes.C4 = T.Reduce(e4, o4);
    }

    /// <summary>The sum over all lanes. Inlined, so that sums in registers need not be written to memory in loops.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly KoalaBear5 Sum()
    {
        Reduce(out ExtensionLanes<T> lanes);
        return lanes.Sum();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T TwoProducts(T a, T b, T c, T d) => T.AddWide(T.MultiplyEven(a, b), T.MultiplyEven(c, d));

    // Addends and sums are below p·2^32.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddEven(T c0, T c1, T c2, T c3, T c4)
    {
        e0 = T.Fold(T.AddWide(e0, c0));
        e1 = T.Fold(T.AddWide(e1, c1));
        e2 = T.Fold(T.AddWide(e2, c2));
        e3 = T.Fold(T.AddWide(e3, c3));
        e4 = T.Fold(T.AddWide(e4, c4));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddOdd(T c0, T c1, T c2, T c3, T c4)
    {
        o0 = T.Fold(T.AddWide(o0, c0));
        o1 = T.Fold(T.AddWide(o1, c1));
        o2 = T.Fold(T.AddWide(o2, c2));
        o3 = T.Fold(T.AddWide(o3, c3));
        o4 = T.Fold(T.AddWide(o4, c4));
    }
}
