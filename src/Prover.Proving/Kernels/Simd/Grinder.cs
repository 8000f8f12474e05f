using System.Buffers.Binary;
using Prover.Verifier.Hashing;

namespace Prover.Proving.Kernels.Simd;

/// <summary>The search for a proof of work, one nonce per lane.</summary>
internal static unsafe class Grinder<TLanes, TVector>
    where TLanes : ICodeLanes<TVector>
    where TVector : unmanaged
{
    private const Blake3Flags Flags = Blake3Flags.ChunkStart | Blake3Flags.ChunkEnd | Blake3Flags.Root;
    private const uint MessageBytes = Digest.Bytes + sizeof(ulong);

    /// <summary>The smallest good nonce in start..start+count-1, or null. The count is a multiple of the width.</summary>
    internal static ulong? Search(ReadOnlySpan<byte> seed, int bits, ulong start, long count)
    {
        byte* chainingBytes = stackalloc byte[StackVectors<TVector>.Bytes(Digest.Words)];
        TVector* chaining = StackVectors<TVector>.Align(chainingBytes);
        byte* messageBytes = stackalloc byte[StackVectors<TVector>.Bytes(Blake3Compression.BlockWords)];
        TVector* message = StackVectors<TVector>.Align(messageBytes);
        TVector zero = TLanes.Broadcast(0);
        ulong mask = (1UL << bits) - 1;
        TVector maskLow = TLanes.Broadcast((uint)mask), maskHigh = TLanes.Broadcast((uint)(mask >> 32));
        for (int word = 0; word < Digest.Words; word++)
            message[word] = TLanes.Broadcast(BinaryPrimitives.ReadUInt32LittleEndian(seed[(4 * word)..]));
        for (int word = Digest.Words; word < Blake3Compression.BlockWords; word++) message[word] = zero;
        for (ulong nonce = start; nonce < start + (ulong)count; nonce += (ulong)TLanes.Width)
        {
            for (int word = 0; word < Digest.Words; word++) chaining[word] = TLanes.Broadcast(Blake3Compression.InitialValue[word]);
            message[Digest.Words] = TLanes.Sequence((uint)nonce);
            message[Digest.Words + 1] = TLanes.Broadcast((uint)(nonce >> 32));
            Blake3Lanes<TLanes, TVector>.Compress(chaining, message, zero, zero, MessageBytes, Flags);
            TVector low = TLanes.And(chaining[0], maskLow), high = TLanes.And(chaining[1], maskHigh);
            // With more than 32 bits this is only a necessary condition per word; the exact test follows.
            if (!TLanes.AnyZero(low)) continue;
            for (int lane = 0; lane < TLanes.Width; lane++)
                if (((uint*)&low)[lane] == 0 && ((uint*)&high)[lane] == 0) return nonce + (ulong)lane;
        }
        return null;
    }
}
