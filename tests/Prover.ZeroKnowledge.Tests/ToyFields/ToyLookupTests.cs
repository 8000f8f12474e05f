namespace Prover.ZeroKnowledge.Tests.ToyFields;

/// <summary>All transcripts of the lookup argument over a tiny field for two elements of a table.</summary>
public class ToyLookupTests
{
    private static readonly ToyLookup Toy = new(new(3));

    [Fact]
    public void Both_elements_have_the_same_transcripts() => Assert.Equal(0, Toy.Of(0).DistanceTo(Toy.Of(1)));

    [Fact]
    public void Without_the_dummy_leaf_the_root_differs()
    {
        Assert.Equal(1, Toy.Of(0, ToyLookup.DummyLeaf).Only(0).DistanceTo(Toy.Of(1, ToyLookup.DummyLeaf).Only(0)));
    }

    [Fact]
    public void Without_pads_of_upper_children_transcripts_differ() => AssertLeaks(ToyLookup.UpperChildren);

    [Fact]
    public void Without_pads_of_the_message_transcripts_differ() => AssertLeaks(ToyLookup.Message);

    [Fact]
    public void Without_pads_of_lower_children_transcripts_differ() => AssertLeaks(ToyLookup.LowerChildren);

    private static void AssertLeaks(int[] removed) => Assert.True(Toy.Of(0, removed).DistanceTo(Toy.Of(1, removed)) > 0.4);
}
