using System.Buffers.Binary;
using System.Text;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Hashing;

namespace Prover.Verifier.Tests.Artefacts;

public class ArtefactEnvelopeTests
{
    private static readonly byte[] Payload = Encoding.ASCII.GetBytes("payload");

    private static ArtefactFault FaultOf(ArtefactKind kind, byte[] file) =>
        Assert.Throws<MalformedArtefactException>(() => ArtefactEnvelope.Unwrap(kind, file).ToArray()).Fault;

    [Theory]
    [InlineData(ArtefactKind.Circuit, "PRV-CIR\n")]
    [InlineData(ArtefactKind.ProvingKey, "PRV-PKY\n")]
    [InlineData(ArtefactKind.VerificationKey, "PRV-VKY\n")]
    [InlineData(ArtefactKind.Proof, "PRV-PRF\n")]
    public void A_payload_survives_and_the_file_has_the_specified_parts(ArtefactKind kind, string magic)
    {
        byte[] file = ArtefactEnvelope.Wrap(kind, Payload);
        Assert.Equal(Payload, ArtefactEnvelope.Unwrap(kind, file).ToArray());
        Assert.Equal(kind, ArtefactEnvelope.KindOf(file));
        Assert.Equal(magic, Encoding.ASCII.GetString(file, 0, 8));
        Assert.Equal(2u, BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(8)));
        Assert.Equal(7ul, BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(12)));
        Assert.Equal(20 + 7 + 32, file.Length);
        Assert.Equal(Blake3.Hash(file.AsSpan(..^32)).ToBytes(), file[^32..]);
    }

    [Fact]
    public void Every_flipped_byte_is_refused()
    {
        byte[] file = ArtefactEnvelope.Wrap(ArtefactKind.Proof, Payload);
        for (int position = 0; position < file.Length; position++)
        {
            file[position] ^= 0x20;
            ArtefactFault fault = FaultOf(ArtefactKind.Proof, file);
            file[position] ^= 0x20;
            ArtefactFault expected = position switch
            {
                < 8 => ArtefactFault.NotThisKind,
                < 12 => ArtefactFault.OtherVersion,
                < 20 => ArtefactFault.Truncated,
                _ => ArtefactFault.Corrupt,
            };
            Assert.Equal(expected, fault);
        }
    }

    [Fact]
    public void Every_prefix_is_truncated_and_more_bytes_are_malformed()
    {
        byte[] file = ArtefactEnvelope.Wrap(ArtefactKind.Circuit, Payload);
        for (int length = 0; length < file.Length; length++)
        {
            Assert.Equal(ArtefactFault.Truncated, FaultOf(ArtefactKind.Circuit, file[..length]));
        }
        Assert.Equal(ArtefactFault.Malformed, FaultOf(ArtefactKind.Circuit, [.. file, 0]));
    }

    [Fact]
    public void A_file_of_another_kind_is_named()
    {
        byte[] file = ArtefactEnvelope.Wrap(ArtefactKind.Proof, Payload);
        var fault = Assert.Throws<MalformedArtefactException>(() => ArtefactEnvelope.Unwrap(ArtefactKind.Circuit, file).ToArray());
        Assert.Equal(ArtefactFault.NotThisKind, fault.Fault);
        Assert.Equal("it is a proof, not a circuit", fault.Message);
        Assert.Equal(ArtefactFault.NotThisKind, FaultOf(ArtefactKind.Circuit, Encoding.ASCII.GetBytes("not one of ours at all")));
        Assert.Null(ArtefactEnvelope.KindOf("ONNX"u8));
    }

    [Fact]
    public void A_length_beyond_every_file_is_truncated()
    {
        byte[] file = ArtefactEnvelope.Wrap(ArtefactKind.Proof, Payload);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(12), ulong.MaxValue);
        Assert.Equal(ArtefactFault.Truncated, FaultOf(ArtefactKind.Proof, file));
    }
}
