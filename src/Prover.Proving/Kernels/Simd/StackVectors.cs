using System.Runtime.CompilerServices;

namespace Prover.Proving.Kernels.Simd;

/// <summary>
/// Vectors on the stack, whose own alignment is 16 bytes: a vector across two cache lines takes twice the time, and whether
/// it happens would depend on the caller. Allocate <see cref="Bytes"/> with stackalloc and pass the address to <see cref="Align"/>.
/// </summary>
internal static unsafe class StackVectors<TVector>
    where TVector : unmanaged
{
    private const int Alignment = 64;

    /// <summary>The number of bytes in which <paramref name="count"/> aligned vectors fit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Bytes(int count) => (count * sizeof(TVector)) + Alignment;

    /// <summary>The first aligned address from <paramref name="start"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector* Align(byte* start) => (TVector*)(((nuint)start + Alignment - 1) & ~(nuint)(Alignment - 1));
}
