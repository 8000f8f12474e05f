using Prover.Verifier.Arguments;
using Prover.Verifier.Fields;

namespace Prover.Verifier.Tests.Arguments;

/// <summary>The value of known integers in powers of a challenge (SPEC §5.5).</summary>
public class PublicValuesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(1000)]
    public void It_is_Horners_rule(int count)
    {
        var random = new Random(count);
        int[] values = [.. Enumerable.Range(0, count).Select(_ => random.Next(-1_000_000_000, 1_000_000_000))];
        KoalaBear5 x = SampleCircuits.Point(random, 1)[0], expected = default;
        for (int i = count - 1; i >= 0; i--) expected = (expected * x) + KoalaBear5.FromInteger((long)values[i] - 77);
        Assert.Equal(expected, PublicValues.Evaluate(values, 77, x));
    }

    [Theory]
    [InlineData(int.MinValue, int.MaxValue)]
    [InlineData(int.MaxValue, int.MinValue)]
    [InlineData(int.MinValue, 0)]
    [InlineData(-1, 0)]
    public void Sums_of_extreme_integers_do_not_overflow(int value, int zeroPoint)
    {
        int[] values = [.. Enumerable.Repeat(value, 600)];
        KoalaBear5 x = SampleCircuits.Point(new Random(3), 1)[0], expected = default;
        for (int i = 0; i < values.Length; i++) expected = (expected * x) + KoalaBear5.FromInteger((long)value - zeroPoint);
        Assert.Equal(expected, PublicValues.Evaluate(values, zeroPoint, x));
    }
}
