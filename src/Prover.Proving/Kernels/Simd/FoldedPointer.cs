using System.Runtime.CompilerServices;

namespace Prover.Proving.Kernels.Simd;

/// <summary>Where <see cref="FoldedFractions"/> lie: left fractions, and the right ones with m for the numerators.</summary>
internal readonly struct FoldedPointer
{
    public FoldedPointer(FractionPointer left, FractionPointer right) => (Left, Right) = (left, right);

    public FoldedPointer(FoldedFractions vectors)
        : this(new(new(vectors.N0), new(vectors.D0)), new(new(vectors.M), new(vectors.D1)))
    {
    }

    /// <summary>n0 and d0.</summary>
    public FractionPointer Left { get; }

    /// <summary>m and d1.</summary>
    public FractionPointer Right { get; }

    /// <summary>The same from another index on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FoldedPointer operator +(FoldedPointer pointer, long count) => new(pointer.Left + count, pointer.Right + count);
}
