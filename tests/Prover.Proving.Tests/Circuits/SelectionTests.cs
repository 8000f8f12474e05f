using Prover.Proving.Circuits;

namespace Prover.Proving.Tests.Circuits;

/// <summary>Extremes, their positions, and elements at computed positions.</summary>
public sealed class SelectionTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Extremes_along_an_axis_equal_the_naive_ones(int seed)
    {
        var random = new Random(seed);
        int zero = random.Next(-40, 40), axis = random.Next(3);
        int[] shape = [random.Next(1, 9), random.Next(1, 9), random.Next(1, 9)];
        NaiveTensor x = NaiveTensor.Random(random, shape, -6, 6);
        var builder = new NetworkBuilder();
        Activation input = builder.Input("x", shape, zero, -6, 6, isPublic: false);
        builder.Output("max", builder.Maximum("max", input, axis));
        builder.Output("min", builder.Minimum("min", input, axis));
        foreach (int kind in (int[])[0, 1, 2, 3])
        {
            builder.Output($"position {kind}", builder.PositionOfExtreme("position", input, axis, kind < 2, kind % 2 == 1));
        }
        NetworkFixture.AssertOutputs(builder.Build(), [x.Values], Reduce(x, axis, line => line.Max()), Reduce(x, axis, line => line.Min()),
            Reduce(x, axis, line => Array.IndexOf(line, line.Max())), Reduce(x, axis, line => Array.LastIndexOf(line, line.Max())),
            Reduce(x, axis, line => Array.IndexOf(line, line.Min())), Reduce(x, axis, line => Array.LastIndexOf(line, line.Min())));
    }

    [Fact]
    public void Extremes_of_two_activations_are_broadcast()
    {
        var random = new Random(1);
        NaiveTensor x = NaiveTensor.Random(random, [3, 4], -100, 100), y = NaiveTensor.Random(random, [4], -50, 127);
        var builder = new NetworkBuilder();
        Activation a = builder.Input("x", x.Shape, 5, -100, 100, isPublic: false);
        Activation b = builder.Input("y", y.Shape, 5, -50, 127, isPublic: false);
        Activation greater = builder.Maximum("max", a, b);
        Assert.Equal((-50, 127), (greater.Low, greater.High));
        builder.Output("max", greater);
        builder.Output("min", builder.Minimum("min", b, a));
        NetworkFixture.AssertOutputs(builder.Build(), [x.Values, y.Values],
            NaiveTensor.Make([3, 4], at => Math.Max(x[at], y[at[1]])), NaiveTensor.Make([3, 4], at => Math.Min(x[at], y[at[1]])));
    }

    [Fact]
    public void Elements_at_computed_positions_are_those_of_the_data()
    {
        var random = new Random(2);
        NaiveTensor x = NaiveTensor.Random(random, [2, 5, 3], -9, 9), index = NaiveTensor.Random(random, [2, 4], -5, 4);
        NaiveTensor table = NaiveTensor.Random(random, [5, 6], 0, 255);
        var builder = new NetworkBuilder();
        Activation data = builder.Input("x", x.Shape, 2, -9, 9, isPublic: false);
        Activation positions = builder.Input("index", index.Shape, 0, -5, 4, isPublic: false);
        builder.Output("select", builder.Select("select", data, positions));
        builder.Output("embed", builder.Embed("embed", positions, table.Values, 6, 100));
        int At(int batch, int k) => index[batch, k] < 0 ? index[batch, k] + 5 : index[batch, k];
        NetworkFixture.AssertOutputs(builder.Build(), [x.Values, index.Values],
            NaiveTensor.Make([2, 4, 3], at => x[at[0], At(at[0], at[1]), at[2]]),
            NaiveTensor.Make([2, 4, 6], at => table[At(at[0], at[1]), at[2]]));
    }

    [Fact]
    public void Indices_beyond_the_data_are_refused()
    {
        var builder = new NetworkBuilder();
        Activation x = builder.Input("x", [3, 2], 0, 0, 9, isPublic: false);
        Activation index = builder.Input("index", [4], 0, 0, 3, isPublic: false);
        Assert.Throws<InvalidNetworkException>(() => builder.Select("select", x, index));
        Assert.Throws<InvalidNetworkException>(() => builder.Embed("embed", index, new int[6], 2, 0));
    }

    private static NaiveTensor Reduce(NaiveTensor x, int axis, Func<int[], int> function)
    {
        int[] shape = [.. x.Shape];
        shape[axis] = 1;
        return NaiveTensor.Make(shape, at => function([.. Enumerable.Range(0, x.Shape[axis]).Select(i =>
        {
            int[] source = [.. at];
            source[axis] = i;
            return x[source];
        })]));
    }
}
