using Prover.Proving.Randomness;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Statistics;

/// <summary>
/// Proofs about an image and about the same image with one pixel changed, and one weight if the model is hidden, under the same challenges:
/// whoever compares them learns nothing. Each comparison also sees what it should when an ingredient is missing or used twice.
/// </summary>
public class ProofComparisonTests
{
    [Theory]
    [MemberData(nameof(UniformityTests.Kinds), MemberType = typeof(UniformityTests))]
    public void Differences_and_correlations_show_nothing(Secrets secrets, string kind)
    {
        (uint[] left, uint[] right) = (Of(secrets, kind, Image.Original, 1), Of(secrets, kind, Image.OnePixelChanged, 2));
        Assert.Equal(left.Length, right.Length);
        Assert.Equal(0, Shared(left, right)); // by chance in one of 10^6 comparisons of 2,000 words
        Assert.InRange(Statistic.Correlation(left, right), -Statistic.Deviations, Statistic.Deviations);
        Assert.InRange(Statistic.Distance(left, right), -Statistic.Deviations, Statistic.Deviations);
        uint[] difference = [.. left.Zip(right, Minus)];
        Assert.InRange(Statistic.OfIntervals(difference), -Statistic.Deviations, Statistic.Deviations);
    }

    [Theory]
    [InlineData(Secrets.Input, "opened columns", Ingredients.All & ~Ingredients.Tails)]
    [InlineData(Secrets.Input, "hidden messages", Ingredients.All & ~Ingredients.Pads)]
    [InlineData(Secrets.Input, "opened mask column", Ingredients.All & ~Ingredients.MaskColumn)]
    [InlineData(Secrets.Input, "salts", Ingredients.All & ~Ingredients.Salts)]
    [InlineData(Secrets.Everything, "opened model columns", Ingredients.All & ~(Ingredients.Setup | Ingredients.Hashed))]
    [InlineData(Secrets.Everything, "model salts", Ingredients.All & ~(Ingredients.Setup | Ingredients.Hashed))]
    [InlineData(Secrets.Everything, "opened hashed columns", Ingredients.All & ~(Ingredients.Setup | Ingredients.Hashed))]
    [InlineData(Secrets.Everything, "hashed salts", Ingredients.All & ~(Ingredients.Setup | Ingredients.Hashed))]
    public void Without_an_ingredient_proofs_have_words_in_common(Secrets secrets, string kind, Ingredients present)
    {
        // Columns and messages that the pixel does not reach are equal; that leaves some to see.
        (uint[] left, uint[] right) = (Of(secrets, kind, Image.Original, 1, present), Of(secrets, kind, Image.Original, 2, present));
        Assert.True(Shared(left, right) > 0);
    }

    [Fact]
    public void Without_tails_the_difference_of_opened_rows_is_that_of_the_images()
    {
        const Ingredients NoTails = Ingredients.All & ~Ingredients.Tails;
        uint[] left = Of(Secrets.Input, "opened columns", Image.Original, 1, NoTails);
        uint[] right = Of(Secrets.Input, "opened columns", Image.OnePixelChanged, 1, NoTails);
        int columns = RealNetwork.Of(Secrets.Input).Experiment.Key.Layout.WitnessColumns;
        int[] equal = [.. Enumerable.Range(0, columns).Where(column => !Column(left, column).Except(Column(right, column)).Any())];
        Assert.NotEmpty(equal); // columns of other layers and of other parts of the image
        Assert.True(equal.Length < columns);

        IEnumerable<uint> Column(uint[] words, int column) => words.Where((_, i) => i % columns == column);
    }

    [Theory]
    [InlineData(Secrets.Input)]
    [InlineData(Secrets.Everything)]
    public void Compressing_two_proofs_together_finds_nothing_in_common(Secrets secrets)
    {
        RealNetwork network = RealNetwork.Of(secrets);
        uint[] left = RevealedWords.All(secrets, network.Prove(Image.Original, 1));
        uint[] right = RevealedWords.All(secrets, network.Prove(Image.OnePixelChanged, 2));
        uint[] uniform = ScriptedRandomness.Uniform(left.Length + right.Length, 10);
        // The encoder's own choices make a difference of 0.2 % between lists of uniform words.
        Assert.InRange((double)Statistic.Compressed(left, right) / Statistic.Compressed(uniform), 0.995, 1.005);

        // The same randomness for both: the second proof repeats a part of the first.
        uint[] reused = RevealedWords.All(secrets, network.Prove(Image.OnePixelChanged, 1));
        Assert.True((double)Statistic.Compressed(left, reused) / Statistic.Compressed(uniform) < 0.95);
    }

    [Theory]
    [InlineData(Secrets.Input, "opened columns", Ingredients.All & ~Ingredients.Tails)]
    [InlineData(Secrets.Everything, "opened model columns", Ingredients.All & ~(Ingredients.Setup | Ingredients.Hashed))]
    [InlineData(Secrets.Everything, "opened hashed columns", Ingredients.All & ~(Ingredients.Setup | Ingredients.Hashed))]
    public void Compressing_proofs_without_tails_finds_what_they_have_in_common(Secrets secrets, string kind, Ingredients present)
    {
        // Of one picture: a column of which one word differs has other words everywhere.
        uint[][] rows = [Of(secrets, kind, Image.Original, 1, present), Of(secrets, kind, Image.Original, 2, present)];
        uint[] uniform = ScriptedRandomness.Uniform(2 * rows[0].Length, 10);
        Assert.True((double)Statistic.Compressed(rows) / Statistic.Compressed(uniform) < 0.95);
    }

    [Theory]
    [InlineData(Secrets.Input)]
    [InlineData(Secrets.Everything)]
    public void Two_proofs_of_one_statement_share_neither_pads_nor_rows_nor_salts_nor_digests(Secrets secrets)
    {
        RealNetwork network = RealNetwork.Of(secrets);
        TranscriptRecord first = network.Prove(Image.Original, 1), second = network.Prove(Image.Original, 3);
        foreach (string kind in RevealedWords.Kinds(secrets))
        {
            Assert.Equal(0, Shared(RevealedWords.Of(secrets, kind, first), RevealedWords.Of(secrets, kind, second)));
        }
        int witness = network.Experiment.Circuit.Hashed.Length + 1;
        Assert.Empty(first.Words(OpenedRows.SiblingsLabel, witness).Chunk(8).Select(Key).Intersect(
            second.Words(OpenedRows.SiblingsLabel, witness).Chunk(8).Select(Key)));

        static string Key(uint[] digest) => string.Join(' ', digest);
    }

    [Fact]
    public void Streams_of_the_product_never_repeat()
    {
        // The same witness and the same statement: the system's generator and the count of proofs differ.
        byte[] witness = [1, 2, 3], statement = [4, 5];
        uint[][] drawn = [.. Enumerable.Range(0, 8).Select(_ =>
        {
            using RandomStream stream = RandomStream.FromSystem(witness, statement);
            uint[] words = new uint[4];
            stream.FillField(words);
            return words;
        })];
        Assert.Equal(32, drawn.SelectMany(words => words).Distinct().Count());
    }

    private static uint[] Of(Secrets secrets, string kind, Image image, int seed, Ingredients present = Ingredients.All) =>
        RevealedWords.Of(secrets, kind, RealNetwork.Of(secrets).Prove(image, seed, present));

    private static int Shared(uint[] left, uint[] right) => left.Zip(right).Count(pair => pair.First == pair.Second);

    private static uint Minus(uint left, uint right) => (new KoalaBear(left) - new KoalaBear(right)).Representative;
}
