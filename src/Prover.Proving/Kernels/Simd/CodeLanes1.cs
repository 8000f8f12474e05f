using System.Numerics;
using System.Runtime.CompilerServices;
using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels.Simd;

/// <summary>One lane: the path for processors without AVX2.</summary>
internal readonly unsafe struct CodeLanes1 : ICodeLanes<uint>
{
    public static int Width => 1;

    public static int LogWidth => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Load(uint* address) => *address;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(uint* address, uint value) => *address = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Broadcast(uint word) => word;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Sequence(uint first) => first;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Add(uint left, uint right) => Correct(unchecked(left + right - KoalaBear.Order));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Subtract(uint left, uint right) => Correct(unchecked(left - right));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Multiply(uint left, uint right) => KoalaBear.Reduce((ulong)left * right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Multiply(uint left, uint right, uint rightOdd) => Multiply(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint OddLanes(uint value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AddWords(uint left, uint right) => unchecked(left + right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Xor(uint left, uint right) => left ^ right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint RotateRight16(uint value) => BitOperations.RotateRight(value, 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint RotateRight12(uint value) => BitOperations.RotateRight(value, 12);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint RotateRight8(uint value) => BitOperations.RotateRight(value, 8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint RotateRight7(uint value) => BitOperations.RotateRight(value, 7);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint SignMask(uint value) => (uint)((int)value >> 31);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint And(uint left, uint right) => left & right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyZero(uint value) => value == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Deinterleave(uint low, uint high, out uint even, out uint odd)
    {
        even = low;
        odd = high;
    }

    public static void Transpose(uint* tile)
    {
        // A one by one matrix is its own transpose.
    }

    // A sign mask: the comparison of the obvious form becomes a branch that random data mispredict.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Correct(uint difference) => unchecked(difference + (KoalaBear.Order & (uint)((int)difference >> 31)));
}
