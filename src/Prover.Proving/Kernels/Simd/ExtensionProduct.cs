using System.Runtime.CompilerServices;

namespace Prover.Proving.Kernels.Simd;

/// <summary>The algebra of one product in E, before reduction modulo p.</summary>
internal static class ExtensionProduct<T>
    where T : unmanaged, ILanes<T>
{
    /// <summary>
    /// The even lanes of a·b as folded wide values. With X^5 = 1 - X^2 each coefficient is one dot product of
    /// a's coefficients with coefficients of b or differences of them:
    /// c0 = a0b0 + a1b4 + a2b3 + a3b2 + a4(b1-b4), c1 = a0b1 + a1b0 + a2b4 + a3b3 + a4b2,
    /// c2 = a0b2 + a1(b1-b4) + a2(b0-b3) + a3(b4-b2) + a4(b3-(b1-b4)), and c3, c4 likewise.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Dots(in ExtensionLanes<T> a, in ExtensionFactor<T> b, out T c0, out T c1, out T c2, out T c3, out T c4)
    {
        c0 = Dot(a, b.B0, b.B4, b.B3, b.B2, b.B14);
        c1 = Dot(a, b.B1, b.B0, b.B4, b.B3, b.B2);
        c2 = Dot(a, b.B2, b.B14, b.B03, b.B42, b.B314);
        c3 = Dot(a, b.B3, b.B2, b.B14, b.B03, b.B42);
        c4 = Dot(a, b.B4, b.B3, b.B2, b.B14, b.B03);
    }

    // The sum of four products can be folded, then the sum with the fifth.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Dot(in ExtensionLanes<T> a, T b0, T b1, T b2, T b3, T b4)
    {
        T first = T.AddWide(T.MultiplyEven(a.C0, b0), T.MultiplyEven(a.C1, b1));
        T second = T.AddWide(T.MultiplyEven(a.C2, b2), T.MultiplyEven(a.C3, b3));
        return T.Fold(T.AddWide(T.Fold(T.AddWide(first, second)), T.MultiplyEven(a.C4, b4)));
    }
}
