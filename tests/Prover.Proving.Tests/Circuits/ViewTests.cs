using Prover.Proving.Circuits;

namespace Prover.Proving.Tests.Circuits;

public sealed class ViewTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 80)];

    /// <summary>Random chains of views, then a layer that reads the result: views must mean what the operators mean.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Chains_of_views_equal_the_moved_data(int seed)
    {
        var random = new Random(seed);
        int zero = random.Next(-5, 6);
        int[] shape = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(1, 7))];
        NaiveTensor x = NaiveTensor.Random(random, shape, -9, 9);
        var builder = new NetworkBuilder();
        Activation view = builder.Input("x", shape, zero, -9, 9, isPublic: false);
        NaiveTensor data = x;
        for (int i = 0; i < 5; i++) (view, data) = Step(random, builder, view, data);
        Assert.Equal(data.Shape, view.Shape);
        builder.Output("copy", view);
        builder.Output("unary", builder.Unary("unary", view, q => (3 * q) % 7, 2));
        builder.Output("sum", builder.Commit(builder.Combine("sum", [(view, 2), (builder.Input("y", [1], 0, 0, 3, true), -5)], 17)));
        NetworkFixture.AssertOutputs(builder.Build(), [x.Values, [2]],
            data, data.Select(q => (3 * q) % 7), data.Select(q => (2 * (q - zero)) - 10 + 17));
    }

    [Fact]
    public void Flattening_before_a_dense_layer_moves_no_data()
    {
        var random = new Random(1);
        NaiveTensor x = NaiveTensor.Random(random, [2, 3, 4, 5], 0, 255), w = NaiveTensor.Random(random, [60, 7], -127, 127);
        var builder = new NetworkBuilder();
        Activation input = builder.Input("x", x.Shape, 0, 0, 255, isPublic: false);
        Activation flat = builder.Reshape("flatten", builder.Transpose("t", input, 0, 2, 3, 1), 2, 60);
        builder.Output("y", builder.Commit(builder.MatMul("dense", flat, new(w.Shape, w.Values), null)));
        Network network = builder.Build();
        Assert.Empty(network.Circuit.Constraints);
        NetworkFixture.AssertOutputs(network, [x.Values], NaiveTensor.MatMul(x.Transpose(0, 2, 3, 1).Reshape(2, 60), w));
    }

    [Fact]
    public void A_window_over_a_slice_does_not_see_beyond_it()
    {
        var random = new Random(2);
        NaiveTensor x = NaiveTensor.Random(random, [1, 1, 9], 0, 255), w = NaiveTensor.Random(random, [2, 1, 3], -127, 127);
        var window = new SpatialWindow([3], [1], [1], [1], [1]);
        var builder = new NetworkBuilder();
        Activation slice = builder.Slice("slice", builder.Input("x", x.Shape, 9, 0, 255, isPublic: false), 2, 2, 1, 5);
        builder.Output("y", builder.Commit(builder.Convolution("conv", slice, new(w.Shape, w.Values), null, window, 1)));
        builder.Output("m", builder.MaxPool("max", slice, window));
        NaiveTensor part = x.Slice(2, 2, 1, 5);
        NetworkFixture.AssertOutputs(
            builder.Build(), [x.Values], part.Select(q => q - 9).Convolve(w, null, window, 1), part.Pool(window, true));
    }

    [Fact]
    public void Shuffled_channels_are_convolved_in_groups_without_moving_data()
    {
        var random = new Random(3);
        NaiveTensor x = NaiveTensor.Random(random, [1, 6, 4, 4], 0, 255), w = NaiveTensor.Random(random, [6, 2, 3, 3], -127, 127);
        var builder = new NetworkBuilder();
        Activation input = builder.Input("x", x.Shape, 0, 0, 255, isPublic: false);
        Activation split = builder.Transpose("t", builder.Reshape("r", input, 1, 2, 3, 4, 4), 0, 2, 1, 3, 4);
        Activation shuffled = builder.Reshape("back", split, 1, 6, 4, 4);
        SpatialWindow window = SpatialWindow.Of([3, 3], [1, 1]);
        builder.Output("y", builder.Commit(builder.Convolution("conv", shuffled, new(w.Shape, w.Values), null, window, 3)));
        NaiveTensor moved = x.Reshape(1, 2, 3, 4, 4).Transpose(0, 2, 1, 3, 4).Reshape(1, 6, 4, 4);
        Network network = builder.Build();
        Assert.Empty(network.Circuit.Constraints);
        NetworkFixture.AssertOutputs(network, [x.Values], moved.Convolve(w, null, window, 3));
    }

    [Fact]
    public void Enlarging_by_a_whole_factor_moves_no_data()
    {
        NaiveTensor x = NaiveTensor.Random(new(4), [2, 3, 4], 0, 255);
        var builder = new NetworkBuilder();
        Activation view = builder.Input("x", x.Shape, 0, 0, 255, isPublic: false);
        int[] rows = [0, 0, 1, 1, 2, 2], columns = [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3];
        view = builder.Gather("columns", builder.Gather("rows", view, 1, rows), 2, columns);
        builder.Output("y", builder.Unary("u", view, q => 255 - q, 0));
        Network network = builder.Build();
        Assert.Empty(network.Circuit.Constraints);
        NetworkFixture.AssertOutputs(network, [x.Values], x.Gather(1, rows).Gather(2, columns).Select(q => 255 - q));
    }

    /// <summary>Copies of repeated elements: by constraints, by lookups, and by a matrix of zeros and ones.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(100)]
    [InlineData(1000)]
    public void Repeated_and_shuffled_elements_are_copied(int count)
    {
        var random = new Random(count);
        NaiveTensor x = NaiveTensor.Random(random, [2, 5], -9, 9);
        var builder = new NetworkBuilder();
        Activation view = builder.Input("x", x.Shape, 1, -9, 9, isPublic: false);
        int[] same = [.. Enumerable.Repeat(3, count)], any = [.. Enumerable.Range(0, count).Select(_ => random.Next(5))];
        builder.Output("same", builder.Gather("repeat", view, 1, same));
        builder.Output("any", builder.Gather("shuffle", view, 1, any));
        builder.Output("both", builder.Concat("join", [builder.Gather("repeat", view, 1, same), view], 1));
        NetworkFixture.AssertOutputs(builder.Build(), [x.Values],
            x.Gather(1, same), x.Gather(1, any), NaiveTensor.Concat(1, x.Gather(1, same), x));
    }

    [Fact]
    public void Inputs_may_be_outputs_and_outputs_may_repeat()
    {
        var builder = new NetworkBuilder();
        Activation x = builder.Input("x", [2, 3], 5, 0, 255, isPublic: true);
        builder.Output("same", x);
        builder.Output("again", builder.Reshape("r", x, 6));
        NaiveTensor data = NaiveTensor.Random(new(1), [2, 3], 0, 255);
        NetworkFixture.AssertOutputs(builder.Build(), [data.Values], data, data.Reshape(6));
    }

    [Fact]
    public void Shapes_that_do_not_fit_name_the_layer()
    {
        var builder = new NetworkBuilder();
        Activation x = builder.Input("x", [2, 3], 0, 0, 255, isPublic: false);
        Action[] wrong =
        [
            () => builder.Reshape("node", x, 7), () => builder.Transpose("node", x, 0, 0), () => builder.Slice("node", x, 1, 1, 1, 3),
            () => builder.Concat("node", [x, builder.Input("y", [2, 3], 1, 0, 255, true)], 0), () => builder.Pad("node", x, 2, 1, 1, 0),
            () => builder.Binary("node", x, builder.Input("z", [2, 2], 0, 0, 1, true), (u, v) => u, 0),
            () => builder.MatMul("node", x, new([2, 2], [1, 2, 3, 4]), null), () => builder.Sum("node", x, [2]),
        ];
        Assert.All(wrong, action => Assert.Equal("node", Assert.Throws<InvalidNetworkException>(action).Node));
    }

    private static (Activation View, NaiveTensor Data) Step(Random random, NetworkBuilder builder, Activation view, NaiveTensor data)
    {
        int axis = random.Next(data.Shape.Length), size = data.Shape[axis];
        switch (random.Next(8))
        {
            case 6 when data.Count < 500:
                int times = random.Next(1, 4);
                NaiveTensor tiled = data.Gather(axis, [.. Enumerable.Range(0, size * times).Select(i => i % size)]);
                return (builder.Tile("tile", view, axis, times), tiled);
            case 7 when data.Count < 500:
                int[] indices = RandomIndices(random, size);
                return (builder.Gather("gather", view, axis, indices), data.Gather(axis, indices));
            case 0:
                int[] permutation = [.. Enumerable.Range(0, data.Shape.Length).OrderBy(_ => random.Next())];
                return (builder.Transpose("transpose", view, permutation), data.Transpose(permutation));
            case 1:
                int[] shape = RandomShape(random, data.Count);
                return (builder.Reshape("reshape", view, shape), data.Reshape(shape));
            case 2:
                int step = random.Next(3) switch { 0 => -1, 1 => 2, _ => 1 };
                int start = step < 0 ? size - 1 - random.Next(size) : random.Next(size);
                int room = step < 0 ? start + 1 : (size - start + step - 1) / step, count = random.Next(Math.Max(1, room / 2), room + 1);
                return (builder.Slice("slice", view, axis, start, step, count), data.Slice(axis, start, step, count));
            case 3 when data.Count < 500:
                int value = random.Next(2) == 0 ? view.ZeroPoint : 4, before = random.Next(3), after = random.Next(3);
                return (builder.Pad("pad", view, axis, before, after, value), data.Pad(axis, before, after, value));
            case 4 when data.Count < 500:
                Activation reversed = builder.Slice("reverse", view, axis, size - 1, -1, size);
                NaiveTensor backwards = data.Slice(axis, size - 1, -1, size);
                return (builder.Concat("concat", [view, reversed, view], axis), NaiveTensor.Concat(axis, data, backwards, data));
            default:
                return (builder.Unary("relu", view, q => Math.Max(q, -3), view.ZeroPoint), data.Select(q => Math.Max(q, -3)));
        }
    }

    /// <summary>Any indices, or each of them several times, or interleaved, or mirrored at an end.</summary>
    private static int[] RandomIndices(Random random, int size) => random.Next(5) switch
    {
        0 => [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => random.Next(size))],
        1 => [.. Enumerable.Range(0, size * 2).Select(i => i / 2)],
        2 => [.. Enumerable.Range(0, size).Where(i => i % 2 == 0), .. Enumerable.Range(0, size).Where(i => i % 2 == 1)],
        3 => [.. Enumerable.Range(1, size - 1).Reverse(), .. Enumerable.Range(0, size)],
        _ => [.. Enumerable.Repeat(random.Next(size), random.Next(1, 5))],
    };

    private static int[] RandomShape(Random random, int count)
    {
        var shape = new List<int>();
        for (int divisor = 2; count > 1;)
        {
            if (count % divisor != 0)
            {
                divisor++;
                continue;
            }
            if (shape.Count > 0 && random.Next(2) == 0)
            {
                shape[random.Next(shape.Count)] *= divisor;
            }
            else
            {
                shape.Insert(random.Next(shape.Count + 1), divisor);
            }
            count /= divisor;
        }
        if (random.Next(2) == 0) shape.Insert(random.Next(shape.Count + 1), 1);
        return shape.Count == 0 ? [1] : [.. shape];
    }
}
