using System.Buffers.Binary;

namespace Prover.Verifier.Artefacts;

/// <summary>
/// A list of integers as their least value and the distances from it in 1, 2 or 4 bytes each, little endian, whichever is the
/// least that suffices (SPEC §8.5). An empty list has least value 0 and width 1.
/// </summary>
internal static class PackedIntegers
{
    /// <summary>Writes a list.</summary>
    public static void Write(ref MessagePackWriter writer, ReadOnlySpan<int> values)
    {
        (int least, int width) = Measure(values);
        byte[] bytes = new byte[values.Length * width];
        Span<byte> word = stackalloc byte[sizeof(uint)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(word, unchecked((uint)values[i] - (uint)least));
            word[..width].CopyTo(bytes.AsSpan(i * width));
        }
        writer.WriteArrayHeader(3);
        writer.Write(least);
        writer.Write(width);
        writer.Write(bytes);
    }

    /// <summary>Reads a list of at most <paramref name="maximum"/> integers.</summary>
    /// <exception cref="MalformedArtefactException">The list is too long or not in its only form.</exception>
    public static int[] Read(ref MessagePackReader reader, int maximum)
    {
        reader.ReadArrayHeaderOf(3);
        int least = reader.ReadInt32();
        int width = reader.ReadInt32(1, sizeof(uint));
        ReadOnlySpan<byte> bytes = reader.ReadBytes();
        MalformedArtefactException.ThrowIf(
            bytes.Length % width != 0 || bytes.Length / width > maximum, $"{bytes.Length} bytes are no list of at most {maximum} integers");
        int[] values = new int[bytes.Length / width];
        Span<byte> word = stackalloc byte[sizeof(uint)];
        for (int i = 0; i < values.Length; i++)
        {
            word.Clear();
            bytes.Slice(i * width, width).CopyTo(word);
            long value = least + (long)BinaryPrimitives.ReadUInt32LittleEndian(word);
            MalformedArtefactException.ThrowIf(value > int.MaxValue, "an integer of a list exceeds 32 bits");
            values[i] = (int)value;
        }
        MalformedArtefactException.ThrowIf(Measure(values) != (least, width), "a list of integers is not in its shortest form");
        return values;
    }

    private static (int Least, int Width) Measure(ReadOnlySpan<int> values)
    {
        if (values.IsEmpty) return (0, 1);
        int least = values[0], greatest = values[0];
        foreach (int value in values)
        {
            least = Math.Min(least, value);
            greatest = Math.Max(greatest, value);
        }
        return (least, ((long)greatest - least) switch { <= byte.MaxValue => 1, <= ushort.MaxValue => 2, _ => 4 });
    }
}
