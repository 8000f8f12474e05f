using System.Buffers;
using Prover.Verifier.Artefacts;

namespace Prover.Verifier.Tests.Artefacts;

public class MessagePackTests
{
    private delegate void WriteAction(ref MessagePackWriter writer);

    private static byte[] Encode(WriteAction write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        write(ref writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Written with msgpack 1.0.5 for Python: the bounds of every form of the specification.</summary>
    [Theory]
    [InlineData(0, "00")]
    [InlineData(127, "7f")]
    [InlineData(128, "cc80")]
    [InlineData(255, "ccff")]
    [InlineData(256, "cd0100")]
    [InlineData(65535, "cdffff")]
    [InlineData(65536, "ce00010000")]
    [InlineData(4294967295, "ceffffffff")]
    [InlineData(4294967296, "cf0000000100000000")]
    [InlineData(long.MaxValue, "cf7fffffffffffffff")]
    [InlineData(-1, "ff")]
    [InlineData(-32, "e0")]
    [InlineData(-33, "d0df")]
    [InlineData(-128, "d080")]
    [InlineData(-129, "d1ff7f")]
    [InlineData(-32768, "d18000")]
    [InlineData(-32769, "d2ffff7fff")]
    [InlineData(int.MinValue, "d280000000")]
    [InlineData(-2147483649, "d3ffffffff7fffffff")]
    [InlineData(long.MinValue, "d38000000000000000")]
    public void Integers_have_the_bytes_of_the_specification(long value, string hex)
    {
        Assert.Equal(hex, Convert.ToHexStringLower(Encode((ref w) => w.Write(value))));
        var reader = new MessagePackReader(Convert.FromHexString(hex));
        Assert.Equal(value, reader.ReadInt64());
        reader.Finish();
    }

    [Fact]
    public void Unsigned_integers_reach_the_greatest_of_64_bits()
    {
        byte[] bytes = Encode((ref w) => w.Write(ulong.MaxValue));
        Assert.Equal("cfffffffffffffffff", Convert.ToHexStringLower(bytes));
        Assert.Equal(ulong.MaxValue, new MessagePackReader(bytes).ReadUInt64());
        Assert.Throws<MalformedArtefactException>(() => new MessagePackReader(bytes).ReadInt64());
    }

    /// <summary>The example of the specification's front page: {"compact":true,"schema":0}.</summary>
    [Fact]
    public void The_published_example_has_its_18_bytes()
    {
        byte[] bytes = Encode((ref w) =>
        {
            w.WriteMapHeader(2);
            w.Write("compact");
            w.Write(true);
            w.Write("schema");
            w.Write(0);
        });
        Assert.Equal("82a7636f6d70616374c3a6736368656d6100", Convert.ToHexStringLower(bytes));
        var reader = new MessagePackReader(bytes);
        Assert.Equal(2, reader.ReadMapHeader());
        Assert.Equal("compact", reader.ReadString());
        Assert.True(reader.ReadBoolean());
        Assert.Equal("schema", reader.ReadString());
        Assert.Equal(0, reader.ReadInt32());
        Assert.True(reader.End);
    }

    [Theory]
    [InlineData(0, "a0")]
    [InlineData(31, "bf")]
    [InlineData(32, "d920")]
    [InlineData(255, "d9ff")]
    [InlineData(256, "da0100")]
    [InlineData(65535, "daffff")]
    [InlineData(65536, "db00010000")]
    public void Strings_and_their_headers(int length, string header)
    {
        string text = new('x', length);
        byte[] bytes = Encode((ref w) => w.Write(text));
        Assert.Equal(header, Convert.ToHexStringLower(bytes[..^length]));
        Assert.Equal(text, new MessagePackReader(bytes).ReadString());
        Assert.Equal(text, new MessagePackReader(bytes).ReadString(length));
        if (length > 0) Assert.Throws<MalformedArtefactException>(() => new MessagePackReader(bytes).ReadString(length - 1));
    }

    [Theory]
    [InlineData(0, "c400")]
    [InlineData(255, "c4ff")]
    [InlineData(256, "c50100")]
    [InlineData(65536, "c600010000")]
    public void Bytes_and_their_headers(int length, string header)
    {
        byte[] content = new byte[length];
        byte[] bytes = Encode((ref w) => w.Write(content));
        Assert.Equal(header, Convert.ToHexStringLower(bytes[..^length]));
        Assert.Equal(content, new MessagePackReader(bytes).ReadBytesOf(length).ToArray());
        Assert.Throws<MalformedArtefactException>(() => new MessagePackReader(bytes).ReadBytesOf(length + 1).ToArray());
    }

    [Theory]
    [InlineData(0, "90", "80")]
    [InlineData(15, "9f", "8f")]
    [InlineData(16, "dc0010", "de0010")]
    [InlineData(65536, "dd00010000", "df00010000")]
    public void Arrays_and_maps_and_their_headers(int count, string array, string map)
    {
        byte[] arrayBytes = Encode((ref w) =>
        {
            w.WriteArrayHeader(count);
            w.WriteRaw(new byte[count]);
        });
        byte[] mapBytes = Encode((ref w) =>
        {
            w.WriteMapHeader(count);
            w.WriteRaw(new byte[2 * count]);
        });
        Assert.StartsWith(array, Convert.ToHexStringLower(arrayBytes), StringComparison.Ordinal);
        Assert.StartsWith(map, Convert.ToHexStringLower(mapBytes), StringComparison.Ordinal);
        Assert.Equal(count, new MessagePackReader(arrayBytes).ReadArrayHeader());
        Assert.Equal(count, new MessagePackReader(mapBytes).ReadMapHeader());
        if (count == 0) return;
        Assert.Throws<MalformedArtefactException>(() => new MessagePackReader(arrayBytes).ReadArrayHeader(count - 1));
        Assert.Throws<MalformedArtefactException>(() => new MessagePackReader(arrayBytes.AsSpan(..^1)).ReadArrayHeader());
        Assert.Throws<MalformedArtefactException>(() => new MessagePackReader(mapBytes.AsSpan(..^1)).ReadMapHeader());
    }

    [Theory]
    [InlineData("cc7f")]
    [InlineData("cd00ff")]
    [InlineData("ce0000ffff")]
    [InlineData("cf00000000ffffffff")]
    [InlineData("d000")]
    [InlineData("d0e0")]
    [InlineData("d1ff80")]
    [InlineData("d2ffff8000")]
    [InlineData("d3ffffffff80000000")]
    [InlineData("d30000000000000001")]
    public void Integers_in_longer_forms_are_refused(string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);
        Assert.Equal(
            ArtefactFault.Malformed,
            Assert.Throws<MalformedArtefactException>(() => new MessagePackReader(bytes).ReadInt64()).Fault);
    }

    [Theory]
    [InlineData("d900")]
    [InlineData("d91f")]
    [InlineData("da00ff")]
    [InlineData("db0000ffff")]
    [InlineData("a1ff")]
    [InlineData("a3eda080")]
    [InlineData("dbffffffff")]
    [InlineData("a2c0")]
    [InlineData("c0")]
    public void Strings_in_longer_forms_or_not_of_UTF8_are_refused(string hex)
    {
        byte[] bytes = [.. Convert.FromHexString(hex), .. new byte[70000]];
        if (hex == "a2c0") bytes = bytes[..2];
        Assert.Throws<MalformedArtefactException>(() => new MessagePackReader(bytes).ReadString());
    }

    [Theory]
    [InlineData("c50000")]
    [InlineData("c500ff")]
    [InlineData("c60000ffff")]
    [InlineData("c6ffffffff")]
    [InlineData("c67fffffff")]
    [InlineData("a0")]
    public void Bytes_in_longer_forms_or_beyond_the_end_are_refused(string hex)
    {
        byte[] bytes = [.. Convert.FromHexString(hex), .. new byte[70000]];
        Assert.Throws<MalformedArtefactException>(() => new MessagePackReader(bytes).ReadBytes().ToArray());
    }

    [Theory]
    [InlineData("dc000f")]
    [InlineData("dd0000ffff")]
    [InlineData("dd7fffffff")]
    [InlineData("ddffffffff")]
    [InlineData("80")]
    public void Array_headers_in_longer_forms_or_beyond_the_end_are_refused(string hex)
    {
        byte[] bytes = [.. Convert.FromHexString(hex), .. new byte[70000]];
        Assert.Throws<MalformedArtefactException>(() => new MessagePackReader(bytes).ReadArrayHeader());
    }

    [Fact]
    public void Every_reader_method_refuses_an_empty_input()
    {
        Assert.Throws<MalformedArtefactException>(() => new MessagePackReader([]).ReadArrayHeader());
        Assert.Throws<MalformedArtefactException>(() => new MessagePackReader([]).ReadMapHeader());
        Assert.Throws<MalformedArtefactException>(() => new MessagePackReader([]).ReadInt32());
        Assert.Throws<MalformedArtefactException>(() => new MessagePackReader([]).ReadUInt64());
        Assert.Throws<MalformedArtefactException>(() => new MessagePackReader([]).ReadBoolean());
        Assert.Throws<MalformedArtefactException>(() => new MessagePackReader([]).ReadString());
        Assert.Throws<MalformedArtefactException>(() => new MessagePackReader([]).ReadBytes().ToArray());
        Assert.Throws<MalformedArtefactException>(() => new MessagePackReader([]).ReadRaw(1).ToArray());
        Assert.Throws<MalformedArtefactException>(() => new MessagePackReader([]).TryReadNil());
    }

    [Fact]
    public void Limits_of_the_caller_hold()
    {
        Assert.Equal(5, new MessagePackReader([5]).ReadInt32(5, 5));
        Assert.Throws<MalformedArtefactException>(() => new MessagePackReader([5]).ReadInt32(6, 9));
        Assert.Throws<MalformedArtefactException>(() => new MessagePackReader([5]).ReadInt32(0, 4));
        Assert.Throws<MalformedArtefactException>(() => new MessagePackReader([0xFF]).ReadUInt32());
        Assert.Throws<MalformedArtefactException>(() => new MessagePackReader([5, 6]).Finish());
        Assert.Throws<MalformedArtefactException>(() => new MessagePackReader([0x92, 1, 2]).ReadArrayHeaderOf(3));
    }

    /// <summary>Whatever is read from random bytes without a fault has exactly those bytes when it is written again.</summary>
    [Fact]
    public void Reading_is_canonical_on_random_bytes()
    {
        var random = new Random(7);
        int accepted = 0;
        for (int trial = 0; trial < 20000; trial++)
        {
            byte[] bytes = new byte[random.Next(1, 12)];
            random.NextBytes(bytes);
            if (random.Next(2) == 0) bytes[0] = (byte)random.Next(0xC0, 0xE0);
            byte[]? again = Recode(bytes);
            if (again is null) continue;
            accepted++;
            Assert.Equal(bytes.AsSpan(0, again.Length).ToArray(), again);
        }
        Assert.InRange(accepted, 1000, 20000);
    }

    private static byte[]? Recode(byte[] bytes)
    {
        var reader = new MessagePackReader(bytes);
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        try
        {
            switch (bytes[0])
            {
                case 0xC0: if (reader.TryReadNil()) writer.WriteNil(); break;
                case 0xC2 or 0xC3: writer.Write(reader.ReadBoolean()); break;
                case >= 0xC4 and <= 0xC6: writer.Write(reader.ReadBytes()); break;
                case >= 0xA0 and <= 0xBF or >= 0xD9 and <= 0xDB: writer.Write(reader.ReadString()); break;
                case >= 0x90 and <= 0x9F or 0xDC or 0xDD: writer.WriteArrayHeader(reader.ReadArrayHeader()); break;
                case >= 0x80 and <= 0x8F or 0xDE or 0xDF: writer.WriteMapHeader(reader.ReadMapHeader()); break;
                case 0xCF: writer.Write(reader.ReadUInt64()); break;
                default: writer.Write(reader.ReadInt64()); break;
            }
        }
        catch (MalformedArtefactException)
        {
            return null;
        }
        writer.Flush();
        Assert.Equal(reader.Consumed, buffer.WrittenCount);
        return buffer.WrittenSpan.ToArray();
    }
}
