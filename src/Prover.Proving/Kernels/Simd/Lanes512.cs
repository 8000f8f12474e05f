using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels.Simd;

/// <summary>Sixteen lanes: AVX-512F.</summary>
internal readonly unsafe struct Lanes512 : ILanes<Lanes512>
{
    private readonly Vector512<uint> value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes512(Vector512<uint> value) => this.value = value;

    private static Vector512<uint> Order
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(KoalaBear.Order);
    }

    /// <inheritdoc/>
    public static int Count => 16;

    /// <inheritdoc/>
    public static bool HasOddLanes => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Load(uint* address) => new(Vector512.Load(address));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes512 value, uint* address) => value.value.Store(address);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(uint* address) => Sse.Prefetch0(address);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Broadcast(uint word) => new(Vector512.Create(word));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 BroadcastWide(ulong word) => new(Vector512.Create(word).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Add(Lanes512 left, Lanes512 right)
    {
        // The sum is below 2p < 2^32; of sum and sum - p the unsigned minimum is the reduced one.
        Vector512<uint> sum = left.value + right.value;
        return new(Avx512F.Min(sum, sum - Order));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Subtract(Lanes512 left, Lanes512 right)
    {
        Vector512<uint> difference = left.value - right.value;
        return new(Avx512F.Min(difference, difference + Order));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Odd(Lanes512 value) => new(Avx512F.ShiftRightLogical(value.value.AsUInt64(), 32).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 MultiplyEven(Lanes512 left, Lanes512 right) => new(Avx512F.Multiply(left.value, right.value).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 MultiplyEvenSigned(Lanes512 left, Lanes512 right) =>
        new(Avx512F.Multiply(left.value.AsInt32(), right.value.AsInt32()).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 AddWide(Lanes512 left, Lanes512 right) => new((left.value.AsUInt64() + right.value.AsUInt64()).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Fold(Lanes512 value)
    {
        Vector512<ulong> sum = value.value.AsUInt64();
        return new(Avx512F.Min(sum, sum - Vector512.Create((ulong)KoalaBear.Order << 32)).AsUInt32());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Reduce(Lanes512 even, Lanes512 odd)
    {
        Vector512<uint> inverse = Vector512.Create(KoalaBear.InverseModWord), order = Order;
        Vector512<ulong> evenCorrection = Avx512F.Multiply(Avx512F.Multiply(even.value, inverse).AsUInt32(), order);
        Vector512<ulong> oddCorrection = Avx512F.Multiply(Avx512F.Multiply(odd.value, inverse).AsUInt32(), order);
        Vector512<uint> difference = HighHalves(even.value.AsUInt64(), odd.value) - HighHalves(evenCorrection, oddCorrection.AsUInt32());
        return new(Avx512F.Min(difference, difference + order));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> HighHalves(Vector512<ulong> even, Vector512<uint> odd) => Avx512F.BlendVariable(
        Avx512F.ShiftRightLogical(even, 32).AsUInt32(), odd, Vector512.Create(0xFFFFFFFF00000000UL).AsUInt32());
}
