using System.Buffers.Binary;
using Prover.Verifier.Hashing;

namespace Prover.Verifier.Artefacts;

/// <summary>
/// What every file is wrapped in (SPEC §8.1): 8 bytes of magic, the version of the format (4 bytes, little endian), the number of
/// bytes of the payload (8 bytes, little endian), the payload, and the BLAKE3 hash of everything before it (32 bytes).
/// </summary>
public static class ArtefactEnvelope
{
    /// <summary>The version of the format that this program writes, and the only one it reads.</summary>
    public const uint Version = 2;

    /// <summary>Bytes before the payload.</summary>
    public const int HeaderBytes = MagicBytes + sizeof(uint) + sizeof(ulong);

    /// <summary>Bytes before and after the payload.</summary>
    public const int OverheadBytes = HeaderBytes + Digest.Bytes;

    private const int MagicBytes = 8;

    /// <summary>Wraps a payload.</summary>
    public static byte[] Wrap(ArtefactKind kind, ReadOnlySpan<byte> payload)
    {
        byte[] file = new byte[OverheadBytes + payload.Length];
        Magic(kind).CopyTo(file);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(MagicBytes), Version);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(MagicBytes + sizeof(uint)), (ulong)payload.Length);
        payload.CopyTo(file.AsSpan(HeaderBytes));
        Blake3.Hash(file.AsSpan(..^Digest.Bytes)).CopyTo(file.AsSpan(file.Length - Digest.Bytes));
        return file;
    }

    /// <summary>Checks a file and returns a view of its payload.</summary>
    /// <exception cref="MalformedArtefactException">The file is of another kind or version, truncated, or corrupt.</exception>
    public static ReadOnlySpan<byte> Unwrap(ArtefactKind kind, ReadOnlySpan<byte> file)
    {
        CheckMagic(kind, file);
        if (file.Length < HeaderBytes) throw Truncated(file.Length, OverheadBytes);
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(file[MagicBytes..]);
        if (version != Version)
        {
            throw new MalformedArtefactException(
                ArtefactFault.OtherVersion,
                $"it has version {version} of the {Name(kind)} format and this program reads version {Version}");
        }
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file[(MagicBytes + sizeof(uint))..]);
        ulong available = (ulong)Math.Max(0, file.Length - OverheadBytes);
        if (length > available) throw Truncated(file.Length, (UInt128)length + OverheadBytes);
        if (length < available)
        {
            throw new MalformedArtefactException(
                ArtefactFault.Malformed, $"{available - length} bytes follow the end of the {Name(kind)}");
        }
        if (file.Length < OverheadBytes) throw Truncated(file.Length, OverheadBytes);
        if (Blake3.Hash(file[..^Digest.Bytes]) != Digest.FromBytes(file[^Digest.Bytes..]))
        {
            throw new MalformedArtefactException(ArtefactFault.Corrupt, "its checksum does not match: some byte changed");
        }
        return file[HeaderBytes..^Digest.Bytes];
    }

    /// <summary>How many bytes follow the end of the envelope; -1 if the file ends before.</summary>
    public static int TrailingBytes(ReadOnlySpan<byte> file)
    {
        if (file.Length < OverheadBytes) return -1;
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file[(MagicBytes + sizeof(uint))..]);
        ulong available = (ulong)(file.Length - OverheadBytes);
        return length > available ? -1 : (int)(available - length);
    }

    /// <summary>What kind of file this claims to be; null when it is none of ours.</summary>
    public static ArtefactKind? KindOf(ReadOnlySpan<byte> file)
    {
        foreach (ArtefactKind kind in Enum.GetValues<ArtefactKind>())
        {
            if (file.StartsWith(Magic(kind))) return kind;
        }
        return null;
    }

    /// <summary>The kind in words.</summary>
    public static string Name(ArtefactKind kind) => kind switch
    {
        ArtefactKind.Circuit => "circuit",
        ArtefactKind.ProvingKey => "proving key",
        ArtefactKind.VerificationKey => "verification key",
        ArtefactKind.Opening => "opening",
        ArtefactKind.Refresh => "refresh proof",
        _ => "proof",
    };

    /// <summary>The magic ends in a line feed, so that a transfer as text shows.</summary>
    private static ReadOnlySpan<byte> Magic(ArtefactKind kind) => kind switch
    {
        ArtefactKind.Circuit => "PRV-CIR\n"u8,
        ArtefactKind.ProvingKey => "PRV-PKY\n"u8,
        ArtefactKind.VerificationKey => "PRV-VKY\n"u8,
        ArtefactKind.Opening => "PRV-OPN\n"u8,
        ArtefactKind.Refresh => "PRV-RFR\n"u8,
        _ => "PRV-PRF\n"u8,
    };

    private static void CheckMagic(ArtefactKind kind, ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> magic = Magic(kind);
        if (file.StartsWith(magic)) return;
        if (file.Length < magic.Length && magic.StartsWith(file)) throw Truncated(file.Length, OverheadBytes);
        string found = KindOf(file) is { } other ? $"it is a {Name(other)}, not a {Name(kind)}" : $"it is not a {Name(kind)}";
        throw new MalformedArtefactException(ArtefactFault.NotThisKind, found);
    }

    private static MalformedArtefactException Truncated(int found, UInt128 needed) =>
        new(ArtefactFault.Truncated, $"it is truncated: {found} bytes instead of at least {needed}");
}
