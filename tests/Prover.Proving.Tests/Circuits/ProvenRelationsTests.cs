using Prover.Proving.Circuits;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Soundness;

namespace Prover.Proving.Tests.Circuits;

/// <summary>One network per relation that the usual networks do not use, proven and verified for real.</summary>
public sealed class ProvenRelationsTests
{
    private static readonly SpatialWindow Padded = SpatialWindow.Of([3, 3], [1, 1]) with { PadsBefore = [1, 1], PadsAfter = [1, 1] };

    [Fact]
    public void Padded_maxima_of_values_below_the_zero_point() => AssertProven((builder, x, _) =>
        builder.MaxPool("pool", x, Padded with { Strides = [2, 2] }));

    [Fact]
    public void Sums_over_windows_and_axes_with_classes_by_position() => AssertProven((builder, x, _) =>
    {
        Accumulator sums = builder.WindowSum("window", x, Padded);
        int[] classes = [.. Enumerable.Range(0, 25).Select(i => (i / 5 is 0 or 4 ? 1 : 0) + (i % 5 is 0 or 4 ? 1 : 0))];
        float[] scales = [1 / 9f, 1 / 6f, 1 / 4f];
        int Mean(int number, int sum) => NetworkFixture.Rescale(sum, scales[number], 0, -128, 127);
        Activation mean = builder.Requantise(sums, new(Mean, -128, 127, 0)
        {
            Classes = classes,
            ClassAxes = [2, 3],
        });
        return builder.Commit(builder.Sum("all", mean, [2, 3]));
    });

    [Fact]
    public void Groups_of_shuffled_channels() => AssertProven((builder, x, random) =>
    {
        Activation split = builder.Transpose("t", builder.Reshape("r", x, 2, 2, 3, 5, 5), 0, 2, 1, 3, 4);
        NaiveTensor w = NaiveTensor.Random(random, [9, 2, 3, 3], -127, 127);
        Accumulator sums = builder.Convolution("conv", builder.Reshape("b", split, 2, 6, 5, 5), new(w.Shape, w.Values), null, Padded, 3);
        float[] scales = [.01f, .01f, .02f, .02f, .02f, .01f, .02f, .01f, .01f];
        return builder.Requantise(sums, NetworkFixture.Rescaling(scales, 3));
    });

    [Fact]
    public void Joins_and_uneven_reshapes() => AssertProven((builder, x, random) =>
    {
        Activation joined = builder.Concat("join", [x, builder.Unary("negate", x, q => -q, x.ZeroPoint)], 1);
        NaiveTensor w = NaiveTensor.Random(random, [4, 12, 3, 3], -127, 127);
        Activation y = builder.Commit(builder.Convolution("conv", joined, new(w.Shape, w.Values), [1, 2, 3, 4], Padded, 1));
        return builder.Reshape("uneven", y, 8, 5, 5);
    });

    [Fact]
    public void Padding_slices_and_copies() => AssertProven((builder, x, _) =>
    {
        Activation padded = builder.Pad("constant", builder.Pad("zero", x, 2, 1, 2, x.ZeroPoint), 3, 2, 0, 9);
        Activation slice = builder.Slice("slice", builder.Slice("reverse", padded, 2, 7, -1, 8), 3, 0, 2, 3);
        return builder.Reshape("uneven", builder.Transpose("t", slice, 3, 1, 0, 2), 9, 32);
    });

    [Fact]
    public void Products_of_activations_with_broadcast_batches() => AssertProven((builder, x, _) =>
    {
        Activation rows = builder.Slice("one", x, 1, 2, 1, 1);
        Accumulator sum = builder.MatMul("qk", x, builder.Transpose("t", rows, 0, 1, 3, 2));
        Activation product = builder.Requantise(sum, NetworkFixture.Rescaling([.01f], 0));
        return builder.Binary("mul", product, rows, (u, v) => Math.Clamp((u * v) / 50, -128, 127), 1);
    });

    [Fact]
    public void Positions_of_extremes_and_elements_there() => AssertProven((builder, x, _) =>
    {
        Activation rows = builder.Reshape("rows", x, 2, 6, 25);
        Activation last = builder.PositionOfExtreme("last", rows, 1, isGreatest: false, isLast: true);
        Activation first = builder.PositionOfExtreme("first", builder.Minimum("min", rows, 2), 1, isGreatest: true, isLast: false);
        Activation index = builder.Concat("join", [builder.Reshape("a", last, 2, 25), builder.Reshape("b", first, 2, 1)], 1);
        Activation y = builder.Select("select", rows, index);
        return builder.Maximum("max", y, builder.Embed("embed", index, [.. Enumerable.Range(0, 150)], 25, 20));
    });

    [Fact]
    public void Repetitions_and_irregular_lists() => AssertProven((builder, x, random) =>
    {
        Activation tall = builder.Gather("enlarge", x, 2, [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]);
        Activation wide = builder.Gather("mirror", tall, 3, [2, 1, 0, 1, 2, 3, 4, 3]);
        Activation flat = builder.Tile("tile", builder.Reshape("flat", wide, 2, 720), 0, 2);
        Activation some = builder.Gather("shuffle", flat, 1, [.. Enumerable.Range(0, 700).Select(_ => random.Next(720))]);
        Activation many = builder.Expand("repeat", builder.Slice("one", flat, 1, 3, 1, 1), 4, 70);
        return builder.Concat("join", [some, many], 1);
    });

    private static void AssertProven(Func<NetworkBuilder, Activation, Random, Activation> layers)
    {
        var random = new Random(21);
        NaiveTensor data = NaiveTensor.Random(random, [2, 6, 5, 5], -100, 100);
        var builder = new NetworkBuilder();
        Activation x = builder.Input("x", data.Shape, 20, -100, 100, isPublic: false);
        builder.Output("y", layers(builder, x, random));
        Network network = builder.Build();
        NetworkFixture.AssertOutputs(network, [data.Values]);
        using ProvingKey key = ProvingKey.Create(network, SecurityProfile.P100, 1);
        ProvenRun run = key.Prove([data.Values], [], new() { Threads = 1 });
        byte[] file = new ProofArtefact(Protocol.Version, run.Statement, run.Messages).Write();
        var options = new VerifierOptions { Context = [], MinimumSecurityBits = 100 };
        Verdict verdict = ProofVerifier.Prepare(key.Verification).Verify(file, options);
        Assert.True(verdict.IsValid, $"{verdict.Reason}: {verdict.Detail}");
    }
}
