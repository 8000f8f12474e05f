using Prover.Proving.Circuits;

namespace Prover.Proving.Tests.Circuits;

public sealed class ContractionTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Convolutions_of_random_shapes_equal_the_naive_sums(int seed)
    {
        var random = new Random(seed);
        int rank = random.Next(4) == 0 ? 1 : 2, groups = random.Next(3) switch { 0 => random.Next(1, 4), _ => 1 };
        bool isDepthwise = random.Next(4) == 0;
        int perGroup = isDepthwise ? 1 : random.Next(1, 4), outPerGroup = isDepthwise ? 1 : random.Next(1, 5);
        if (isDepthwise) groups = random.Next(1, 6);
        int[] kernel = [.. Enumerable.Range(0, rank).Select(_ => random.Next(1, 4))];
        var window = new SpatialWindow(
            kernel, Draw(1, 3), [.. kernel.Select(k => random.Next(0, k))], [.. kernel.Select(k => random.Next(0, k))], Draw(1, 3));
        int[] Draw(int low, int high) => [.. Enumerable.Range(0, rank).Select(_ => random.Next(low, high))];
        int[] sizes = [.. kernel.Select((k, axis) => Math.Max(1, (window.Dilations[axis] * (k - 1)) + random.Next(0, 6)))];
        int zero = random.Next(-10, 140);
        int[] shape = [random.Next(1, 3), groups * perGroup, .. sizes];
        NaiveTensor x = NaiveTensor.Random(random, shape, 0, 255);
        NaiveTensor w = NaiveTensor.Random(random, [groups * outPerGroup, perGroup, .. kernel], -127, 127);
        int[]? bias = random.Next(3) == 0 ? null : NaiveTensor.Random(random, [groups * outPerGroup], -9999, 9999).Values;
        float Scale() => seed % 3 == 0 ? 0.002f : 0.001f + (0.0001f * random.Next(5));
        float[] scales = [.. Enumerable.Range(0, groups * outPerGroup).Select(_ => Scale())];

        var builder = new NetworkBuilder();
        Activation input = builder.Input("x", shape, zero, 0, 255, isPublic: seed % 2 == 0);
        if (window.Kernel.Where((_, axis) => window.OutputSize(axis, sizes[axis]) < 1).Any()) return;
        NaiveTensor sums = x.Select(value => value - zero).Convolve(w, bias, window, groups);
        Accumulator accumulator;
        try
        {
            accumulator = builder.Convolution("conv", input, new(w.Shape, w.Values), bias, window, groups);
        }
        catch (InvalidNetworkException error) when (error.Reason.Contains("nothing but padding", StringComparison.Ordinal))
        {
            return;
        }
        Assert.All(sums.Values, sum => Assert.InRange(sum, accumulator.Low.Min(), accumulator.High.Max()));
        builder.Output("y", builder.Requantise(accumulator, NetworkFixture.Rescaling(scales, 5)));
        NaiveTensor expected = NaiveTensor.Make(sums.Shape, at => NetworkFixture.Rescale(sums[at], scales[at[1]], 5, -128, 127));
        NetworkFixture.AssertOutputs(builder.Build(), [x.Values], expected);
    }

    [Theory]
    [InlineData(1, 7, 5)]
    [InlineData(3, 1, 40)]
    [InlineData(40, 33, 1)]
    [InlineData(5, 64, 70)]
    public void Dense_layers_equal_the_naive_sums(int rows, int inner, int outputs)
    {
        var random = new Random(rows);
        NaiveTensor x = NaiveTensor.Random(random, [rows, inner], -128, 127), w = NaiveTensor.Random(random, [inner, outputs], -127, 127);
        int[] bias = NaiveTensor.Random(random, [outputs], -9999, 9999).Values;
        var builder = new NetworkBuilder();
        Activation input = builder.Input("x", x.Shape, 3, -128, 127, isPublic: false);
        builder.Output("sums", builder.Commit(builder.MatMul("dense", input, new(w.Shape, w.Values), bias)));
        NaiveTensor product = NaiveTensor.MatMul(x.Select(value => value - 3), w);
        NaiveTensor expected = NaiveTensor.Make(product.Shape, at => product[at] + bias[at[1]]);
        NetworkFixture.AssertOutputs(builder.Build(), [x.Values], expected);
    }

    [Theory]
    [InlineData(new[] { 3, 4 }, new[] { 4, 5 })]
    [InlineData(new[] { 2, 3, 4 }, new[] { 4, 5 })]
    [InlineData(new[] { 2, 1, 3, 4 }, new[] { 2, 4, 1 })]
    [InlineData(new[] { 1, 1 }, new[] { 3, 1, 2 })]
    public void Products_of_two_activations_broadcast(int[] left, int[] right)
    {
        var random = new Random(left.Length);
        NaiveTensor a = NaiveTensor.Random(random, left, -128, 127), b = NaiveTensor.Random(random, right, 0, 255);
        var builder = new NetworkBuilder();
        Activation x = builder.Input("a", left, -4, -128, 127, isPublic: false), y = builder.Input("b", right, 100, 0, 255, isPublic: true);
        Accumulator product = builder.MatMul("product", x, y);
        builder.Output("y", builder.Requantise(product, NetworkFixture.Rescaling([0.004f], 1)));
        NaiveTensor expected = NaiveTensor.MatMul(a.Select(value => value + 4), b.Select(value => value - 100))
            .Select(sum => NetworkFixture.Rescale(sum, 0.004f, 1, -128, 127));
        NetworkFixture.AssertOutputs(builder.Build(), [a.Values, b.Values], expected);
    }

    [Fact]
    public void An_activation_times_its_own_transpose_is_proven()
    {
        var random = new Random(1);
        NaiveTensor a = NaiveTensor.Random(random, [2, 3, 4], -128, 127);
        var builder = new NetworkBuilder();
        Activation x = builder.Input("a", a.Shape, 0, -128, 127, isPublic: false);
        builder.Output("y", builder.Commit(builder.MatMul("gram", x, builder.Transpose("t", x, 0, 2, 1))));
        NetworkFixture.AssertOutputs(builder.Build(), [a.Values], NaiveTensor.MatMul(a, a.Transpose(0, 2, 1)));
    }

    [Fact]
    public void Accumulators_that_could_reach_half_of_the_order_are_refused()
    {
        var builder = new NetworkBuilder();
        Activation x = builder.Input("x", [1, 40000], 0, 0, 255, isPublic: false);
        var weights = new WeightTensor([40000, 1], [.. Enumerable.Repeat(127, 40000)]);
        InvalidNetworkException error = Assert.Throws<InvalidNetworkException>(() => builder.MatMul("wide", x, weights, null));
        Assert.Equal("wide", error.Node);
        // 255 * 127 * 32,800 is just below half of the order.
        x = builder.Input("z", [1, 32800], 0, 0, 255, isPublic: false);
        builder.MatMul("fits", x, new([32800, 1], [.. Enumerable.Repeat(127, 32800)]), null);
    }

    [Fact]
    public void Joined_channels_are_contracted_piece_by_piece()
    {
        var random = new Random(2);
        NaiveTensor a = NaiveTensor.Random(random, [2, 3, 4, 4], 0, 255), b = NaiveTensor.Random(random, [2, 2, 4, 4], 0, 255);
        NaiveTensor w = NaiveTensor.Random(random, [4, 5, 3, 3], -127, 127);
        var builder = new NetworkBuilder();
        Activation x = builder.Input("a", a.Shape, 7, 0, 255, isPublic: false), y = builder.Input("b", b.Shape, 7, 0, 255, isPublic: false);
        Activation joined = builder.Concat("join", [x, y], 1);
        SpatialWindow window = SpatialWindow.Of([3, 3], [1, 1]) with { PadsBefore = [1, 1], PadsAfter = [1, 1] };
        builder.Output("y", builder.Commit(builder.Convolution("conv", joined, new(w.Shape, w.Values), null, window, 1)));
        Network network = builder.Build();
        Assert.Empty(network.Circuit.Constraints);
        NaiveTensor expected = NaiveTensor.Concat(1, a, b).Select(value => value - 7).Convolve(w, null, window, 1);
        NetworkFixture.AssertOutputs(network, [a.Values, b.Values], expected);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_contraction_of_values_beyond_16_bits_is_exact(int batch)
    {
        var random = new Random(batch);
        NaiveTensor x = NaiveTensor.Random(random, [batch, 9], -100_000, 100_000), w = NaiveTensor.Random(random, [9, 6], -100, 100);
        x.Values[0] = 100_000;
        var builder = new NetworkBuilder();
        Activation input = builder.Input("x", [batch, 9], 0, -100_000, 100_000, isPublic: true);
        builder.Output("y", builder.Commit(builder.MatMul("dense", input, new(w.Shape, w.Values), null)));
        NetworkFixture.AssertOutputs(builder.Build(), [x.Values], NaiveTensor.MatMul(x, w));
    }
}
