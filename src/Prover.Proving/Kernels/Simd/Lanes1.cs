using System.Runtime.CompilerServices;
using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels.Simd;

/// <summary>One lane without vector instructions: for machines that have none, and for the ends of vectors.</summary>
internal readonly unsafe struct Lanes1 : ILanes<Lanes1>
{
    private const ulong OrderShifted = (ulong)KoalaBear.Order << 32;
    private readonly ulong value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes1(ulong value) => this.value = value;

    /// <inheritdoc/>
    public static int Count => 1;

    /// <inheritdoc/>
    public static bool HasOddLanes => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Load(uint* address) => new(*address);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes1 value, uint* address) => *address = (uint)value.value;

    /// <inheritdoc/>
    public static void Prefetch(uint* address)
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Broadcast(uint word) => new(word);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 BroadcastWide(ulong word) => new(word);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Add(Lanes1 left, Lanes1 right)
    {
        uint sum = unchecked((uint)left.value + (uint)right.value);
        return new(Math.Min(sum, unchecked(sum - KoalaBear.Order)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Subtract(Lanes1 left, Lanes1 right)
    {
        uint difference = unchecked((uint)left.value - (uint)right.value);
        return new(Math.Min(difference, unchecked(difference + KoalaBear.Order)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Odd(Lanes1 value) => default;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 MultiplyEven(Lanes1 left, Lanes1 right) => new((ulong)(uint)left.value * (uint)right.value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 MultiplyEvenSigned(Lanes1 left, Lanes1 right) =>
        new((ulong)((long)(int)(uint)left.value * (int)(uint)right.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 AddWide(Lanes1 left, Lanes1 right) => new(unchecked(left.value + right.value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Fold(Lanes1 value) => new(Math.Min(value.value, unchecked(value.value - OrderShifted)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Reduce(Lanes1 even, Lanes1 odd) => new(KoalaBear.Reduce(even.value));
}
