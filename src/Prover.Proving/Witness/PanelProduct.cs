using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Prover.Proving.Kernels.Simd;

namespace Prover.Proving.Witness;

/// <summary>
/// The product of a panel of 8 rows and a panel of 32 columns of packed 16-bit pairs, the inner loop of all contractions. Sums are
/// 32 bits wide and wrap; the static bounds keep true sums below 2^30.
/// </summary>
internal static class PanelProduct
{
    /// <summary>Rows of a left panel.</summary>
    public const int Rows = 8;

    /// <summary>Columns of a right panel.</summary>
    public const int Columns = 32;

    /// <summary>Computes sums[row, column] = sum over k of left · right.</summary>
    /// <param name="instructions">The code path.</param>
    /// <param name="left">[pair][8].</param>
    /// <param name="right">[pair][32].</param>
    /// <param name="sums">[8][32].</param>
    /// <param name="rows">The number of rows in use; other sums may be left alone.</param>
    public static void Multiply(InstructionSet instructions, ReadOnlySpan<int> left, ReadOnlySpan<int> right, Span<int> sums, int rows)
    {
        switch (instructions)
        {
            case InstructionSet.Avx512 when rows > 2:
                MultiplyAvx512(left, right, sums);
                break;
            case InstructionSet.Avx512:
                for (int row = 0; row < rows; row++) MultiplyRowAvx512(left, right, sums, row);
                break;
            case InstructionSet.Avx2:
                for (int row = 0; row < rows; row += 2) MultiplyAvx2(left, right, sums, row);
                break;
            default:
                MultiplyScalar(left, right, sums, rows);
                break;
        }
    }

    private static void MultiplyScalar(ReadOnlySpan<int> left, ReadOnlySpan<int> right, Span<int> sums, int rows)
    {
        sums.Clear();
        for (int pair = 0; pair < left.Length / Rows; pair++)
        {
            ReadOnlySpan<int> words = right.Slice(pair * Columns, Columns);
            for (int row = 0; row < rows; row++)
            {
                int word = left[(pair * Rows) + row];
                int low = (short)word, high = word >> 16;
                Span<int> target = sums.Slice(row * Columns, Columns);
                for (int column = 0; column < target.Length; column++)
                {
                    target[column] += (low * (short)words[column]) + (high * (words[column] >> 16));
                }
            }
        }
    }

    private static void MultiplyAvx512(ReadOnlySpan<int> left, ReadOnlySpan<int> right, Span<int> sums)
    {
        ref int a = ref MemoryMarshal.GetReference(left);
        ref int b = ref MemoryMarshal.GetReference(right);
        Vector512<int> s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default;
        Vector512<int> s30 = default, s31 = default, s40 = default, s41 = default, s50 = default, s51 = default;
        Vector512<int> s60 = default, s61 = default, s70 = default, s71 = default;
        nuint pairs = (nuint)(left.Length / Rows);
        for (nuint pair = 0, i = 0, j = 0; pair < pairs; pair++, i += Rows, j += Columns)
        {
            Vector512<short> b0 = Vector512.LoadUnsafe(ref b, j).AsInt16(), b1 = Vector512.LoadUnsafe(ref b, j + 16).AsInt16();
            Step(ref a, i, b0, b1, ref s00, ref s01);
            Step(ref a, i + 1, b0, b1, ref s10, ref s11);
            Step(ref a, i + 2, b0, b1, ref s20, ref s21);
            Step(ref a, i + 3, b0, b1, ref s30, ref s31);
            Step(ref a, i + 4, b0, b1, ref s40, ref s41);
            Step(ref a, i + 5, b0, b1, ref s50, ref s51);
            Step(ref a, i + 6, b0, b1, ref s60, ref s61);
            Step(ref a, i + 7, b0, b1, ref s70, ref s71);
        }
        ReadOnlySpan<Vector512<int>> all = [s00, s01, s10, s11, s20, s21, s30, s31, s40, s41, s50, s51, s60, s61, s70, s71];
        for (int i = 0; i < all.Length; i++) all[i].CopyTo(sums[(16 * i)..]);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
    private static void Step(
        ref int a, nuint index, Vector512<short> b0, Vector512<short> b1, ref Vector512<int> sum0, ref Vector512<int> sum1)
    {
        Vector512<short> factor = Vector512.Create(System.Runtime.CompilerServices.Unsafe.Add(ref a, index)).AsInt16();
        sum0 += Avx512BW.MultiplyAddAdjacent(factor, b0);
        sum1 += Avx512BW.MultiplyAddAdjacent(factor, b1);
    }

    private static void MultiplyRowAvx512(ReadOnlySpan<int> left, ReadOnlySpan<int> right, Span<int> sums, int row)
    {
        ref int b = ref MemoryMarshal.GetReference(right);
        Vector512<int> sum0 = default, sum1 = default;
        nuint j = 0;
        for (int i = row; i < left.Length; i += Rows, j += Columns)
        {
            Vector512<short> factor = Vector512.Create(left[i]).AsInt16();
            sum0 += Avx512BW.MultiplyAddAdjacent(factor, Vector512.LoadUnsafe(ref b, j).AsInt16());
            sum1 += Avx512BW.MultiplyAddAdjacent(factor, Vector512.LoadUnsafe(ref b, j + 16).AsInt16());
        }
        sum0.CopyTo(sums[(row * Columns)..]);
        sum1.CopyTo(sums[((row * Columns) + 16)..]);
    }

    /// <summary>Two rows from <paramref name="row"/> on.</summary>
    private static void MultiplyAvx2(ReadOnlySpan<int> left, ReadOnlySpan<int> right, Span<int> sums, int row)
    {
        ref int b = ref MemoryMarshal.GetReference(right);
        Vector256<int> s00 = default, s01 = default, s02 = default, s03 = default;
        Vector256<int> s10 = default, s11 = default, s12 = default, s13 = default;
        nuint j = 0;
        for (int i = row; i < left.Length; i += Rows, j += Columns)
        {
            Vector256<short> first = Vector256.Create(left[i]).AsInt16(), second = Vector256.Create(left[i + 1]).AsInt16();
            Vector256<short> b0 = Vector256.LoadUnsafe(ref b, j).AsInt16(), b1 = Vector256.LoadUnsafe(ref b, j + 8).AsInt16();
            Vector256<short> b2 = Vector256.LoadUnsafe(ref b, j + 16).AsInt16(), b3 = Vector256.LoadUnsafe(ref b, j + 24).AsInt16();
            s00 += Avx2.MultiplyAddAdjacent(first, b0);
            s01 += Avx2.MultiplyAddAdjacent(first, b1);
            s02 += Avx2.MultiplyAddAdjacent(first, b2);
            s03 += Avx2.MultiplyAddAdjacent(first, b3);
            s10 += Avx2.MultiplyAddAdjacent(second, b0);
            s11 += Avx2.MultiplyAddAdjacent(second, b1);
            s12 += Avx2.MultiplyAddAdjacent(second, b2);
            s13 += Avx2.MultiplyAddAdjacent(second, b3);
        }
        ReadOnlySpan<Vector256<int>> all = [s00, s01, s02, s03, s10, s11, s12, s13];
        for (int i = 0; i < all.Length; i++) all[i].CopyTo(sums[((row * Columns) + (8 * i))..]);
    }
}
