using System.Buffers.Binary;
using Prover.Verifier.Hashing;

namespace Prover.Verifier.Transcripts;

/// <summary>Grinding (SPEC §3.5): BLAKE3(seed, nonce) must end in zero bits.</summary>
internal static class ProofOfWork
{
    /// <summary>
    /// Whether the first 8 bytes of BLAKE3(seed || nonce), both little endian, have <paramref name="bits"/> zero bits at the
    /// least significant end of the 64-bit word they form.
    /// </summary>
    public static bool Check(ReadOnlySpan<byte> seed, ulong nonce, int bits)
    {
        Span<byte> input = stackalloc byte[40];
        Span<byte> output = stackalloc byte[32];
        seed.CopyTo(input);
        BinaryPrimitives.WriteUInt64LittleEndian(input[32..], nonce);
        Blake3.Hash(input, output);
        ulong word = BinaryPrimitives.ReadUInt64LittleEndian(output);
        return (word & ((1UL << bits) - 1)) == 0;
    }
}
