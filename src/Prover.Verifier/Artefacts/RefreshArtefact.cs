using System.Buffers;
using Prover.Verifier.Arguments;
using Prover.Verifier.Hashing;
using Prover.Verifier.Refresh;

namespace Prover.Verifier.Artefacts;

/// <summary>
/// A refresh proof as a file (SPEC §8.10): the statement it claims and the prover's messages. Reading it says nothing about its truth.
/// </summary>
/// <param name="ProtocolVersion">The version of the protocol.</param>
/// <param name="Statement">What is claimed; not yet compared with any key.</param>
/// <param name="Messages">The messages, to be read by a verifier's transcript only.</param>
public sealed record RefreshArtefact(int ProtocolVersion, RefreshStatement Statement, byte[] Messages)
{
    private const int Parts = 6;

    /// <summary>A proof of this protocol version.</summary>
    public RefreshArtefact(RefreshStatement statement, byte[] messages)
        : this(Protocol.Version, statement, messages)
    {
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="MalformedArtefactException">The file is not a refresh proof.</exception>
    public static RefreshArtefact Read(ReadOnlySpan<byte> file)
    {
        var reader = new MessagePackReader(ArtefactEnvelope.Unwrap(ArtefactKind.Refresh, file));
        reader.ReadArrayHeaderOf(Parts);
        int version = reader.ReadInt32();
        int profile = reader.ReadInt32();
        Digest circuit = Digest.FromBytes(reader.ReadBytesOf(Digest.Bytes));
        Digest oldModel = Digest.FromBytes(reader.ReadBytesOf(Digest.Bytes));
        Digest newModel = Digest.FromBytes(reader.ReadBytesOf(Digest.Bytes));
        byte[] messages = reader.ReadBytes(ProofArtefact.MaximumMessageBytes).ToArray();
        reader.Finish();
        return new(version, new(profile, circuit, oldModel, newModel), messages);
    }

    /// <summary>The proof as a file.</summary>
    public byte[] Write()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(Parts);
        writer.Write(ProtocolVersion);
        writer.Write(Statement.Profile);
        writer.Write(Statement.CircuitDigest.ToBytes());
        writer.Write(Statement.OldModelId.ToBytes());
        writer.Write(Statement.NewModelId.ToBytes());
        writer.Write(Messages);
        writer.Flush();
        return ArtefactEnvelope.Wrap(ArtefactKind.Refresh, output.WrittenSpan);
    }
}
