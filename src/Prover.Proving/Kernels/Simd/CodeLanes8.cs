using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels.Simd;

/// <summary>Eight lanes with AVX2.</summary>
internal readonly unsafe struct CodeLanes8 : ICodeLanes<Vector256<uint>>
{
    public static int Width => 8;

    public static int LogWidth => 3;

    private static Vector256<uint> Order
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create(KoalaBear.Order);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Load(uint* address) => Avx.LoadVector256(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(uint* address, Vector256<uint> value) => Avx.Store(address, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Broadcast(uint word) => Vector256.Create(word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Sequence(uint first) =>
        Avx2.Add(Vector256.Create(first), Vector256.Create(0u, 1u, 2u, 3u, 4u, 5u, 6u, 7u));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Add(Vector256<uint> left, Vector256<uint> right)
    {
        // Below 2p < 2^32; subtracting p wraps to a larger word exactly if the sum was below p.
        Vector256<uint> sum = Avx2.Add(left, right);
        return Avx2.Min(sum, Avx2.Subtract(sum, Order));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Subtract(Vector256<uint> left, Vector256<uint> right)
    {
        Vector256<uint> difference = Avx2.Subtract(left, right);
        return Avx2.Min(difference, Avx2.Add(difference, Order));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Multiply(Vector256<uint> left, Vector256<uint> right) => Multiply(left, right, OddLanes(right));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Multiply(Vector256<uint> left, Vector256<uint> right, Vector256<uint> rightOdd) =>
        Reduce(Avx2.Multiply(left, right), Avx2.Multiply(OddLanes(left), rightOdd));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> OddLanes(Vector256<uint> value) => Avx2.ShiftRightLogical(value.AsUInt64(), 32).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> AddWords(Vector256<uint> left, Vector256<uint> right) => Avx2.Add(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Xor(Vector256<uint> left, Vector256<uint> right) => Avx2.Xor(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> RotateRight16(Vector256<uint> value) =>
        Avx2.Shuffle(value.AsByte(), Vector256.Create(
            (byte)2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13,
            2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13)).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> RotateRight12(Vector256<uint> value) =>
        Avx2.Or(Avx2.ShiftRightLogical(value, 12), Avx2.ShiftLeftLogical(value, 20));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> RotateRight8(Vector256<uint> value) =>
        Avx2.Shuffle(value.AsByte(), Vector256.Create(
            (byte)1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12,
            1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12)).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> RotateRight7(Vector256<uint> value) =>
        Avx2.Or(Avx2.ShiftRightLogical(value, 7), Avx2.ShiftLeftLogical(value, 25));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> SignMask(Vector256<uint> value) => Avx2.ShiftRightArithmetic(value.AsInt32(), 31).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> And(Vector256<uint> left, Vector256<uint> right) => Avx2.And(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyZero(Vector256<uint> value) =>
        Avx2.MoveMask(Avx2.CompareEqual(value, Vector256<uint>.Zero).AsByte()) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Deinterleave(
        Vector256<uint> low, Vector256<uint> high, out Vector256<uint> even, out Vector256<uint> odd)
    {
        // Within 128-bit halves first: e = l0 l2 h0 h2 | l4 l6 h4 h6; then the middle quarters change places.
        Vector256<float> first = low.AsSingle(), second = high.AsSingle();
        even = Avx2.Permute4x64(Avx.Shuffle(first, second, 0b10_00_10_00).AsUInt64(), 0b11_01_10_00).AsUInt32();
        odd = Avx2.Permute4x64(Avx.Shuffle(first, second, 0b11_01_11_01).AsUInt64(), 0b11_01_10_00).AsUInt32();
    }

    public static void Transpose(Vector256<uint>* tile)
    {
        // In named variables, which stay in registers: first pairs of words, then of double words, then of halves.
        Vector256<ulong> p0 = Avx2.UnpackLow(tile[0], tile[1]).AsUInt64(), p1 = Avx2.UnpackHigh(tile[0], tile[1]).AsUInt64();
        Vector256<ulong> p2 = Avx2.UnpackLow(tile[2], tile[3]).AsUInt64(), p3 = Avx2.UnpackHigh(tile[2], tile[3]).AsUInt64();
        Vector256<ulong> p4 = Avx2.UnpackLow(tile[4], tile[5]).AsUInt64(), p5 = Avx2.UnpackHigh(tile[4], tile[5]).AsUInt64();
        Vector256<ulong> p6 = Avx2.UnpackLow(tile[6], tile[7]).AsUInt64(), p7 = Avx2.UnpackHigh(tile[6], tile[7]).AsUInt64();
        Vector256<ulong> q0 = Avx2.UnpackLow(p0, p2), q1 = Avx2.UnpackHigh(p0, p2);
        Vector256<ulong> q2 = Avx2.UnpackLow(p1, p3), q3 = Avx2.UnpackHigh(p1, p3);
        Vector256<ulong> q4 = Avx2.UnpackLow(p4, p6), q5 = Avx2.UnpackHigh(p4, p6);
        Vector256<ulong> q6 = Avx2.UnpackLow(p5, p7), q7 = Avx2.UnpackHigh(p5, p7);
        tile[0] = Avx2.Permute2x128(q0, q4, 0x20).AsUInt32();
        tile[4] = Avx2.Permute2x128(q0, q4, 0x31).AsUInt32();
        tile[1] = Avx2.Permute2x128(q1, q5, 0x20).AsUInt32();
        tile[5] = Avx2.Permute2x128(q1, q5, 0x31).AsUInt32();
        tile[2] = Avx2.Permute2x128(q2, q6, 0x20).AsUInt32();
        tile[6] = Avx2.Permute2x128(q2, q6, 0x31).AsUInt32();
        tile[3] = Avx2.Permute2x128(q3, q7, 0x20).AsUInt32();
        tile[7] = Avx2.Permute2x128(q3, q7, 0x31).AsUInt32();
    }

    /// <summary>Montgomery reduction of the products of even and odd lanes, each below p·2^32 (as KoalaBear.Reduce).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Reduce(Vector256<ulong> even, Vector256<ulong> odd)
    {
        Vector256<uint> inverse = Vector256.Create(KoalaBear.InverseModWord);
        Vector256<ulong> evenQuotient = Avx2.Multiply(even.AsUInt32(), inverse);
        Vector256<ulong> oddQuotient = Avx2.Multiply(odd.AsUInt32(), inverse);
        // The low words of product and correction are equal, so the difference is a multiple of 2^32: no borrow to care for.
        Vector256<uint> evenHigh = Avx2.Subtract(even, Avx2.Multiply(evenQuotient.AsUInt32(), Order)).AsUInt32();
        Vector256<uint> oddHigh = Avx2.Subtract(odd, Avx2.Multiply(oddQuotient.AsUInt32(), Order)).AsUInt32();
        Vector256<uint> difference = Avx2.Blend(OddLanes(evenHigh), oddHigh, 0b10101010);
        return Avx2.Min(difference, Avx2.Add(difference, Order));
    }
}
