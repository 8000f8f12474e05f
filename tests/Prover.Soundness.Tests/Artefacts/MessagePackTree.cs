using System.Buffers;
using Prover.Verifier.Artefacts;

namespace Prover.Soundness.Tests.Artefacts;

/// <summary>A MessagePack value as a tree that can be altered anywhere and written again in the one form that readers accept.</summary>
internal sealed class MessagePackTree
{
    private static readonly long[] Integers =
    [
        0, 1, -1, 2, 3, 7, 8, 9, 127, 128, 255, 256, 1 << 12, 65535, 65536, 1 << 20, 1 << 28, (1 << 28) + 1, 1 << 30, 2130706433,
        2130706432, 1065353216, -1065353216, int.MaxValue, int.MinValue, 1L << 32, 1L << 40, long.MaxValue, long.MinValue,
    ];

    private long number;
    private byte[]? bytes;
    private string? text;
    private bool? flag;
    private List<MessagePackTree>? items;

    public static MessagePackTree Parse(ReadOnlySpan<byte> encoded)
    {
        var reader = new MessagePackReader(encoded);
        MessagePackTree tree = Read(ref reader, encoded);
        reader.Finish();
        return tree;
    }

    public byte[] Write()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        Write(ref writer);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The content of an item that is bytes.</summary>
    public byte[] this[int item]
    {
        get => items![item].bytes!;
        set => items![item].bytes = value;
    }

    /// <summary>Alters one value somewhere below: integers, lengths, bytes, or the number and order of items.</summary>
    public void Mutate(Random random)
    {
        var all = new List<MessagePackTree>();
        Collect(all);
        all[random.Next(all.Count)].Alter(random, all);
    }

    private static MessagePackTree Read(ref MessagePackReader reader, ReadOnlySpan<byte> encoded)
    {
        byte code = encoded[reader.Consumed];
        var tree = new MessagePackTree();
        if (code is >= 0x90 and <= 0x9F or 0xDC or 0xDD)
        {
            tree.items = [];
            for (int count = reader.ReadArrayHeader(); count > 0; count--) tree.items.Add(Read(ref reader, encoded));
        }
        else if (code is 0xC2 or 0xC3) tree.flag = reader.ReadBoolean();
        else if (code is >= 0xC4 and <= 0xC6) tree.bytes = reader.ReadBytes().ToArray();
        else if (code is >= 0xA0 and <= 0xBF or >= 0xD9 and <= 0xDB) tree.text = reader.ReadString();
        else tree.number = reader.ReadInt64();
        return tree;
    }

    private void Collect(List<MessagePackTree> all)
    {
        all.Add(this);
        foreach (MessagePackTree item in items ?? []) item.Collect(all);
    }

    private void Alter(Random random, List<MessagePackTree> all)
    {
        if (items is not null && items.Count > 0 && random.Next(4) > 0) AlterItems(random, all);
        else if (bytes is not null && random.Next(4) > 0) AlterBytes(random);
        else if (random.Next(12) == 0) Become(all[random.Next(all.Count)]);
        else
        {
            number = random.Next(3) == 0 ? number + random.Next(-2, 3) : Integers[random.Next(Integers.Length)];
            (items, bytes, text, flag) = (null, null, null, null);
        }
    }

    private void AlterItems(Random random, List<MessagePackTree> all)
    {
        int at = random.Next(items!.Count), other = random.Next(items.Count);
        switch (random.Next(4))
        {
            case 0:
                items.RemoveAt(at);
                break;
            case 1:
                items.Insert(at, items[other].Copy());
                break;
            case 2:
                (items[at], items[other]) = (items[other], items[at]);
                break;
            default:
                MessagePackTree foreign = all[random.Next(all.Count)];
                if (foreign != this) items[at] = foreign.Copy();
                break;
        }
    }

    private void AlterBytes(Random random)
    {
        List<byte> altered = [.. bytes!];
        int at = random.Next(altered.Count + 1);
        if (random.Next(3) == 0) altered.Insert(at, (byte)random.Next(256));
        else if (at < altered.Count && random.Next(2) == 0) altered.RemoveAt(at);
        else if (at < altered.Count) altered[at] ^= (byte)(1 << random.Next(8));
        bytes = [.. altered];
    }

    private void Become(MessagePackTree other)
    {
        MessagePackTree copy = other.Copy();
        (number, bytes, text, flag, items) = (copy.number, copy.bytes, copy.text, copy.flag, copy.items);
    }

    private MessagePackTree Copy() => new()
    {
        number = number,
        bytes = bytes,
        text = text,
        flag = flag,
        items = items?.Select(item => item.Copy()).ToList(),
    };

    private void Write(ref MessagePackWriter writer)
    {
        if (items is not null)
        {
            writer.WriteArrayHeader(items.Count);
            foreach (MessagePackTree item in items) item.Write(ref writer);
        }
        else if (bytes is not null) writer.Write(bytes);
        else if (text is not null) writer.Write(text);
        else if (flag is { } value) writer.Write(value);
        else writer.Write(number);
    }
}
