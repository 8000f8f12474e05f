using System.Buffers;
using Prover.Onnx.Compilation;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Hashing;

namespace Prover.Onnx.Artefacts;

/// <summary>
/// A proving key as a file (SPEC §8.6): the compiled model and the id that its commitment must have. The commitment itself is
/// computed again by whoever loads it, which costs less than reading it would.
/// </summary>
/// <param name="Profile">The security profile: 100 or 128.</param>
/// <param name="Model">The compiled model.</param>
/// <param name="ModelId">The id of the model.</param>
/// <param name="Seed">What hides the model (SPEC §11.8), 32 secret bytes; empty if its weights are public.</param>
public sealed record ProvingKeyFile(int Profile, CompiledModel Model, Digest ModelId, ReadOnlyMemory<byte> Seed)
{
    private const int SeedBytes = 32;

    /// <summary>How many proofs have been begun with the key, where its weights are private (SPEC §8.9).</summary>
    public ulong ProofsBegun { get; init; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="MalformedArtefactException">The file is not a proving key.</exception>
    public static ProvingKeyFile Read(ReadOnlySpan<byte> file)
    {
        int trailing = ArtefactEnvelope.TrailingBytes(file);
        bool isCounted = trailing == ProofCount.Bytes;
        if (trailing is > 0 and < ProofCount.Bytes)
        {
            throw new MalformedArtefactException(
                ArtefactFault.Truncated, $"its count of proofs is truncated: {trailing} bytes instead of {ProofCount.Bytes}");
        }
        ReadOnlySpan<byte> slots = isCounted ? file[^ProofCount.Bytes..] : default;
        var reader = new MessagePackReader(ArtefactEnvelope.Unwrap(ArtefactKind.ProvingKey, file[..^slots.Length]));
        reader.ReadArrayHeaderOf(4);
        int profile = reader.ReadInt32();
        CompiledModel model = CompiledModelFile.ReadPayload(reader.ReadBytes());
        Digest id = Digest.FromBytes(reader.ReadBytesOf(Digest.Bytes));
        byte[] seed = reader.ReadBytes().ToArray();
        reader.Finish();
        int expected = model.Network.Circuit.ModelProofs > 0 ? SeedBytes : 0;
        if (seed.Length != expected)
        {
            throw new MalformedArtefactException(ArtefactFault.Malformed, $"the seed has {seed.Length} bytes instead of {expected}");
        }
        if (profile is not (100 or 128))
        {
            throw new MalformedArtefactException(ArtefactFault.Malformed, $"there is no security profile of {profile} bits");
        }
        if (isCounted != (expected > 0))
        {
            throw new MalformedArtefactException(
                ArtefactFault.Malformed, "only a key of private weights ends with a count of proofs, and must");
        }
        return new(profile, model, id, seed) { ProofsBegun = isCounted ? ProofCount.Read(id, slots, out _) : 0 };
    }

    /// <summary>The key as a file, with the count of its proofs.</summary>
    public byte[] Write()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(4);
        writer.Write(Profile);
        writer.Write(CompiledModelFile.WritePayload(Model));
        writer.Write(ModelId.ToBytes());
        writer.Write(Seed.ToArray());
        writer.Flush();
        byte[] file = ArtefactEnvelope.Wrap(ArtefactKind.ProvingKey, output.WrittenSpan);
        return Seed.IsEmpty ? file : [.. file, .. ProofCount.New(ModelId, ProofsBegun)];
    }
}
