using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels.Simd;

/// <summary>Sixteen lanes with AVX-512 F and BW.</summary>
internal readonly unsafe struct CodeLanes16 : ICodeLanes<Vector512<uint>>
{
    public static int Width => 16;

    public static int LogWidth => 4;

    private static Vector512<uint> Order
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(KoalaBear.Order);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Load(uint* address) => Avx512F.LoadVector512(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(uint* address, Vector512<uint> value) => Avx512F.Store(address, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Broadcast(uint word) => Vector512.Create(word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Sequence(uint first) =>
        Avx512F.Add(Vector512.Create(first), Vector512.Create(0u, 1u, 2u, 3u, 4u, 5u, 6u, 7u, 8u, 9u, 10u, 11u, 12u, 13u, 14u, 15u));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Add(Vector512<uint> left, Vector512<uint> right)
    {
        // Below 2p < 2^32; subtracting p wraps to a larger word exactly if the sum was below p.
        Vector512<uint> sum = Avx512F.Add(left, right);
        return Avx512F.Min(sum, Avx512F.Subtract(sum, Order));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Subtract(Vector512<uint> left, Vector512<uint> right)
    {
        Vector512<uint> difference = Avx512F.Subtract(left, right);
        return Avx512F.Min(difference, Avx512F.Add(difference, Order));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Multiply(Vector512<uint> left, Vector512<uint> right) => Multiply(left, right, OddLanes(right));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Multiply(Vector512<uint> left, Vector512<uint> right, Vector512<uint> rightOdd) =>
        Reduce(Avx512F.Multiply(left, right), Avx512F.Multiply(OddLanes(left), rightOdd));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> OddLanes(Vector512<uint> value) => Avx512F.ShiftRightLogical(value.AsUInt64(), 32).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> AddWords(Vector512<uint> left, Vector512<uint> right) => Avx512F.Add(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Xor(Vector512<uint> left, Vector512<uint> right) => Avx512F.Xor(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> RotateRight16(Vector512<uint> value) => Avx512F.RotateRight(value, 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> RotateRight12(Vector512<uint> value) => Avx512F.RotateRight(value, 12);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> RotateRight8(Vector512<uint> value) => Avx512F.RotateRight(value, 8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> RotateRight7(Vector512<uint> value) => Avx512F.RotateRight(value, 7);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> SignMask(Vector512<uint> value) => Avx512F.ShiftRightArithmetic(value.AsInt32(), 31).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> And(Vector512<uint> left, Vector512<uint> right) => Avx512F.And(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyZero(Vector512<uint> value) => Vector512.EqualsAny(value, Vector512<uint>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Deinterleave(
        Vector512<uint> low, Vector512<uint> high, out Vector512<uint> even, out Vector512<uint> odd)
    {
        Vector512<uint> places = Vector512.Create(0u, 2u, 4u, 6u, 8u, 10u, 12u, 14u, 16u, 18u, 20u, 22u, 24u, 26u, 28u, 30u);
        even = Avx512F.PermuteVar16x32x2(low, places, high);
        odd = Avx512F.PermuteVar16x32x2(low, Avx512F.Or(places, Vector512<uint>.One), high);
    }

    public static void Transpose(Vector512<uint>* tile)
    {
        // In named variables, which stay in the 32 registers. First pairs of words, then of double words: each 128-bit
        // quarter then holds four words of one column; last the quarters are gathered.
        Vector512<ulong> p0 = Avx512F.UnpackLow(tile[0], tile[1]).AsUInt64(), p1 = Avx512F.UnpackHigh(tile[0], tile[1]).AsUInt64();
        Vector512<ulong> p2 = Avx512F.UnpackLow(tile[2], tile[3]).AsUInt64(), p3 = Avx512F.UnpackHigh(tile[2], tile[3]).AsUInt64();
        Vector512<ulong> p4 = Avx512F.UnpackLow(tile[4], tile[5]).AsUInt64(), p5 = Avx512F.UnpackHigh(tile[4], tile[5]).AsUInt64();
        Vector512<ulong> p6 = Avx512F.UnpackLow(tile[6], tile[7]).AsUInt64(), p7 = Avx512F.UnpackHigh(tile[6], tile[7]).AsUInt64();
        Vector512<ulong> p8 = Avx512F.UnpackLow(tile[8], tile[9]).AsUInt64(), p9 = Avx512F.UnpackHigh(tile[8], tile[9]).AsUInt64();
        Vector512<ulong> p10 = Avx512F.UnpackLow(tile[10], tile[11]).AsUInt64(), p11 = Avx512F.UnpackHigh(tile[10], tile[11]).AsUInt64();
        Vector512<ulong> p12 = Avx512F.UnpackLow(tile[12], tile[13]).AsUInt64(), p13 = Avx512F.UnpackHigh(tile[12], tile[13]).AsUInt64();
        Vector512<ulong> p14 = Avx512F.UnpackLow(tile[14], tile[15]).AsUInt64(), p15 = Avx512F.UnpackHigh(tile[14], tile[15]).AsUInt64();
        Vector512<ulong> q0 = Avx512F.UnpackLow(p0, p2), q1 = Avx512F.UnpackHigh(p0, p2);
        Vector512<ulong> q2 = Avx512F.UnpackLow(p1, p3), q3 = Avx512F.UnpackHigh(p1, p3);
        Vector512<ulong> q4 = Avx512F.UnpackLow(p4, p6), q5 = Avx512F.UnpackHigh(p4, p6);
        Vector512<ulong> q6 = Avx512F.UnpackLow(p5, p7), q7 = Avx512F.UnpackHigh(p5, p7);
        Vector512<ulong> q8 = Avx512F.UnpackLow(p8, p10), q9 = Avx512F.UnpackHigh(p8, p10);
        Vector512<ulong> q10 = Avx512F.UnpackLow(p9, p11), q11 = Avx512F.UnpackHigh(p9, p11);
        Vector512<ulong> q12 = Avx512F.UnpackLow(p12, p14), q13 = Avx512F.UnpackHigh(p12, p14);
        Vector512<ulong> q14 = Avx512F.UnpackLow(p13, p15), q15 = Avx512F.UnpackHigh(p13, p15);
        GatherQuarters(tile + 0, q0, q4, q8, q12);
        GatherQuarters(tile + 1, q1, q5, q9, q13);
        GatherQuarters(tile + 2, q2, q6, q10, q14);
        GatherQuarters(tile + 3, q3, q7, q11, q15);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void GatherQuarters(
        Vector512<uint>* tile, Vector512<ulong> first, Vector512<ulong> second, Vector512<ulong> third, Vector512<ulong> fourth)
    {
        Vector512<ulong> evenLow = Avx512F.Shuffle4x128(first, second, 0b10_00_10_00);
        Vector512<ulong> oddLow = Avx512F.Shuffle4x128(first, second, 0b11_01_11_01);
        Vector512<ulong> evenHigh = Avx512F.Shuffle4x128(third, fourth, 0b10_00_10_00);
        Vector512<ulong> oddHigh = Avx512F.Shuffle4x128(third, fourth, 0b11_01_11_01);
        tile[0] = Avx512F.Shuffle4x128(evenLow, evenHigh, 0b10_00_10_00).AsUInt32();
        tile[4] = Avx512F.Shuffle4x128(oddLow, oddHigh, 0b10_00_10_00).AsUInt32();
        tile[8] = Avx512F.Shuffle4x128(evenLow, evenHigh, 0b11_01_11_01).AsUInt32();
        tile[12] = Avx512F.Shuffle4x128(oddLow, oddHigh, 0b11_01_11_01).AsUInt32();
    }

    /// <summary>Montgomery reduction of the products of even and odd lanes, each below p·2^32 (as KoalaBear.Reduce).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Reduce(Vector512<ulong> even, Vector512<ulong> odd)
    {
        Vector512<uint> inverse = Vector512.Create(KoalaBear.InverseModWord);
        Vector512<ulong> evenQuotient = Avx512F.Multiply(even.AsUInt32(), inverse);
        Vector512<ulong> oddQuotient = Avx512F.Multiply(odd.AsUInt32(), inverse);
        // The low words of product and correction are equal, so the difference is a multiple of 2^32: no borrow to care for.
        Vector512<uint> evenHigh = Avx512F.Subtract(even, Avx512F.Multiply(evenQuotient.AsUInt32(), Order)).AsUInt32();
        Vector512<uint> oddHigh = Avx512F.Subtract(odd, Avx512F.Multiply(oddQuotient.AsUInt32(), Order)).AsUInt32();
        // One two-source permutation takes the high words of both; a shift and a masked blend would be two instructions.
        Vector512<uint> difference = Avx512F.PermuteVar16x32x2(
            evenHigh, Vector512.Create(1u, 17u, 3u, 19u, 5u, 21u, 7u, 23u, 9u, 25u, 11u, 27u, 13u, 29u, 15u, 31u), oddHigh);
        return Avx512F.Min(difference, Avx512F.Add(difference, Order));
    }
}
