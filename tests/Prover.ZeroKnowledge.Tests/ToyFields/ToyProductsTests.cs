using Prover.Soundness.Tests.ToyFields;

namespace Prover.ZeroKnowledge.Tests.ToyFields;

/// <summary>What the check of products shows over small fields, with all randomness tried: the bounds of SPEC §11.5 exactly.</summary>
public class ToyProductsTests
{
    private static readonly int[] Weights = [2, 3, 1];

    [Theory]
    [InlineData(7)]
    [InlineData(5)]
    public void Transcripts_are_as_near_to_uniform_as_the_specification_says(int order)
    {
        var toy = new ToyProducts(new(order), Weights);
        double product = (order - 1) / (double)(order * order); // one product has the value 0 in 2q - 1 of q^2 cases
        foreach ((int a, int b) in ((int, int)[])[(0, 0), (1, 6), (3, 2)])
        {
            Assert.Equal(product, toy.Of(a, b).DistanceToUniform(), 12);
        }
        Assert.True(toy.Of(1, 6).DistanceTo(toy.Of(3, 2)) <= 2 * product);
    }

    [Fact]
    public void Every_coordinate_and_every_pair_is_the_same()
    {
        var toy = new ToyProducts(new(7), Weights);
        Distribution left = toy.Of(1, 6), right = toy.Of(3, 2);
        for (int i = 0; i < 5; i++)
        {
            // Z(r) contains products, which are not exactly uniform: the distance is below 1/q^2.
            Assert.Equal(0, left.Only(i).DistanceTo(right.Only(i)));
            for (int j = 0; j < i; j++) Assert.InRange(left.Only(i, j).DistanceTo(right.Only(i, j)), 0, i < 4 ? 0 : 1.0 / 49);
        }
    }

    [Theory]
    [InlineData(ToyProducts.PadOfA)]
    [InlineData(ToyProducts.PadOfB)]
    public void Without_a_pad_transcripts_differ(int pad) => Assert.True(Distance(Weights, pad) > 0.8);

    [Fact]
    public void Without_the_product_pad_transcripts_differ()
    {
        var field = new ToyField(7);
        Assert.True(ToyProducts.OfStatedProduct(field, 1, 6).DistanceTo(ToyProducts.OfStatedProduct(field, 3, 2)) > 0.6);
    }

    [Fact]
    public void Without_dummy_triples_transcripts_differ() =>
        Assert.True(Distance(Weights, ToyProducts.X, ToyProducts.Y, ToyProducts.U, ToyProducts.V) > 0.8);

    [Fact]
    public void With_one_dummy_triple_transcripts_differ() => Assert.True(Distance(Weights, ToyProducts.U, ToyProducts.V) > 0.6);

    [Theory]
    [InlineData(3, 0)]
    [InlineData(0, 3)]
    public void A_dummy_of_weight_zero_is_no_dummy(int second, int third) // such challenges have probability 2 kappa/q
    {
        Assert.True(Distance([2, second, third]) > 0.6);
    }

    [Fact]
    public void Weights_of_dummies_that_cancel_do_no_harm()
    {
        // Then the third value is linear in the factors that are left.
        var toy = new ToyProducts(new(7), [2, 3, 4]);
        Assert.True(toy.Of(1, 6).DistanceToUniform() < 1.0 / 49);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void The_mask_makes_sum_and_messages_exactly_uniform(int order)
    {
        var field = new ToyField(order);
        Assert.Equal(0, ToyProducts.OfMask(field, [0, 0, 0, 0, 0, 0], 2).DistanceToUniform());
        Assert.Equal(0, ToyProducts.OfMask(field, [1, 2, 0, 1, 1, 2], 2).DistanceToUniform());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Without_one_coefficient_of_the_mask_messages_differ(int coefficient)
    {
        var field = new ToyField(3);
        // Two checks whose unmasked messages differ everywhere.
        Distribution left = ToyProducts.OfMask(field, [0, 0, 0, 0, 0, 0], 2, coefficient);
        Assert.True(left.DistanceTo(ToyProducts.OfMask(field, [1, 1, 1, 1, 1, 1], 2, coefficient)) > 0);
    }

    private static double Distance(int[] weights, params int[] removed)
    {
        var toy = new ToyProducts(new(7), weights);
        return toy.Of(1, 6, removed).DistanceTo(toy.Of(3, 2, removed));
    }
}
