using System.Buffers.Binary;

namespace Prover.Verifier.Hashing;

/// <summary>A 32-byte digest as eight little-endian words.</summary>
public readonly struct Digest : IEquatable<Digest>
{
    /// <summary>The size in bytes.</summary>
    public const int Bytes = 32;

    /// <summary>The size in 32-bit words.</summary>
    public const int Words = 8;

    private readonly uint _word0, _word1, _word2, _word3, _word4, _word5, _word6, _word7;

    /// <summary>The digest made of eight words.</summary>
    /// <exception cref="ArgumentException">There are not exactly eight words.</exception>
    public Digest(ReadOnlySpan<uint> words)
    {
        if (words.Length != Words) throw new ArgumentException("A digest has eight words.", nameof(words));
        _word0 = words[0];
        _word1 = words[1];
        _word2 = words[2];
        _word3 = words[3];
        _word4 = words[4];
        _word5 = words[5];
        _word6 = words[6];
        _word7 = words[7];
    }

    /// <summary>The digest encoded by 32 bytes.</summary>
    /// <exception cref="ArgumentException">There are not exactly 32 bytes.</exception>
    public static Digest FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Bytes) throw new ArgumentException("A digest has 32 bytes.", nameof(bytes));
        Span<uint> words = stackalloc uint[Words];
        for (int i = 0; i < Words; i++) words[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 * i)..]);
        return new Digest(words);
    }

    /// <summary>The digest written as 64 hexadecimal digits.</summary>
    /// <exception cref="FormatException">The text is not hexadecimal.</exception>
    /// <exception cref="ArgumentException">There are not exactly 64 digits.</exception>
    public static Digest FromHex(string hex) => FromBytes(Convert.FromHexString(hex));

    /// <summary>Writes the eight words.</summary>
    /// <exception cref="ArgumentException">The destination does not have exactly eight words.</exception>
    public void CopyWords(Span<uint> destination)
    {
        if (destination.Length != Words) throw new ArgumentException("A digest has eight words.", nameof(destination));
        destination[0] = _word0;
        destination[1] = _word1;
        destination[2] = _word2;
        destination[3] = _word3;
        destination[4] = _word4;
        destination[5] = _word5;
        destination[6] = _word6;
        destination[7] = _word7;
    }

    /// <summary>Writes the 32 bytes.</summary>
    /// <exception cref="ArgumentException">The destination does not have exactly 32 bytes.</exception>
    public void CopyTo(Span<byte> destination)
    {
        if (destination.Length != Bytes) throw new ArgumentException("A digest has 32 bytes.", nameof(destination));
        Span<uint> words = stackalloc uint[Words];
        CopyWords(words);
        for (int i = 0; i < Words; i++) BinaryPrimitives.WriteUInt32LittleEndian(destination[(4 * i)..], words[i]);
    }

    /// <summary>The 32 bytes as a new array.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[Bytes];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>The digest as 64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToBytes());

    /// <summary>Equality of digests.</summary>
    public static bool operator ==(Digest left, Digest right) => left.Equals(right);

    /// <summary>Inequality of digests.</summary>
    public static bool operator !=(Digest left, Digest right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Digest other) =>
        _word0 == other._word0 && _word1 == other._word1 && _word2 == other._word2 && _word3 == other._word3
        && _word4 == other._word4 && _word5 == other._word5 && _word6 == other._word6 && _word7 == other._word7;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Digest other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)_word0;
}
