using System.Buffers.Binary;
using System.Text;

namespace Prover.Verifier.Artefacts;

/// <summary>
/// Reads MessagePack from bytes that nobody vouches for (SPEC §8.2). It accepts only the shortest form of each value, so that
/// equal content has equal bytes, and allocates nothing before it has compared a length with the bytes at hand and with the
/// caller's limit. There is no method that follows nesting by itself, so the depth is the caller's. Methods carry the names of
/// the MessagePack-CSharp package. Every fault is a <see cref="MalformedArtefactException"/>.
/// </summary>
public ref struct MessagePackReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly ReadOnlySpan<byte> bytes;
    private int position;

    /// <summary>Starts to read.</summary>
    public MessagePackReader(ReadOnlySpan<byte> bytes) => this.bytes = bytes;

    /// <summary>Bytes read so far.</summary>
    public readonly int Consumed => position;

    /// <summary>Bytes not yet read.</summary>
    public readonly int Remaining => bytes.Length - position;

    /// <summary>Whether everything has been read.</summary>
    public readonly bool End => Remaining == 0;

    /// <summary>Demands that nothing is left over.</summary>
    public readonly void Finish()
    {
        if (!End) throw Fault($"{Remaining} bytes are left over");
    }

    /// <summary>Reads the number of elements of an array, at most <paramref name="maximum"/>.</summary>
    public int ReadArrayHeader(int maximum = int.MaxValue) =>
        ReadCount("an array", MessagePackCode.FixArray, MessagePackCode.Array16, bytesPerEntry: 1, maximum);

    /// <summary>Reads the number of elements of an array that must be <paramref name="count"/>.</summary>
    public void ReadArrayHeaderOf(int count)
    {
        int found = ReadArrayHeader();
        if (found != count) throw Fault($"an array has {found} elements instead of {count}");
    }

    /// <summary>Reads the number of entries of a map, at most <paramref name="maximum"/>.</summary>
    public int ReadMapHeader(int maximum = int.MaxValue) =>
        ReadCount("a map", MessagePackCode.FixMap, MessagePackCode.Map16, bytesPerEntry: 2, maximum);

    /// <summary>Whether the next value is nil, which is then read.</summary>
    public bool TryReadNil()
    {
        if (Peek() != MessagePackCode.Nil) return false;
        position++;
        return true;
    }

    /// <summary>Reads a boolean.</summary>
    public bool ReadBoolean() => Next() switch
    {
        MessagePackCode.False => false,
        MessagePackCode.True => true,
        _ => throw Fault("expected a boolean"),
    };

    /// <summary>Reads an integer of the range of <see cref="int"/>.</summary>
    public int ReadInt32() => (int)ReadSigned(int.MinValue, int.MaxValue);

    /// <summary>Reads an integer from <paramref name="minimum"/> to <paramref name="maximum"/>.</summary>
    public int ReadInt32(int minimum, int maximum) => (int)ReadSigned(minimum, maximum);

    /// <summary>Reads an integer of the range of <see cref="long"/>.</summary>
    public long ReadInt64() => ReadSigned(long.MinValue, long.MaxValue);

    /// <summary>Reads an integer from <paramref name="minimum"/> to <paramref name="maximum"/>.</summary>
    public long ReadInt64(long minimum, long maximum) => ReadSigned(minimum, maximum);

    /// <summary>Reads an integer of the range of <see cref="uint"/>.</summary>
    public uint ReadUInt32() => (uint)ReadSigned(0, uint.MaxValue);

    /// <summary>Reads a non-negative integer.</summary>
    public ulong ReadUInt64()
    {
        byte code = Next();
        if (code <= MessagePackCode.MaxFixInt) return code;
        int size = code - MessagePackCode.UInt8;
        if (size is < 0 or > 3) throw Fault("expected a non-negative integer");
        return ReadUnsignedOfSize(size);
    }

    /// <summary>Reads a string of at most <paramref name="maximumBytes"/> bytes of UTF-8.</summary>
    public string ReadString(int maximumBytes = int.MaxValue)
    {
        byte code = Next();
        int length;
        if ((code & 0xE0) == MessagePackCode.FixStr) length = code & 0x1F;
        else if (code - MessagePackCode.Str8 is >= 0 and <= 2 and int size) length = ReadLength(size, size == 0 ? 31 : Greatest(size - 1));
        else throw Fault("expected a string");
        if (length > maximumBytes) throw Fault($"a string has {length} bytes, more than the limit of {maximumBytes}");
        try
        {
            return StrictUtf8.GetString(Take(length));
        }
        catch (DecoderFallbackException)
        {
            throw Fault("a string is not UTF-8");
        }
    }

    /// <summary>Reads bytes, at most <paramref name="maximum"/>, as a view.</summary>
    public ReadOnlySpan<byte> ReadBytes(int maximum = int.MaxValue)
    {
        int size = Next() - MessagePackCode.Bin8;
        if (size is < 0 or > 2) throw Fault("expected bytes");
        int length = ReadLength(size, size == 0 ? -1 : Greatest(size - 1));
        if (length > maximum) throw Fault($"there are {length} bytes, more than the limit of {maximum}");
        return Take(length);
    }

    /// <summary>Reads as many bytes as there must be, as a view.</summary>
    public ReadOnlySpan<byte> ReadBytesOf(int count)
    {
        ReadOnlySpan<byte> found = ReadBytes();
        if (found.Length != count) throw Fault($"there are {found.Length} bytes instead of {count}");
        return found;
    }

    /// <summary>Takes bytes as they are.</summary>
    public ReadOnlySpan<byte> ReadRaw(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return Take(length);
    }

    private readonly MalformedArtefactException Fault(string message) =>
        new(ArtefactFault.Malformed, $"{message} (byte {position} of {bytes.Length})");

    private readonly byte Peek()
    {
        if (End) throw Fault("the content ends too early");
        return bytes[position];
    }

    private byte Next()
    {
        byte code = Peek();
        position++;
        return code;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > Remaining) throw Fault($"{length} bytes are announced and {Remaining} are left");
        ReadOnlySpan<byte> taken = bytes.Slice(position, length);
        position += length;
        return taken;
    }

    private int ReadCount(string what, byte fix, byte code16, int bytesPerEntry, int maximum)
    {
        byte code = Next();
        int count;
        if ((code & 0xF0) == fix) count = code & 0x0F;
        else if (code - code16 is >= 0 and <= 1 and int size) count = ReadLength(size + 1, size == 0 ? 15 : Greatest(1));
        else throw Fault($"expected {what}");
        if (count > maximum) throw Fault($"{what} has {count} entries, more than the limit of {maximum}");
        if ((long)count * bytesPerEntry > Remaining) throw Fault($"{what} announces {count} entries and {Remaining} bytes are left");
        return count;
    }

    /// <summary>Reads a length of 2^<paramref name="size"/> bytes that must exceed what the next shorter form can hold.</summary>
    private int ReadLength(int size, long shorterForm)
    {
        ulong length = BigEndian(Take(1 << size));
        if (length > int.MaxValue) throw Fault($"a length of {length} exceeds every limit");
        if ((long)length <= shorterForm) throw Fault("a length is not in its shortest form");
        return (int)length;
    }

    private static long Greatest(int size) => size == 0 ? byte.MaxValue : ushort.MaxValue;

    private long ReadSigned(long minimum, long maximum)
    {
        byte code = Next();
        long value;
        if (code <= MessagePackCode.MaxFixInt) value = code;
        else if (code >= MessagePackCode.MinNegativeFixInt) value = (sbyte)code;
        else if (code - MessagePackCode.UInt8 is >= 0 and <= 3 and int unsignedSize)
        {
            ulong unsigned = ReadUnsignedOfSize(unsignedSize);
            if (unsigned > long.MaxValue) throw Fault($"the integer {unsigned} is not between {minimum} and {maximum}");
            value = (long)unsigned;
        }
        else if (code - MessagePackCode.Int8 is >= 0 and <= 3 and int signedSize) value = ReadNegativeOfSize(signedSize);
        else throw Fault("expected an integer");
        if (value < minimum || value > maximum) throw Fault($"the integer {value} is not between {minimum} and {maximum}");
        return value;
    }

    private ulong ReadUnsignedOfSize(int size)
    {
        ulong value = BigEndian(Take(1 << size));
        ulong shorter = size switch { 0 => MessagePackCode.MaxFixInt, 1 => byte.MaxValue, 2 => ushort.MaxValue, _ => uint.MaxValue };
        if (value <= shorter) throw Fault("an integer is not in its shortest form");
        return value;
    }

    private long ReadNegativeOfSize(int size)
    {
        int unusedBits = 64 - (8 << size);
        long value = (long)(BigEndian(Take(1 << size)) << unusedBits) >> unusedBits;
        long shorter = size switch { 0 => -32, 1 => sbyte.MinValue, 2 => short.MinValue, _ => int.MinValue };
        if (value >= shorter) throw Fault("an integer is not in its shortest form");
        return value;
    }

    private static ulong BigEndian(ReadOnlySpan<byte> bytes)
    {
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        word.Clear();
        bytes.CopyTo(word[(sizeof(ulong) - bytes.Length)..]);
        return BinaryPrimitives.ReadUInt64BigEndian(word);
    }
}
