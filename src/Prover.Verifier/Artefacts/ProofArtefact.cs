using System.Buffers;
using Prover.Verifier.Arguments;
using Prover.Verifier.Hashing;

namespace Prover.Verifier.Artefacts;

/// <summary>
/// A proof as a file (SPEC §8.5): the statement it claims and the prover's messages. Reading it says nothing about its truth.
/// </summary>
/// <param name="ProtocolVersion">The version of the protocol.</param>
/// <param name="Statement">What is claimed; not yet compared with any key.</param>
/// <param name="Messages">The messages, to be read by a verifier's transcript only.</param>
public sealed record ProofArtefact(int ProtocolVersion, Statement Statement, byte[] Messages)
{
    /// <summary>Greatest number of bytes of the messages.</summary>
    public const int MaximumMessageBytes = 1 << 26;

    /// <summary>Reads a file.</summary>
    /// <exception cref="MalformedArtefactException">The file is not a proof.</exception>
    public static ProofArtefact Read(ReadOnlySpan<byte> file)
    {
        var reader = new MessagePackReader(ArtefactEnvelope.Unwrap(ArtefactKind.Proof, file));
        reader.ReadArrayHeaderOf(10);
        int version = reader.ReadInt32();
        int profile = reader.ReadInt32();
        bool hiding = reader.ReadBoolean(), isAudit = reader.ReadBoolean();
        Digest circuit = Digest.FromBytes(reader.ReadBytesOf(Digest.Bytes));
        Digest model = Digest.FromBytes(reader.ReadBytesOf(Digest.Bytes));
        byte[] context = reader.ReadBytes(Protocol.MaximumContextBytes).ToArray();
        int[][] values = new int[reader.ReadArrayHeader(CircuitLimits.Tensors)][];
        int budget = CircuitLimits.PublicValues;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = PackedIntegers.Read(ref reader, budget);
            budget -= values[i].Length;
        }
        var digests = new Digest[reader.ReadArrayHeader(CircuitLimits.HashedTensors)];
        for (int i = 0; i < digests.Length; i++) digests[i] = Digest.FromBytes(reader.ReadBytesOf(Digest.Bytes));
        byte[] messages = reader.ReadBytes(MaximumMessageBytes).ToArray();
        reader.Finish();
        var statement = new Statement(profile, circuit, model, values, context)
        {
            Hiding = hiding,
            IsAudit = isAudit,
            HashedDigests = digests,
        };
        return new(version, statement, messages);
    }

    /// <summary>The proof as a file.</summary>
    public byte[] Write()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(10);
        writer.Write(ProtocolVersion);
        writer.Write(Statement.Profile);
        writer.Write(Statement.Hiding);
        writer.Write(Statement.IsAudit);
        writer.Write(Statement.CircuitDigest.ToBytes());
        writer.Write(Statement.ModelId.ToBytes());
        writer.Write(Statement.Context);
        writer.WriteArrayHeader(Statement.PublicValues.Length);
        foreach (int[] values in Statement.PublicValues) PackedIntegers.Write(ref writer, values);
        writer.WriteArrayHeader(Statement.HashedDigests.Length);
        foreach (Digest digest in Statement.HashedDigests) writer.Write(digest.ToBytes());
        writer.Write(Messages);
        writer.Flush();
        return ArtefactEnvelope.Wrap(ArtefactKind.Proof, output.WrittenSpan);
    }
}
