using System.Security.Cryptography;
using Prover.Proving.Randomness;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;

namespace Prover.Proving.Tests.Randomness;

public class RandomStreamTests
{
    [Fact]
    public void The_stream_is_counter_mode_without_words_of_p_or_more()
    {
        byte[] seed = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
        using var cipher = Aes.Create();
        cipher.Key = seed;
        var expected = new List<uint>();
        for (ulong counter = 0; expected.Count < 40_000; counter++)
        {
            byte[] block = new byte[16];
            BitConverter.GetBytes(counter).CopyTo(block, 0);
            byte[] encrypted = cipher.EncryptEcb(block, PaddingMode.None);
            for (int i = 0; i < 16; i += 4)
            {
                uint word = BitConverter.ToUInt32(encrypted, i) & 0x7FFFFFFF;
                if (word < KoalaBear.Order) expected.Add(word);
            }
        }
        // Requests of uneven sizes across the batches must not change the stream.
        uint[] drawn = new uint[40_000];
        using var stream = new RandomStream(seed);
        for (int at = 0, size = 1; at < drawn.Length; size = (size * 3) + 1)
        {
            int count = Math.Min(size, drawn.Length - at);
            stream.FillField(drawn.AsSpan(at, count));
            at += count;
        }
        Assert.Equal(expected.Take(drawn.Length), drawn);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Long_parts_come_in_pieces_from_streams_that_the_stream_seeds(int threads)
    {
        const int Piece = 1 << 16, Length = (2 * Piece) + 17;
        byte[] seed = [.. Enumerable.Range(1, 32).Select(i => (byte)i)], bytes = new byte[3 * 32];
        using var cipher = Aes.Create();
        cipher.Key = seed;
        for (int i = 0; i < bytes.Length; i += 16)
        {
            byte[] block = new byte[16];
            block[0] = (byte)(i / 16);
            cipher.EncryptEcb(block, PaddingMode.None).CopyTo(bytes, i);
        }
        uint[] expected = new uint[Length], drawn = new uint[Length], after = new uint[8], next = new uint[8];
        for (int piece = 0; piece * Piece < Length; piece++)
        {
            using var part = new RandomStream(bytes.AsSpan(piece * 32, 32));
            part.FillField(expected.AsSpan(piece * Piece, Math.Min(Piece, Length - (piece * Piece))));
        }
        using RandomStream stream = new(seed) { Threads = threads }, other = new(seed) { Threads = threads };
        stream.FillPieces(drawn);
        Assert.Equal(expected, drawn);
        // What follows does not repeat the seeds, and what is short is drawn from the stream itself.
        stream.FillField(after);
        other.FillPieces(next);
        Assert.NotEqual(after, next);
        using var plain = new RandomStream(seed);
        plain.FillField(after);
        Assert.Equal(after, next);
    }

    [Fact]
    public void Elements_are_uniform_over_the_field()
    {
        uint[] elements = new uint[1 << 18];
        using (var stream = new RandomStream(new byte[32])) stream.FillField(elements);
        Assert.All(elements, element => Assert.True(element < KoalaBear.Order));
        // Chi square over 127 equal cells of 2^24 elements; 126 degrees of freedom, deviation sqrt(252).
        double expected = (1 << 24) / (double)KoalaBear.Order * elements.Length, chi = 0;
        foreach (int count in elements.GroupBy(element => element >> 24).Where(cell => cell.Key < 127).Select(cell => cell.Count()))
        {
            chi += (count - expected) * (count - expected) / expected;
        }
        Assert.InRange(chi, 126 - (5 * Math.Sqrt(252)), 126 + (5 * Math.Sqrt(252)));
    }

    [Fact]
    public void Two_proofs_of_one_statement_have_different_streams()
    {
        using RandomStream first = RandomStream.FromSystem([1, 2], [3]), second = RandomStream.FromSystem([1, 2], [3]);
        Assert.NotEqual(first.NextExtension(), second.NextExtension());
    }

    [Fact]
    public void A_secret_that_serves_two_models_gives_them_no_common_tails()
    {
        byte[] secret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
        Digest circuit = Blake3.Hash([1]), other = Blake3.Hash([2]);
        KoalaBear5 Start(uint[] model, Digest digest, int profile)
        {
            using RandomStream stream = RandomStream.OfModel(secret, model, digest, profile);
            return stream.NextExtension();
        }
        Assert.Equal(Start([1, 2], circuit, 100), Start([1, 2], circuit, 100));
        KoalaBear5[] starts =
            [Start([1, 2], circuit, 100), Start([1, 3], circuit, 100), Start([1, 2], other, 100), Start([1, 2], circuit, 128)];
        using var bare = new RandomStream(secret);
        Assert.Equal(5, starts.Append(bare.NextExtension()).Distinct().Count());
    }

    [Fact]
    public void A_seed_of_another_length_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new RandomStream(new byte[16]));
        Assert.Throws<ArgumentException>(() => RandomStream.OfModel(new byte[33], [1], Blake3.Hash([1]), 100));
    }
}
