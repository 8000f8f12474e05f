using System.Runtime.CompilerServices;

namespace Prover.Proving.Kernels.Simd;

/// <summary>
/// Where the planes of an <see cref="ExtensionVector"/> lie, for the inner loops; whoever makes one keeps the vector alive.
/// </summary>
internal readonly unsafe struct ExtensionPointer
{
    private const long PrefetchDistance = 64;
    private readonly uint* origin;
    private readonly long stride;

    public ExtensionPointer(uint* origin, long stride)
    {
        this.origin = origin;
        this.stride = stride;
    }

    public ExtensionPointer(ExtensionVector vector)
        : this(vector.Origin, vector.Stride)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ExtensionLanes<T> Load<T>(long index)
        where T : unmanaged, ILanes<T> => ExtensionLanes<T>.Load(origin + index, stride);

    /// <summary>
    /// Loads, and asks for what a loop needs a few words later. For loops over more planes than the processor recognises as streams.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ExtensionLanes<T> LoadAhead<T>(long index)
        where T : unmanaged, ILanes<T>
    {
        uint* ahead = origin + index + PrefetchDistance;
        T.Prefetch(ahead);
        T.Prefetch(ahead + stride);
        T.Prefetch(ahead + (2 * stride));
        T.Prefetch(ahead + (3 * stride));
        T.Prefetch(ahead + (4 * stride));
        return Load<T>(index);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store<T>(long index, in ExtensionLanes<T> value)
        where T : unmanaged, ILanes<T> => value.Store(origin + index, stride);

    /// <summary>Where the plane of a coefficient begins.</summary>
    public uint* Plane(int coefficient) => origin + (coefficient * stride);

    /// <summary>One element in all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ExtensionLanes<T> BroadcastAt<T>(long index)
        where T : unmanaged, ILanes<T>
    {
        uint* at = origin + index;
        return new()
        {
            C0 = T.Broadcast(at[0]),
            C1 = T.Broadcast(at[stride]),
            C2 = T.Broadcast(at[2 * stride]),
            C3 = T.Broadcast(at[3 * stride]),
            C4 = T.Broadcast(at[4 * stride]),
        };
    }

    /// <summary>The same planes from another index on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExtensionPointer operator +(ExtensionPointer pointer, long count) => new(pointer.origin + count, pointer.stride);
}
