using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Prover.Verifier.Artefacts;

/// <summary>
/// Writes MessagePack, always the shortest form (SPEC §8.2). Methods carry the names of the MessagePack-CSharp package; call
/// <see cref="Flush"/> at the end.
/// </summary>
public ref struct MessagePackWriter
{
    private const int BufferBytes = 4096;
    private readonly IBufferWriter<byte> output;
    private Span<byte> buffer;
    private int used;

    /// <summary>Starts to write.</summary>
    public MessagePackWriter(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        this.output = output;
        buffer = default;
    }

    /// <summary>Hands everything written so far to the output.</summary>
    public void Flush()
    {
        output.Advance(used);
        buffer = default;
        used = 0;
    }

    /// <summary>Starts an array; its elements follow.</summary>
    public void WriteArrayHeader(int count) => WriteHeader(count, MessagePackCode.FixArray, 15, 0, MessagePackCode.Array16);

    /// <summary>Starts a map; its keys and values follow alternately.</summary>
    public void WriteMapHeader(int count) => WriteHeader(count, MessagePackCode.FixMap, 15, 0, MessagePackCode.Map16);

    /// <summary>Writes nil.</summary>
    public void WriteNil() => Reserve(1)[0] = MessagePackCode.Nil;

    /// <summary>Writes a boolean.</summary>
    public void Write(bool value) => Reserve(1)[0] = value ? MessagePackCode.True : MessagePackCode.False;

    /// <summary>Writes an integer.</summary>
    public void Write(int value) => Write((long)value);

    /// <summary>Writes an integer.</summary>
    public void Write(uint value) => Write((ulong)value);

    /// <summary>Writes an integer.</summary>
    public void Write(long value)
    {
        if (value >= 0)
        {
            Write((ulong)value);
            return;
        }
        if (value >= -32)
        {
            Reserve(1)[0] = (byte)value;
            return;
        }
        int size = value >= sbyte.MinValue ? 0 : value >= short.MinValue ? 1 : value >= int.MinValue ? 2 : 3;
        WriteNumber(MessagePackCode.Int8 + size, 1 << size, (ulong)value);
    }

    /// <summary>Writes an integer.</summary>
    public void Write(ulong value)
    {
        if (value <= MessagePackCode.MaxFixInt)
        {
            Reserve(1)[0] = (byte)value;
            return;
        }
        int size = value <= byte.MaxValue ? 0 : value <= ushort.MaxValue ? 1 : value <= uint.MaxValue ? 2 : 3;
        WriteNumber(MessagePackCode.UInt8 + size, 1 << size, value);
    }

    /// <summary>Writes a string as UTF-8.</summary>
    public void Write(string value)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        WriteHeader(bytes.Length, MessagePackCode.FixStr, 31, MessagePackCode.Str8, MessagePackCode.Str8 + 1);
        WriteRaw(bytes);
    }

    /// <summary>Writes bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        WriteHeader(bytes.Length, 0, -1, MessagePackCode.Bin8, MessagePackCode.Bin8 + 1);
        WriteRaw(bytes);
    }

    /// <summary>Appends bytes that are MessagePack already.</summary>
    public void WriteRaw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    private void WriteHeader(int count, byte fix, int fixMaximum, byte code8, int code16)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count <= fixMaximum) Reserve(1)[0] = (byte)(fix + count);
        else if (code8 != 0 && count <= byte.MaxValue) WriteNumber(code8, 1, (ulong)count);
        else if (count <= ushort.MaxValue) WriteNumber(code16, 2, (ulong)count);
        else WriteNumber(code16 + 1, 4, (ulong)count);
    }

    private void WriteNumber(int code, int bytes, ulong value)
    {
        Span<byte> bigEndian = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bigEndian, value);
        Span<byte> target = Reserve(1 + bytes);
        target[0] = (byte)code;
        bigEndian[(sizeof(ulong) - bytes)..].CopyTo(target[1..]);
    }

    private Span<byte> Reserve(int bytes)
    {
        if (buffer.Length - used < bytes)
        {
            Flush();
            buffer = output.GetSpan(Math.Max(bytes, BufferBytes));
        }
        Span<byte> result = buffer.Slice(used, bytes);
        used += bytes;
        return result;
    }
}
