using System.Runtime.CompilerServices;
using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels.Simd;

/// <summary>The right operand of products in E with the differences of its coefficients that the products need.</summary>
internal struct ExtensionFactor<T>
    where T : unmanaged, ILanes<T>
{
    /// <summary>The coefficients b0 to b4.</summary>
    public T B0, B1, B2, B3, B4;

    /// <summary>b0 - b3.</summary>
    public T B03;

    /// <summary>b1 - b4.</summary>
    public T B14;

    /// <summary>b4 - b2.</summary>
    public T B42;

    /// <summary>b3 - (b1 - b4).</summary>
    public T B314;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExtensionFactor<T> Create(in ExtensionLanes<T> value)
    {
        T b14 = T.Subtract(value.C1, value.C4);
        return new()
        {
            B0 = value.C0,
            B1 = value.C1,
            B2 = value.C2,
            B3 = value.C3,
            B4 = value.C4,
            B03 = T.Subtract(value.C0, value.C3),
            B14 = b14,
            B42 = T.Subtract(value.C4, value.C2),
            B314 = T.Subtract(value.C3, b14),
        };
    }

    /// <summary>The same factor in all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExtensionFactor<T> Broadcast(KoalaBear5 value) => Create(ExtensionLanes<T>.Broadcast(value));

    /// <summary>The odd lanes moved to the even ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ExtensionFactor<T> Odd() => new()
    {
        B0 = T.Odd(B0),
        B1 = T.Odd(B1),
        B2 = T.Odd(B2),
        B3 = T.Odd(B3),
        B4 = T.Odd(B4),
        B03 = T.Odd(B03),
        B14 = T.Odd(B14),
        B42 = T.Odd(B42),
        B314 = T.Odd(B314),
    };
}
