using System.Runtime.CompilerServices;
using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels.Simd;

/// <summary>A machine word of elements of E: one lanes value per coefficient.</summary>
internal unsafe struct ExtensionLanes<T>
    where T : unmanaged, ILanes<T>
{
    public T C0, C1, C2, C3, C4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExtensionLanes<T> Load(uint* address, long stride) => new()
    {
        C0 = T.Load(address),
        C1 = T.Load(address + stride),
        C2 = T.Load(address + (2 * stride)),
        C3 = T.Load(address + (3 * stride)),
        C4 = T.Load(address + (4 * stride)),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExtensionLanes<T> Broadcast(KoalaBear5 value) => new()
    {
        C0 = T.Broadcast(value.C0.Representative),
        C1 = T.Broadcast(value.C1.Representative),
        C2 = T.Broadcast(value.C2.Representative),
        C3 = T.Broadcast(value.C3.Representative),
        C4 = T.Broadcast(value.C4.Representative),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(uint* address, long stride)
    {
        T.Store(C0, address);
        T.Store(C1, address + stride);
        T.Store(C2, address + (2 * stride));
        T.Store(C3, address + (3 * stride));
        T.Store(C4, address + (4 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExtensionLanes<T> operator +(in ExtensionLanes<T> left, in ExtensionLanes<T> right) => new()
    {
        C0 = T.Add(left.C0, right.C0),
        C1 = T.Add(left.C1, right.C1),
        C2 = T.Add(left.C2, right.C2),
        C3 = T.Add(left.C3, right.C3),
        C4 = T.Add(left.C4, right.C4),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExtensionLanes<T> operator -(in ExtensionLanes<T> left, in ExtensionLanes<T> right) => new()
    {
        C0 = T.Subtract(left.C0, right.C0),
        C1 = T.Subtract(left.C1, right.C1),
        C2 = T.Subtract(left.C2, right.C2),
        C3 = T.Subtract(left.C3, right.C3),
        C4 = T.Subtract(left.C4, right.C4),
    };

    /// <summary>
    /// Products with X^5 = 1 - X^2: each coefficient is one dot product of the left coefficients with sums of right ones. Never
    /// inlined: kernels of several products would exceed what the compiler keeps in registers, and a call costs a tenth.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    public static void Multiply(in ExtensionLanes<T> left, in ExtensionLanes<T> right, out ExtensionLanes<T> product)
    {
        T a0 = left.C0, a1 = left.C1, a2 = left.C2, a3 = left.C3, a4 = left.C4;
        T b0 = right.C0, b1 = right.C1, b2 = right.C2, b3 = right.C3, b4 = right.C4;
        T b03 = T.Subtract(b0, b3), b14 = T.Subtract(b1, b4), b42 = T.Subtract(b4, b2), b314 = T.Subtract(b3, b14);
        T e0 = Dot(a0, a1, a2, a3, a4, b0, b4, b3, b2, b14);
        T e1 = Dot(a0, a1, a2, a3, a4, b1, b0, b4, b3, b2);
        T e2 = Dot(a0, a1, a2, a3, a4, b2, b14, b03, b42, b314);
        T e3 = Dot(a0, a1, a2, a3, a4, b3, b2, b14, b03, b42);
        T e4 = Dot(a0, a1, a2, a3, a4, b4, b3, b2, b14, b03);
        T o0 = e0, o1 = e1, o2 = e2, o3 = e3, o4 = e4;
        if (T.HasOddLanes)
        {
            a0 = T.Odd(a0);
            a1 = T.Odd(a1);
            a2 = T.Odd(a2);
            a3 = T.Odd(a3);
            a4 = T.Odd(a4);
            b0 = T.Odd(b0);
            b1 = T.Odd(b1);
            b2 = T.Odd(b2);
            b3 = T.Odd(b3);
            b4 = T.Odd(b4);
            b03 = T.Odd(b03);
            b14 = T.Odd(b14);
            b42 = T.Odd(b42);
            b314 = T.Odd(b314);
            o0 = Dot(a0, a1, a2, a3, a4, b0, b4, b3, b2, b14);
            o1 = Dot(a0, a1, a2, a3, a4, b1, b0, b4, b3, b2);
            o2 = Dot(a0, a1, a2, a3, a4, b2, b14, b03, b42, b314);
            o3 = Dot(a0, a1, a2, a3, a4, b3, b2, b14, b03, b42);
            o4 = Dot(a0, a1, a2, a3, a4, b4, b3, b2, b14, b03);
        }
        product.C0 = T.Reduce(e0, o0);
        product.C1 = T.Reduce(e1, o1);
        product.C2 = T.Reduce(e2, o2);
        product.C3 = T.Reduce(e3, o3);
        product.C4 = T.Reduce(e4, o4);
    }

    /// <summary>Five wide products, summed and folded: the four first stay below 2^64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Dot(T a0, T a1, T a2, T a3, T a4, T b0, T b1, T b2, T b3, T b4)
    {
        T first = T.AddWide(T.MultiplyEven(a0, b0), T.MultiplyEven(a1, b1));
        T second = T.AddWide(T.MultiplyEven(a2, b2), T.MultiplyEven(a3, b3));
        return T.Fold(T.AddWide(T.Fold(T.AddWide(first, second)), T.MultiplyEven(a4, b4)));
    }
}
