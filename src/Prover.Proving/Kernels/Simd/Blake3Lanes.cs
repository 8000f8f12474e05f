using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Prover.Verifier.Hashing;

namespace Prover.Proving.Kernels.Simd;

/// <summary>The compression function of BLAKE3 on one message per lane.</summary>
internal static unsafe class Blake3Lanes<TLanes, TVector>
    where TLanes : ICodeLanes<TVector>
    where TVector : unmanaged
{
    private const int Rounds = 7;

    /// <summary>
    /// For each round the places of its 16 message words: powers of the permutation of the BLAKE3 paper, table 2. Written out because a
    /// literal needs no initialisation check, around which all vector registers would be spilled.
    /// </summary>
    private static ReadOnlySpan<byte> Schedule =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8,
        3, 4, 10, 12, 13, 2, 7, 14, 6, 5, 9, 0, 11, 15, 8, 1,
        10, 7, 12, 9, 14, 3, 13, 15, 4, 0, 11, 2, 5, 8, 1, 6,
        12, 13, 9, 11, 15, 10, 14, 8, 7, 2, 5, 3, 0, 1, 6, 4,
        9, 14, 11, 5, 8, 12, 15, 1, 13, 3, 0, 10, 2, 6, 4, 7,
        11, 15, 5, 0, 1, 9, 8, 6, 14, 10, 2, 12, 3, 4, 7, 13,
    ];

    /// <summary>Replaces each lane's chaining value by the first eight words of the compression's output.</summary>
    /// <param name="chaining">Eight vectors.</param>
    /// <param name="message">Sixteen vectors.</param>
    /// <param name="counterLow">The counters' low words.</param>
    /// <param name="counterHigh">The counters' high words.</param>
    /// <param name="blockLength">The true number of bytes per block.</param>
    /// <param name="flags">The domain.</param>
    internal static void Compress(
        TVector* chaining, TVector* message, TVector counterLow, TVector counterHigh, uint blockLength, Blake3Flags flags)
    {
        ReadOnlySpan<uint> initial = Blake3Compression.InitialValue;
        TVector v0 = chaining[0], v1 = chaining[1], v2 = chaining[2], v3 = chaining[3];
        TVector v4 = chaining[4], v5 = chaining[5], v6 = chaining[6], v7 = chaining[7];
        TVector v8 = TLanes.Broadcast(initial[0]), v9 = TLanes.Broadcast(initial[1]);
        TVector v10 = TLanes.Broadcast(initial[2]), v11 = TLanes.Broadcast(initial[3]);
        TVector v12 = counterLow, v13 = counterHigh;
        TVector v14 = TLanes.Broadcast(blockLength), v15 = TLanes.Broadcast((uint)flags);
        // The literal lies in the assembly's data, so its address is fixed without pinning.
        byte* m = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(Schedule));
        for (int round = 0; round < Rounds; round++, m += Blake3Compression.BlockWords)
        {
            Mix(ref v0, ref v4, ref v8, ref v12, message[m[0]], message[m[1]]);
            Mix(ref v1, ref v5, ref v9, ref v13, message[m[2]], message[m[3]]);
            Mix(ref v2, ref v6, ref v10, ref v14, message[m[4]], message[m[5]]);
            Mix(ref v3, ref v7, ref v11, ref v15, message[m[6]], message[m[7]]);
            Mix(ref v0, ref v5, ref v10, ref v15, message[m[8]], message[m[9]]);
            Mix(ref v1, ref v6, ref v11, ref v12, message[m[10]], message[m[11]]);
            Mix(ref v2, ref v7, ref v8, ref v13, message[m[12]], message[m[13]]);
            Mix(ref v3, ref v4, ref v9, ref v14, message[m[14]], message[m[15]]);
        }
        chaining[0] = TLanes.Xor(v0, v8);
        chaining[1] = TLanes.Xor(v1, v9);
        chaining[2] = TLanes.Xor(v2, v10);
        chaining[3] = TLanes.Xor(v3, v11);
        chaining[4] = TLanes.Xor(v4, v12);
        chaining[5] = TLanes.Xor(v5, v13);
        chaining[6] = TLanes.Xor(v6, v14);
        chaining[7] = TLanes.Xor(v7, v15);
    }

    /// <summary>The quarter round G. The message word is added first: b arrives last, so this shortens the critical path.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(ref TVector a, ref TVector b, ref TVector c, ref TVector d, TVector x, TVector y)
    {
        a = TLanes.AddWords(TLanes.AddWords(a, x), b);
        d = TLanes.RotateRight16(TLanes.Xor(d, a));
        c = TLanes.AddWords(c, d);
        b = TLanes.RotateRight12(TLanes.Xor(b, c));
        a = TLanes.AddWords(TLanes.AddWords(a, y), b);
        d = TLanes.RotateRight8(TLanes.Xor(d, a));
        c = TLanes.AddWords(c, d);
        b = TLanes.RotateRight7(TLanes.Xor(b, c));
    }
}
