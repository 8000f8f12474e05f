using Prover.Verifier.Soundness;

namespace Prover.Verifier.Tests.Soundness;

public class PublishedParametersTests
{
    [Fact]
    public void Johnson_bound_of_the_internal_circuit_is_the_published_one()
    {
        PublishedParameters published = PublishedParameters.Internal;
        Assert.Equal([110, 111, 112, 113], FoldBits(published, 0));
        Assert.Equal([106, 107, 108, 109], FoldBits(published, 1));
        Assert.Equal([103, 104, 105, 106], FoldBits(published, 2));
        Assert.Equal(102, published.BatchBits());
        Assert.Equal([100, 101], [published.OutOfDomainBits(1), published.OutOfDomainBits(2)]);
        Assert.Equal([100, 100], [published.ShiftBits(1), published.ShiftBits(2)]);
        Assert.Equal(103, published.FinalBits());
    }

    [Fact]
    public void Johnson_bound_of_the_root_circuit_is_the_published_one()
    {
        PublishedParameters published = PublishedParameters.Root;
        Assert.Equal([112, 113, 114, 115], FoldBits(published, 0));
        Assert.Equal([108, 109, 110, 111], FoldBits(published, 1));
        Assert.Equal([105, 106, 107, 108], FoldBits(published, 2));
        Assert.Equal(107, published.BatchBits());
        Assert.Equal([100, 101], [published.OutOfDomainBits(1), published.OutOfDomainBits(2)]);
        Assert.Equal([100, 101], [published.ShiftBits(1), published.ShiftBits(2)]);
        Assert.Equal(103, published.FinalBits());
    }

    [Fact]
    public void Unique_decoding_errors_are_the_published_ones()
    {
        PublishedParameters app = PublishedParameters.App, leaf = PublishedParameters.Leaf;
        Assert.Equal([100, 100, 100], [app.ShiftBits(1), app.ShiftBits(2), app.ShiftBits(3)]);
        Assert.Equal(100, app.FinalBits());
        Assert.Equal([104, 108, 112], [app.OutOfDomainBits(1), app.OutOfDomainBits(2), app.OutOfDomainBits(3)]);
        Assert.Equal([100, 100], [leaf.ShiftBits(1), leaf.ShiftBits(2)]);
        Assert.Equal(100, leaf.FinalBits());
        Assert.Equal([107, 111], [leaf.OutOfDomainBits(1), leaf.OutOfDomainBits(2)]);
    }

    [Fact]
    public void Unique_decoding_folds_are_up_to_two_bits_below_the_published_ones()
    {
        // Published with delta·n + 1 exceptional challenges; here n, since the better count is proven for correlated agreement only.
        int[][] published =
        [
            [106, 107, 108, 109], [106, 107, 108, 109], [107, 108, 109, 110], [108, 109, 110, 111],
        ];
        for (int iteration = 0; iteration < published.Length; iteration++)
        {
            int[] ours = FoldBits(PublishedParameters.App, iteration);
            for (int round = 0; round < ours.Length; round++) Assert.InRange(published[iteration][round] - ours[round], 1, 2);
        }
    }

    [Theory]
    [InlineData(nameof(PublishedParameters.App))]
    [InlineData(nameof(PublishedParameters.Leaf))]
    public void Published_query_counts_are_the_least_that_reach_100_bits(string name)
    {
        PublishedParameters published = name == nameof(PublishedParameters.App) ? PublishedParameters.App : PublishedParameters.Leaf;
        for (int iteration = 0; iteration < published.Queries.Length; iteration++)
        {
            CodeBound bound = published.Bound(iteration, 0);
            int count = published.Queries[iteration];
            double limit = Math.ScaleB(1, PublishedParameters.QueryWork - 100);
            Assert.True(SoundnessError.Queries(bound, count) <= limit);
            Assert.True(SoundnessError.Queries(bound, count - 1) > limit);
        }
    }

    private static int[] FoldBits(PublishedParameters published, int iteration) =>
        [.. Enumerable.Range(1, PublishedParameters.Folding).Select(round => published.FoldBits(iteration, round))];
}
