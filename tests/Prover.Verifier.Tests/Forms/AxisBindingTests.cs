using Prover.Verifier.Circuits;
using Prover.Verifier.Fields;
using Prover.Verifier.Forms;
using Prover.Verifier.Layouts;
using Prover.Verifier.Tests.Arguments;

namespace Prover.Verifier.Tests.Forms;

/// <summary>The vectors of SPEC §5.9 against their definition, for weights and chunks of all relative sizes and positions.</summary>
public class AxisBindingTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 400)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_bound_axis_is_the_sum_over_all_values_of_the_variables(int seed)
    {
        var random = new Random(seed);
        int bits = random.Next(5);
        var chunk = new AxisChunk(random.Next(6) << random.Next(5), bits, random.Next(1 << bits) + 1);
        VariableWeights[] weights = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Weights(random))];
        AffineIndex index = random.Next(4) == 0 ? AffineIndex.Of(0, random.Next(1, 4), random.Next(-3, 4)) : AffineIndex.Of(0);

        (KoalaBear5 Scale, AxisVector Vector)? bound = AxisBinding.Bind(index, chunk, [weights]);

        var expected = new KoalaBear5[1 << bits];
        for (int value = 0; value < 512; value++)
        {
            int position = (value * index.Terms[0].Stride) + index.Shift - chunk.Start;
            if (position >= 0 && position < chunk.Count) expected[position] += Weight(weights, value);
        }
        KoalaBear5[] actual = bound is var (scale, vector)
            ? [.. vector.Entries().Select(entry => scale * entry)]
            : new KoalaBear5[1 << bits];
        Assert.Equal(expected, actual);
        KoalaBear5[] point = SampleCircuits.Point(random, bits);
        KoalaBear5 extension = bound is var (factor, form) ? factor * form.Extension(point) : default;
        Assert.Equal(NaiveCircuit.Extension(expected, point), extension);
    }

    /// <summary>Weights whose start is usually a multiple of their length, as those of blocks are.</summary>
    private static VariableWeights Weights(Random random)
    {
        int bits = random.Next(6);
        int start = random.Next(5) == 0 ? random.Next(40) : random.Next(4) << bits;
        return new VariableWeights(
            SampleCircuits.Point(random, bits), SampleCircuits.Point(random, bits), start, random.Next(1 << bits) + 1);
    }

    private static KoalaBear5 Weight(VariableWeights[] weights, int value)
    {
        KoalaBear5 product = KoalaBear5.One;
        foreach (VariableWeights weight in weights)
        {
            int t = value - weight.Start;
            product = t >= 0 && t < weight.Count ? product * weight.Table()[t] : default;
        }
        return product;
    }
}
