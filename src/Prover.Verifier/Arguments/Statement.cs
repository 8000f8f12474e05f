using System.Buffers.Binary;
using Prover.Verifier.Circuits;
using Prover.Verifier.Hashing;

namespace Prover.Verifier.Arguments;

/// <summary>What a proof is about (SPEC §2).</summary>
/// <param name="Profile">The security profile's number: 100 or 128.</param>
/// <param name="CircuitDigest">The digest of the circuit.</param>
/// <param name="ModelId">The model's id.</param>
/// <param name="PublicValues">The values of each public tensor, row-major, in the circuit's order.</param>
/// <param name="Context">What the caller binds the proof to, at most 1,024 bytes.</param>
public sealed record Statement(int Profile, Digest CircuitDigest, Digest ModelId, int[][] PublicValues, byte[] Context)
{
    /// <summary>Whether the proof hides what is not public (SPEC §11); it must be what the circuit says.</summary>
    public bool Hiding { get; init; }

    /// <summary>
    /// Whether the proof shows besides that the fixed tensors of the model have the values that the circuit names (SPEC §5.5). A verifier
    /// needs these values then.
    /// </summary>
    public bool IsAudit { get; init; }

    /// <summary>The digest of each hashed tensor, in the circuit's order (SPEC §5.10).</summary>
    public Digest[] HashedDigests { get; init; } = [];

    /// <summary>The encoding that the transcript absorbs.</summary>
    public byte[] Encode()
    {
        using var stream = new MemoryStream();
        Span<byte> word = stackalloc byte[8];
        WriteInt(stream, Protocol.Version);
        WriteInt(stream, Profile);
        WriteInt(stream, Hiding ? 1 : 0);
        WriteInt(stream, IsAudit ? 1 : 0);
        stream.Write(CircuitDigest.ToBytes());
        stream.Write(ModelId.ToBytes());
        WriteInt(stream, PublicValues.Length);
        foreach (int[] values in PublicValues)
        {
            BinaryPrimitives.WriteInt64LittleEndian(word, values.Length);
            stream.Write(word);
            foreach (int value in values) WriteInt(stream, value);
        }
        WriteInt(stream, HashedDigests.Length);
        foreach (Digest digest in HashedDigests) stream.Write(digest.ToBytes());
        WriteInt(stream, Context.Length);
        stream.Write(Context);
        return stream.ToArray();
    }

    /// <summary>Refuses public values of the wrong number or outside their range, and a context that is too long.</summary>
    internal void Check(Circuit circuit)
    {
        Reject.If(Hiding != circuit.Hiding, RejectReason.WrongCircuit, "the circuit hides and the proof does not, or the other way round");
        Reject.If(Context.Length > Protocol.MaximumContextBytes, RejectReason.WrongContext, "the context is too long");
        Reject.If(
            PublicValues.Length != circuit.Publics.Length, RejectReason.PublicValues, "the number of public tensors is wrong");
        Reject.If(
            HashedDigests.Length != circuit.Hashed.Length, RejectReason.PublicValues, "the number of digests is wrong");
        for (int i = 0; i < PublicValues.Length; i++)
        {
            PublicTensor tensor = circuit.Publics[i];
            Reject.If(
                PublicValues[i].Length != circuit.Tensors[tensor.Tensor].Count,
                RejectReason.PublicValues,
                $"{tensor.Name} has {PublicValues[i].Length} values, not {circuit.Tensors[tensor.Tensor].Count}");
            foreach (int value in PublicValues[i])
            {
                Reject.If(
                    value < tensor.Low || value > tensor.High,
                    RejectReason.PublicValues,
                    $"{tensor.Name} contains {value}, outside [{tensor.Low}, {tensor.High}]");
            }
        }
    }

    private static void WriteInt(MemoryStream stream, int value)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(word, value);
        stream.Write(word);
    }
}
