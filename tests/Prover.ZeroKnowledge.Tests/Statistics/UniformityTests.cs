using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Statistics;

/// <summary>What a proof of a real network reveals looks like uniform words, and the tests see it when something does not.</summary>
public class UniformityTests
{
    public static TheoryData<string> Kinds => [.. RevealedWords.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Revealed_words_are_uniform(string kind)
    {
        uint[] words = Words(kind, Ingredients.All);
        Assert.InRange(Statistic.OfIntervals(words), -Statistic.Deviations, Statistic.Deviations);
        if (words.Length >= 1280) Assert.InRange(Statistic.OfLowBytes(words), -Statistic.Deviations, Statistic.Deviations);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Revealed_words_are_not_correlated_with_those_before(string kind)
    {
        uint[] words = Words(kind, Ingredients.All);
        for (int lag = 1; lag <= 24; lag++)
        {
            Assert.InRange(Statistic.SerialCorrelation(words, lag), -Statistic.Deviations, Statistic.Deviations);
        }
    }

    [Theory]
    [InlineData("salts", Ingredients.All & ~Ingredients.Salts)]
    [InlineData("opened mask column", Ingredients.All & ~Ingredients.MaskColumn)]
    [InlineData("masked messages", Ingredients.Salts)]
    public void A_missing_ingredient_is_seen(string kind, Ingredients present)
    {
        uint[] words = Words(kind, present);
        Assert.True(Math.Abs(Statistic.OfIntervals(words)) > Statistic.Deviations, "the control looks uniform");
    }

    [Fact]
    public void A_poor_generator_is_seen()
    {
        uint[] good = ScriptedRandomness.Uniform(1280, 9);
        uint[] biased = [.. good.Select(word => word - (word >> 3))], repeated = [.. good.SelectMany(word => (uint[])[word, word])];
        uint[] even = [.. good.Select(word => word & ~1u)];
        Assert.InRange(Statistic.OfIntervals(good), -Statistic.Deviations, Statistic.Deviations);
        Assert.True(Statistic.OfIntervals(biased) > Statistic.Deviations);
        Assert.True(Statistic.OfLowBytes(even) > Statistic.Deviations);
        Assert.True(Statistic.SerialCorrelation(repeated, 1) > Statistic.Deviations);
    }

    [Fact]
    public void Digests_are_uniform()
    {
        TranscriptRecord proof = RealNetwork.Shared.Prove(Image.Original, 1);
        byte[] bytes = [.. proof.Words("siblings", 1).SelectMany(BitConverter.GetBytes)];
        Assert.InRange(Statistic.OfBytes(bytes), -Statistic.Deviations, Statistic.Deviations);
    }

    private static uint[] Words(string kind, Ingredients present) =>
        RevealedWords.Of(kind, RealNetwork.Shared.Prove(Image.Original, 1, present));
}
