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

    /// <summary>Where each word of the message block is taken from for the next round.</summary>
    internal static ReadOnlySpan<byte> Permutation => [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8];

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
        Span<uint> state = output[..BlockWords];
        Span<uint> message = stackalloc uint[BlockWords];
        Span<uint> permuted = stackalloc uint[BlockWords];
        chaining[..8].CopyTo(state);
        InitialValue[..4].CopyTo(state[8..]);
        state[12] = (uint)counter;
        state[13] = (uint)(counter >> 32);
        state[14] = blockLength;
        state[15] = (uint)flags;
        block[..BlockWords].CopyTo(message);
        for (int round = 0; round < Rounds; round++)
        {
            Round(state, message);
            for (int i = 0; i < BlockWords; i++) permuted[i] = message[Permutation[i]];
            permuted.CopyTo(message);
        }
        for (int i = 0; i < 8; i++)
        {
            state[i] ^= state[i + 8];
            state[i + 8] ^= chaining[i];
        }
    }

    private static void Round(Span<uint> state, ReadOnlySpan<uint> message)
    {
        Mix(ref state[0], ref state[4], ref state[8], ref state[12], message[0], message[1]);
        Mix(ref state[1], ref state[5], ref state[9], ref state[13], message[2], message[3]);
        Mix(ref state[2], ref state[6], ref state[10], ref state[14], message[4], message[5]);
        Mix(ref state[3], ref state[7], ref state[11], ref state[15], message[6], message[7]);
        Mix(ref state[0], ref state[5], ref state[10], ref state[15], message[8], message[9]);
        Mix(ref state[1], ref state[6], ref state[11], ref state[12], message[10], message[11]);
        Mix(ref state[2], ref state[7], ref state[8], ref state[13], message[12], message[13]);
        Mix(ref state[3], ref state[4], ref state[9], ref state[14], message[14], message[15]);
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
