namespace Prover.ZeroKnowledge.Tests.ToyFields;

/// <summary>All transcripts of the hiding first fold over tiny fields, for two witnesses of one claim, counted one by one.</summary>
public class ToyOpeningTests
{
    // <(1, 2), w> is 0 for the first and for multiples of (-2, 1).
    private static readonly int[] First = [0, 0];

    [Theory]
    [InlineData(3, 0)]
    [InlineData(5, 0)]
    [InlineData(3, 1)]
    public void Two_witnesses_of_one_claim_have_the_same_transcripts(int order, int variables)
    {
        var toy = new ToyOpening(new(order), variables);
        Distribution left = toy.Of(First), right = toy.Of(Second(order));
        Assert.Equal(0, left.DistanceTo(right));
    }

    [Fact]
    public void A_witness_of_another_claim_has_other_transcripts()
    {
        // The claim is public: that a transcript tells it is no leak, and that the count notices is a control.
        var toy = new ToyOpening(new(3), 1);
        Assert.True(toy.Of(First).DistanceTo(toy.Of([1, 0])) > 0.5);
    }

    [Fact]
    public void Every_coordinate_and_every_pair_is_the_same()
    {
        var toy = new ToyOpening(new(5), 0);
        Distribution left = toy.Of(First), right = toy.Of(Second(5));
        for (int i = 0; i < 9; i++)
        {
            Assert.Equal(0, left.Only(i).DistanceToUniform());
            for (int j = 0; j < i; j++) Assert.Equal(0, left.Only(i, j).DistanceTo(right.Only(i, j)));
        }
    }

    [Fact]
    public void Without_the_fold_row_transcripts_differ() => AssertLeaks(3, 1, _ => [ToyOpening.FoldRow]);

    [Fact]
    public void Without_coefficient_rows_transcripts_differ() => AssertLeaks(3, 1, toy => toy.CoefficientRows);

    [Fact]
    public void With_nothing_to_fold_the_masks_of_the_fold_are_superfluous()
    {
        // The folded product is the public claim then.
        var toy = new ToyOpening(new(5), 0);
        foreach (int[] removed in (int[][])[[ToyOpening.FoldRow], toy.CoefficientRows])
        {
            Assert.Equal(0, toy.Of(First, removed).DistanceTo(toy.Of(Second(5), removed)));
        }
    }

    [Theory]
    [InlineData(5, 0)]
    [InlineData(3, 1)]
    public void Without_the_query_row_transcripts_differ(int order, int variables) => AssertLeaks(order, variables, toy => [toy.QueryRow]);

    [Theory]
    [InlineData(5, 0)]
    [InlineData(3, 1)]
    public void Without_the_mask_column_transcripts_differ(int order, int variables) =>
        AssertLeaks(order, variables, toy => toy.MaskColumn);

    [Theory]
    [InlineData(5, 0)]
    [InlineData(3, 1)]
    public void Without_the_mask_column_beside_the_tail_transcripts_differ(int order, int variables) =>
        AssertLeaks(order, variables, toy => toy.MaskColumnTail);

    private static void AssertLeaks(int order, int variables, Func<ToyOpening, int[]> removed)
    {
        var toy = new ToyOpening(new(order), variables);
        Assert.True(toy.Of(First, removed(toy)).DistanceTo(toy.Of(Second(order), removed(toy))) > 0.5);
    }

    private static int[] Second(int order) => [order - 2, 1];
}
