using System.Text.Json;
using Prover.Proving.Circuits;
using Prover.Verifier.Circuits;

namespace Prover.Proving.Tests.Circuits;

public sealed class LayerTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Pools_of_random_shapes_equal_the_naive_ones(int seed)
    {
        var random = new Random(seed);
        int rank = random.Next(1, 3), zero = random.Next(-40, 40);
        int[] kernel = [.. Enumerable.Range(0, rank).Select(_ => random.Next(1, 5))];
        int[] Draw(int low, int high) => [.. Enumerable.Range(0, rank).Select(_ => random.Next(low, high))];
        int[] pads = [.. kernel.Select(k => random.Next(0, (k / 2) + 1))], after = [.. kernel.Select(k => random.Next(0, (k / 2) + 1))];
        var window = new SpatialWindow(kernel, Draw(1, 4), pads, after, [.. kernel.Select(k => k > 2 ? 1 : random.Next(1, 3))]);
        int[] sizes = [.. kernel.Select((k, axis) => (window.Dilations[axis] * (k - 1)) + random.Next(1, 5))];
        int[] shape = [random.Next(1, 3), random.Next(1, 4), .. sizes];
        NaiveTensor x = NaiveTensor.Random(random, shape, -100, 100);

        var builder = new NetworkBuilder();
        Activation input = builder.Input("x", shape, zero, -100, 100, isPublic: false);
        builder.Output("max", builder.MaxPool("max", input, window));
        builder.Output("sum", builder.Commit(builder.WindowSum("sum", input, window)));
        NetworkFixture.AssertOutputs(
            builder.Build(), [x.Values], x.Pool(window, true), x.Select(value => value - zero).Pool(window, false));
    }

    [Fact]
    public void Sums_over_axes_and_joins_equal_the_naive_ones()
    {
        var random = new Random(1);
        NaiveTensor a = NaiveTensor.Random(random, [2, 3, 4, 5], 0, 255), b = NaiveTensor.Random(random, [2, 2, 4, 5], 0, 255);
        var builder = new NetworkBuilder();
        Activation x = builder.Input("a", a.Shape, 100, 0, 255, isPublic: false);
        Activation y = builder.Input("b", b.Shape, 100, 0, 255, isPublic: false);
        Activation joined = builder.Concat("join", [x, y], 1);
        builder.Output("space", builder.Commit(builder.Sum("space", joined, [2, 3])));
        builder.Output("channels", builder.Commit(builder.Sum("channels", joined, [1])));
        builder.Output("all", builder.Commit(builder.Sum("all", joined, [0, 1, 2, 3])));
        NaiveTensor both = NaiveTensor.Concat(1, a, b).Select(value => value - 100);
        NaiveTensor Expected(params int[] axes) => NaiveTensor.Make(
            [.. both.Shape.Select((size, axis) => axes.Contains(axis) ? 1 : size)],
            at => NaiveTensor.Indices([.. both.Shape.Select((size, axis) => axes.Contains(axis) ? size : 1)])
                .Sum(d => (long)both[[.. at.Zip(d, (i, j) => i + j)]]));
        NetworkFixture.AssertOutputs(builder.Build(), [a.Values, b.Values], Expected(2, 3), Expected(1), Expected(0, 1, 2, 3));
    }

    [Theory]
    [InlineData(new[] { 2, 3, 4 }, new[] { 2, 3, 4 }, true)]
    [InlineData(new[] { 2, 3, 4 }, new[] { 3, 1 }, true)]
    [InlineData(new[] { 2, 3, 4 }, new[] { 2, 3, 4 }, false)]
    [InlineData(new[] { 1, 4 }, new[] { 5, 1 }, false)]
    public void Binary_functions_broadcast(int[] left, int[] right, bool isSum)
    {
        var random = new Random(left.Length);
        NaiveTensor a = NaiveTensor.Random(random, left, -128, 127), b = NaiveTensor.Random(random, right, -20, 90);
        int Quantise(float real) => (int)Math.Clamp(MathF.Round(real, MidpointRounding.ToEven) - 11, -128, 127);
        int Add(int u, int v) => Quantise((0.613f * (u - 3)) + (0.291f * (v + 7)));
        int Multiply(int u, int v) => Quantise(0.013f * (u - 3) * (v + 7));
        Func<int, int, int> function = isSum ? Add : Multiply;
        var builder = new NetworkBuilder();
        Activation x = builder.Input("a", left, 3, -128, 127, isPublic: false), y = builder.Input("b", right, -7, -20, 90, isPublic: false);
        builder.Output("y", builder.Binary("node", x, y, function, -11, isSum ? new RescaleHint(0.613, 0.291) : null));
        Network network = builder.Build();
        // The sum is a step function of a small linear combination, hence a table of hundreds of rows instead of tens of thousands.
        Assert.Equal(isSum, network.Statistics.Layers.Single(layer => layer.Node == "node").TableRows < 256 * 111);
        NetworkFixture.AssertOutputs(network, [a.Values, b.Values], NaiveTensor.Zip(a, b, function));
    }

    [Fact]
    public void Functions_fold_into_requantisation_as_runs()
    {
        var random = new Random(3);
        NaiveTensor x = NaiveTensor.Random(random, [4, 6], -128, 127), w = NaiveTensor.Random(random, [6, 5], -127, 127);
        int HardSwish(int q) => (int)MathF.Round(q * Math.Clamp((q / 40f) + 0.5f, 0, 1), MidpointRounding.ToEven);
        var builder = new NetworkBuilder();
        Activation input = builder.Input("x", x.Shape, 0, -128, 127, isPublic: false);
        Requantisation function = NetworkFixture.Rescaling([0.004f, 0.004f, 0.003f, 0.002f, 0.003f], 0) with
        {
            Map = [.. Enumerable.Range(-128, 256).Select(HardSwish)],
        };
        Activation y = builder.Requantise(builder.MatMul("dense", input, new(w.Shape, w.Values), null), function);
        Assert.Equal((-2, 127), (y.Low, y.High));
        builder.Output("y", builder.Unary("negate", y, q => -q, 4));
        float[] scales = [0.004f, 0.004f, 0.003f, 0.002f, 0.003f];
        NaiveTensor sums = NaiveTensor.MatMul(x, w);
        NaiveTensor expected = NaiveTensor.Make(
            sums.Shape, at => -HardSwish(NetworkFixture.Rescale(sums[at], scales[at[1]], 0, -128, 127)));
        NetworkFixture.AssertOutputs(builder.Build(), [x.Values], expected);
    }

    [Fact]
    public void Classes_may_depend_on_the_position()
    {
        var random = new Random(4);
        NaiveTensor x = NaiveTensor.Random(random, [1, 2, 3, 3], 0, 255);
        SpatialWindow window = SpatialWindow.Of([3, 3], [1, 1]) with { PadsBefore = [1, 1], PadsAfter = [1, 1] };
        int[] counts = [4, 6, 9];
        int[] classes = [0, 1, 0, 1, 2, 1, 0, 1, 0];
        var builder = new NetworkBuilder();
        Activation input = builder.Input("x", x.Shape, 0, 0, 255, isPublic: false);
        int Mean(int number, int sum) => (int)Math.Round(sum / (double)counts[number], MidpointRounding.ToEven);
        var function = new Requantisation(Mean, 0, 574, 0) { Classes = classes, ClassAxes = [2, 3] };
        builder.Output("y", builder.Requantise(builder.WindowSum("mean", input, window), function));
        NaiveTensor sums = x.Pool(window, false);
        NaiveTensor expected = NaiveTensor.Make(sums.Shape, at => Mean(classes[(3 * at[2]) + at[3]], sums[at]));
        NetworkFixture.AssertOutputs(builder.Build(), [x.Values], expected);
    }

    [Fact]
    public void Equal_functions_share_a_table_between_layers()
    {
        var builder = new NetworkBuilder();
        Activation x = builder.Input("x", [2, 3], 0, -128, 127, isPublic: false);
        Activation y = builder.Unary("first", x, q => Math.Max(q, 0), 0);
        builder.Output("y", builder.Unary("second", y, q => 127 - q, 0));
        builder.Output("z", builder.Unary("third", builder.Unary("same", x, q => Math.Max(q, 0), 0), q => 127 - q, 0));
        Network network = builder.Build();
        Assert.Equal(3, network.Circuit.Rows.Count(rows => rows.IsTable));
        NaiveTensor values = NaiveTensor.Random(new(5), [2, 3], -128, 127);
        NaiveTensor expected = values.Select(q => 127 - Math.Max(q, 0));
        NetworkFixture.AssertOutputs(network, [values.Values], expected, expected);
    }

    [Fact]
    public void Spans_are_exact_where_enough_rows_share_them()
    {
        // 64 channels with intervals of exactly 10 accumulators: one row each, and a range table of 10 rows.
        var builder = new NetworkBuilder();
        Activation x = builder.Input("x", [1, 4], 0, 0, 255, isPublic: false);
        WeightTensor weights = new([4, 64], [.. Enumerable.Range(0, 256).Select(i => (i % 7) - 3)]);
        static int Divide(int number, int sum) => Math.Clamp(((sum + (10_000 * (number + 1))) / 10) - (1000 * (number + 1)), -50, 50);
        var function = new Requantisation(Divide, -50, 50, 0)
        {
            Classes = [.. Enumerable.Range(0, 64)],
            ClassAxes = [1],
        };
        builder.Output("y", builder.Requantise(builder.MatMul("dense", x, weights, null), function));
        Circuit circuit = builder.Build().Circuit;
        Assert.Contains(circuit.Rows, rows =>
            rows.IsTable && rows.Axes is [10] && rows.Columns[0] is [{ Source: ColumnSource.One, Factor: 10 }]);
    }

    [Fact]
    public void Building_twice_gives_the_same_circuit()
    {
        static string Describe()
        {
            var random = new Random(6);
            var builder = new NetworkBuilder();
            Activation x = builder.Input("x", [1, 3, 8, 8], 128, 0, 255, isPublic: false);
            NaiveTensor w = NaiveTensor.Random(random, [4, 3, 3, 3], -127, 127);
            Accumulator sums = builder.Convolution("conv", x, new(w.Shape, w.Values), null, SpatialWindow.Of([3, 3], [2, 2]), 1);
            Activation y = builder.Requantise(sums, NetworkFixture.Rescaling([.01f, .02f, .03f, .02f], 0));
            builder.Output("y", builder.MaxPool("pool", y, SpatialWindow.Of([2, 2], [1, 1])));
            Network network = builder.Build();
            return JsonSerializer.Serialize(network.Circuit) + JsonSerializer.Serialize(network.ModelValues);
        }
        Assert.Equal(Describe(), Describe());
    }
}
