using System.Numerics;
using System.Runtime.CompilerServices;

namespace Prover.Verifier.Hashing;

/// <summary>The compression function of BLAKE3 (BLAKE3 paper §2.2), written for clarity and bounds safety.</summary>
internal static class Blake3Compression
{
    /// <summary>Words per message block.</summary>
    internal const int BlockWords = 16;

    /// <summary>Bytes per message block.</summary>
    internal const int BlockBytes = 64;

    private const int Rounds = 7;

    /// <summary>The initial chaining value of unkeyed hashing (the first words of SHA-256's).</summary>
    internal static ReadOnlySpan<uint> InitialValue =>
        [0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19];

    /// <summary>
    /// The 16 output words of one compression. The first eight are the next chaining value; all 16 are a root output block.
    /// </summary>
    /// <param name="chaining">Eight words.</param>
    /// <param name="block">Sixteen message words.</param>
    /// <param name="counter">Chunk index, output block index or zero.</param>
    /// <param name="blockLength">The true number of bytes in the block, 0..64.</param>
    /// <param name="flags">The domain of this call.</param>
    /// <param name="output">Sixteen words; must not overlap the inputs.</param>
    internal static void Compress(
        ReadOnlySpan<uint> chaining, ReadOnlySpan<uint> block, ulong counter, uint blockLength, Blake3Flags flags, Span<uint> output)
    {
        // In local variables, which the compiler keeps in registers or at fixed places without bounds checks.
        ReadOnlySpan<uint> key = chaining[..8], words = block[..BlockWords];
        uint v0 = key[0], v1 = key[1], v2 = key[2], v3 = key[3], v4 = key[4], v5 = key[5], v6 = key[6], v7 = key[7];
        uint v8 = InitialValue[0], v9 = InitialValue[1], v10 = InitialValue[2], v11 = InitialValue[3];
        uint v12 = (uint)counter, v13 = (uint)(counter >> 32), v14 = blockLength, v15 = (uint)flags;
        uint m0 = words[0], m1 = words[1], m2 = words[2], m3 = words[3], m4 = words[4], m5 = words[5], m6 = words[6], m7 = words[7];
        uint m8 = words[8], m9 = words[9], m10 = words[10], m11 = words[11];
        uint m12 = words[12], m13 = words[13], m14 = words[14], m15 = words[15];
        for (int round = 0; round < Rounds; round++)
        {
            Mix(ref v0, ref v4, ref v8, ref v12, m0, m1);
            Mix(ref v1, ref v5, ref v9, ref v13, m2, m3);
            Mix(ref v2, ref v6, ref v10, ref v14, m4, m5);
            Mix(ref v3, ref v7, ref v11, ref v15, m6, m7);
            Mix(ref v0, ref v5, ref v10, ref v15, m8, m9);
            Mix(ref v1, ref v6, ref v11, ref v12, m10, m11);
            Mix(ref v2, ref v7, ref v8, ref v13, m12, m13);
            Mix(ref v3, ref v4, ref v9, ref v14, m14, m15);
            (m0, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14, m15) =
                (m2, m6, m3, m10, m7, m0, m4, m13, m1, m11, m12, m5, m9, m14, m15, m8);
        }
        WriteHalf(output[..8], v0 ^ v8, v1 ^ v9, v2 ^ v10, v3 ^ v11, v4 ^ v12, v5 ^ v13, v6 ^ v14, v7 ^ v15);
        WriteHalf(
            output.Slice(8, 8), v8 ^ key[0], v9 ^ key[1], v10 ^ key[2], v11 ^ key[3],
            v12 ^ key[4], v13 ^ key[5], v14 ^ key[6], v15 ^ key[7]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteHalf(Span<uint> half, uint w0, uint w1, uint w2, uint w3, uint w4, uint w5, uint w6, uint w7)
    {
        half[7] = w7;
        half[6] = w6;
        half[5] = w5;
        half[4] = w4;
        half[3] = w3;
        half[2] = w2;
        half[1] = w1;
        half[0] = w0;
    }

    /// <summary>The quarter round G.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(ref uint a, ref uint b, ref uint c, ref uint d, uint x, uint y)
    {
        unchecked
        {
            a += b + x;
            d = BitOperations.RotateRight(d ^ a, 16);
            c += d;
            b = BitOperations.RotateRight(b ^ c, 12);
            a += b + y;
            d = BitOperations.RotateRight(d ^ a, 8);
            c += d;
            b = BitOperations.RotateRight(b ^ c, 7);
        }
    }
}
