using Prover.Verifier.Hashing;

namespace Prover.Verifier.Tests.Hashing;

public class DigestTests
{
    private static readonly byte[] Sample = [.. Enumerable.Range(1, 32).Select(i => (byte)(i * 7))];

    [Fact]
    public void Bytes_words_and_hexadecimal_are_the_same_value()
    {
        Digest digest = Digest.FromBytes(Sample);
        uint[] words = new uint[Digest.Words];
        digest.CopyWords(words);

        Assert.Equal(Sample, digest.ToBytes());
        Assert.Equal(0x1C150E07u, words[0]);
        Assert.Equal(digest, new Digest(words));
        Assert.Equal(digest, Digest.FromHex(digest.ToString()));
        Assert.Equal(Convert.ToHexStringLower(Sample), digest.ToString());
    }

    [Fact]
    public void A_change_of_any_byte_changes_equality()
    {
        Digest digest = Digest.FromBytes(Sample);
        for (int i = 0; i < Sample.Length; i++)
        {
            byte[] changed = [.. Sample];
            changed[i] ^= 0x80;
            Assert.True(digest != Digest.FromBytes(changed));
            Assert.False(digest.Equals((object)Digest.FromBytes(changed)));
        }
        Assert.True(digest == Digest.FromBytes(Sample));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Another_number_of_bytes_is_refused(int length)
    {
        Assert.Throws<ArgumentException>(() => Digest.FromBytes(new byte[length]));
        Assert.Throws<ArgumentException>(() => default(Digest).CopyTo(new byte[length]));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(9)]
    public void Another_number_of_words_is_refused(int length)
    {
        Assert.Throws<ArgumentException>(() => new Digest(new uint[length]));
        Assert.Throws<ArgumentException>(() => default(Digest).CopyWords(new uint[length]));
    }
}
