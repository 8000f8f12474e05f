using System.Buffers.Binary;
using Prover.Verifier.Fields;

namespace Prover.Verifier.Transcripts;

/// <summary>The canonical encoding of field elements: representatives below p as little-endian words (SPEC §1.3).</summary>
internal static class FieldEncoding
{
    /// <summary>Reads a base field element from the first 4 bytes.</summary>
    public static KoalaBear ReadBase(ReadOnlySpan<byte> bytes)
    {
        uint word = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        Reject.If(word >= KoalaBear.Order, RejectReason.NonCanonicalElement, "a field element is not below p");
        return new(word);
    }

    /// <summary>Reads an extension element from the first 20 bytes.</summary>
    public static KoalaBear5 ReadExtension(ReadOnlySpan<byte> bytes) =>
        new(ReadBase(bytes), ReadBase(bytes[4..]), ReadBase(bytes[8..]), ReadBase(bytes[12..]), ReadBase(bytes[16..]));

    /// <summary>Writes an extension element to the first 20 bytes.</summary>
    public static void Write(KoalaBear5 value, Span<byte> bytes)
    {
        for (int i = 0; i < KoalaBear5.Degree; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[(4 * i)..], value[i].Representative);
        }
    }
}
