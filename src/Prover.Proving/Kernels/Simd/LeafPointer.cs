using System.Runtime.CompilerServices;

namespace Prover.Proving.Kernels.Simd;

/// <summary>Where fractions with numerators in F lie.</summary>
internal readonly unsafe struct LeafPointer
{
    public LeafPointer(uint* n, ExtensionPointer d)
    {
        N = n;
        D = d;
    }

    /// <summary>The numerators.</summary>
    public uint* N { get; }

    /// <summary>The denominators.</summary>
    public ExtensionPointer D { get; }

    /// <summary>The same from another index on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LeafPointer operator +(LeafPointer pointer, long count) => new(pointer.N + count, pointer.D + count);
}
