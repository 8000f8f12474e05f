using System.Runtime.CompilerServices;

namespace Prover.Proving.Kernels.Simd;

/// <summary>Where fractions over E lie.</summary>
internal readonly struct FractionPointer
{
    public FractionPointer(ExtensionPointer n, ExtensionPointer d) => (N, D) = (n, d);

    /// <summary>The numerators.</summary>
    public ExtensionPointer N { get; }

    /// <summary>The denominators.</summary>
    public ExtensionPointer D { get; }

    /// <summary>The same from another index on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FractionPointer operator +(FractionPointer pointer, long count) => new(pointer.N + count, pointer.D + count);
}
