using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels.Simd;

/// <summary>Eight lanes: AVX2.</summary>
internal readonly unsafe struct Lanes256 : ILanes<Lanes256>
{
    private const ulong OrderShifted = (ulong)KoalaBear.Order << 32;
    private readonly Vector256<uint> value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes256(Vector256<uint> value) => this.value = value;

    private static Vector256<uint> Order
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create(KoalaBear.Order);
    }

    /// <inheritdoc/>
    public static int Count => 8;

    /// <inheritdoc/>
    public static bool HasOddLanes => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Load(uint* address) => new(Vector256.Load(address));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes256 value, uint* address) => value.value.Store(address);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(uint* address) => Sse.Prefetch0(address);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Broadcast(uint word) => new(Vector256.Create(word));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 BroadcastWide(ulong word) => new(Vector256.Create(word).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Add(Lanes256 left, Lanes256 right)
    {
        Vector256<uint> sum = left.value + right.value;
        return new(Avx2.Min(sum, sum - Order));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Subtract(Lanes256 left, Lanes256 right)
    {
        Vector256<uint> difference = left.value - right.value;
        return new(Avx2.Min(difference, difference + Order));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Odd(Lanes256 value) => new(Avx2.ShiftRightLogical(value.value.AsUInt64(), 32).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 MultiplyEven(Lanes256 left, Lanes256 right) => new(Avx2.Multiply(left.value, right.value).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 MultiplyEvenSigned(Lanes256 left, Lanes256 right) =>
        new(Avx2.Multiply(left.value.AsInt32(), right.value.AsInt32()).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 AddWide(Lanes256 left, Lanes256 right) => new((left.value.AsUInt64() + right.value.AsUInt64()).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Fold(Lanes256 value)
    {
        // There are only signed comparisons: flipping the top bit turns the unsigned order into the signed one.
        Vector256<long> flipped = value.value.AsInt64() ^ Vector256.Create(long.MinValue);
        Vector256<long> large = Avx2.CompareGreaterThan(flipped, Vector256.Create((long)(OrderShifted - 1) ^ long.MinValue));
        Vector256<ulong> subtrahend = large.AsUInt64() & Vector256.Create(OrderShifted);
        return new((value.value.AsUInt64() - subtrahend).AsUInt32());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Reduce(Lanes256 even, Lanes256 odd)
    {
        Vector256<uint> inverse = Vector256.Create(KoalaBear.InverseModWord), order = Order;
        Vector256<ulong> evenCorrection = Avx2.Multiply(Avx2.Multiply(even.value, inverse).AsUInt32(), order);
        Vector256<ulong> oddCorrection = Avx2.Multiply(Avx2.Multiply(odd.value, inverse).AsUInt32(), order);
        Vector256<uint> difference = HighHalves(even.value.AsUInt64(), odd.value) - HighHalves(evenCorrection, oddCorrection.AsUInt32());
        return new(Avx2.Min(difference, difference + order));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> HighHalves(Vector256<ulong> even, Vector256<uint> odd) =>
        Avx2.Blend(Avx2.ShiftRightLogical(even, 32).AsUInt32(), odd, 0b10101010);
}
