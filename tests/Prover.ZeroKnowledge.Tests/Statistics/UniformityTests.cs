using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Statistics;

/// <summary>What a proof of a real network reveals looks like uniform words, and the tests see it when something does not.</summary>
public class UniformityTests
{
    /// <summary>Everything that is shown where something is secret.</summary>
    public static TheoryData<Secrets, string> Kinds
    {
        get
        {
            var kinds = new TheoryData<Secrets, string>();
            foreach (Secrets secrets in Enum.GetValues<Secrets>())
            {
                foreach (string kind in RevealedWords.Kinds(secrets)) kinds.Add(secrets, kind);
            }
            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Revealed_words_are_uniform(Secrets secrets, string kind)
    {
        uint[] words = Words(secrets, kind, Ingredients.All);
        Assert.InRange(Statistic.OfIntervals(words), -Statistic.Deviations, Statistic.Deviations);
        if (words.Length >= 1280) Assert.InRange(Statistic.OfLowBytes(words), -Statistic.Deviations, Statistic.Deviations);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Revealed_words_are_not_correlated_with_those_before(Secrets secrets, string kind)
    {
        uint[] words = Words(secrets, kind, Ingredients.All);
        for (int lag = 1; lag <= 24; lag++)
        {
            Assert.InRange(Statistic.SerialCorrelation(words, lag), -Statistic.Deviations, Statistic.Deviations);
        }
    }

    [Theory]
    [InlineData(Secrets.Input, "salts", Ingredients.All & ~Ingredients.Salts)]
    [InlineData(Secrets.Input, "opened mask column", Ingredients.All & ~Ingredients.MaskColumn)]
    [InlineData(Secrets.Input, "masked messages", Ingredients.Salts)]
    [InlineData(Secrets.Everything, "model salts", Ingredients.All & ~(Ingredients.Setup | Ingredients.Hashed))]
    [InlineData(Secrets.Everything, "hashed salts", Ingredients.All & ~(Ingredients.Setup | Ingredients.Hashed))]
    public void A_missing_ingredient_is_seen(Secrets secrets, string kind, Ingredients present)
    {
        uint[] words = Words(secrets, kind, present);
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

    [Theory]
    [InlineData(Secrets.Input)]
    [InlineData(Secrets.Everything)]
    public void Digests_are_uniform(Secrets secrets)
    {
        RealNetwork network = RealNetwork.Of(secrets);
        TranscriptRecord proof = network.Prove(Image.Original, 1);
        for (int tree = 0; tree < network.Experiment.Circuit.Hashed.Length + 2; tree++)
        {
            byte[] bytes = [.. proof.Words("siblings", tree).SelectMany(BitConverter.GetBytes)];
            Assert.InRange(Statistic.OfBytes(bytes), -Statistic.Deviations, Statistic.Deviations);
        }
    }

    private static uint[] Words(Secrets secrets, string kind, Ingredients present) =>
        RevealedWords.Of(secrets, kind, RealNetwork.Of(secrets).Prove(Image.Original, 1, present));
}
