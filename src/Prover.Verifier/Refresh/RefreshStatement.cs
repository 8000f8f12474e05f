using System.Buffers.Binary;
using Prover.Verifier.Arguments;
using Prover.Verifier.Hashing;

namespace Prover.Verifier.Refresh;

/// <summary>What a refresh proof is about (SPEC §8.10): the weights of one hidden model under two ids.</summary>
/// <param name="Profile">The security profile's number: 100 or 128.</param>
/// <param name="CircuitDigest">The digest of the circuit, which both ids have.</param>
/// <param name="OldModelId">The id that was there before.</param>
/// <param name="NewModelId">The id that takes its place.</param>
public sealed record RefreshStatement(int Profile, Digest CircuitDigest, Digest OldModelId, Digest NewModelId)
{
    /// <summary>The encoding that the transcript absorbs.</summary>
    public byte[] Encode()
    {
        byte[] bytes = new byte[(2 * sizeof(int)) + (3 * Digest.Bytes)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, Protocol.Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(sizeof(int)), Profile);
        Span<byte> digests = bytes.AsSpan(2 * sizeof(int));
        CircuitDigest.CopyTo(digests[..Digest.Bytes]);
        OldModelId.CopyTo(digests.Slice(Digest.Bytes, Digest.Bytes));
        NewModelId.CopyTo(digests[(2 * Digest.Bytes)..]);
        return bytes;
    }
}
