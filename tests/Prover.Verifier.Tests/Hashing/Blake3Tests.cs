using System.Text;
using System.Text.Json;
using Prover.Verifier.Hashing;

namespace Prover.Verifier.Tests.Hashing;

public class Blake3Tests
{
    public static TheoryData<int, string, string, string> Cases()
    {
        var cases = new TheoryData<int, string, string, string>();
        foreach (JsonElement item in Vectors().GetProperty("cases").EnumerateArray())
        {
            cases.Add(
                item.GetProperty("input_len").GetInt32(),
                item.GetProperty("hash").GetString()!,
                item.GetProperty("keyed_hash").GetString()!,
                item.GetProperty("derive_key").GetString()!);
        }
        return cases;
    }

    [Fact]
    public void The_vector_file_reaches_past_the_first_levels_of_the_tree()
    {
        int[] lengths = [.. Vectors().GetProperty("cases").EnumerateArray().Select(item => item.GetProperty("input_len").GetInt32())];
        Assert.True(lengths.Length >= 35);
        Assert.True(lengths.Max() >= 100 * 1024);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_the_published_vectors(int length, string hash, string keyed, string derived)
    {
        byte[] input = Input(length);
        byte[] key = Encoding.ASCII.GetBytes(Vectors().GetProperty("key").GetString()!);
        string context = Vectors().GetProperty("context_string").GetString()!;
        byte[] output = new byte[hash.Length / 2];

        Blake3.Hash(input, output);
        Assert.Equal(hash, Convert.ToHexStringLower(output));
        Assert.Equal(hash[..64], Blake3.Hash(input).ToString());

        Blake3.HashKeyed(key, input, output);
        Assert.Equal(keyed, Convert.ToHexStringLower(output));

        Blake3.DeriveKey(context, input, output);
        Assert.Equal(derived, Convert.ToHexStringLower(output));
        Assert.Equal(derived[..64], Blake3.DeriveKey(context, input).ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(65)]
    [InlineData(130)]
    public void A_shorter_output_is_a_prefix_of_a_longer_one(int length)
    {
        byte[] input = Input(1500), whole = new byte[131], part = new byte[length];
        Blake3.Hash(input, whole);
        Blake3.Hash(input, part);
        Assert.Equal(whole[..length], part);
    }

    [Fact]
    public void A_key_of_another_length_is_refused() =>
        Assert.Throws<ArgumentException>(() => Blake3.HashKeyed(new byte[31], [], new byte[32]));

    private static byte[] Input(int length)
    {
        byte[] input = new byte[length];
        for (int i = 0; i < length; i++) input[i] = (byte)(i % 251);
        return input;
    }

    private static JsonElement Vectors()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Vectors", "blake3.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.Clone();
    }
}
