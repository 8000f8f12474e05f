using Prover.Verifier.Hiding;

namespace Prover.Verifier.Tests.Hiding;

public class PadPlanTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(5, 3)]
    [InlineData(29, 28)]
    public void Pads_follow_the_messages_of_the_specification(int levels, int variables)
    {
        var plan = new PadPlan(levels, variables);
        Assert.Equal(4 + (2 * variables) + (levels * (levels - 1)) + (4 * levels), plan.Messages);
        Assert.Equal((3 * levels) + 1, plan.Products.Length);
        int triples = plan.Products.Length + 2;
        Assert.Equal(triples, plan.TripleCount);
        Assert.InRange(1 << plan.Variables, triples, (2 * triples) - 1);
        Assert.Equal(plan.Messages + plan.Products.Length + 6 + (3 * plan.Variables) + 2, plan.Count);
        Assert.InRange(plan.Count, 1, PadPlan.GreatestCount);
    }

    [Fact]
    public void Products_and_dummies_have_pads_of_their_own_and_factors_are_pads_of_messages()
    {
        var plan = new PadPlan(7, 4);
        (int Left, int Right, int Product)[] triples = [.. Enumerable.Range(0, plan.TripleCount).Select(plan.Triple)];
        Assert.Equal(triples.Length, triples.Select(triple => triple.Product).Distinct().Count());
        Assert.All(triples[..^2], triple => Assert.True(triple.Left < plan.Messages && triple.Right < plan.Messages));
        Assert.All(triples[^2..], triple => Assert.True(triple.Left >= plan.FirstDummy && triple.Product < plan.FirstMask));
    }
}
