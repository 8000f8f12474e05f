using Prover.Proving.Circuits;

namespace Prover.Soundness.Tests.Networks;

/// <summary>A quantised network of three-bit activations that uses every kind of step of the network builder.</summary>
internal static class TinyNetwork
{
    public const int Low = -4, High = 3;

    public static Network Build(
        TensorVisibility input = TensorVisibility.Private, TensorVisibility output = TensorVisibility.Public)
    {
        var random = new Random(11);
        var builder = new NetworkBuilder();
        SpatialWindow same = new([3, 3], [1, 1], [1, 1], [1, 1], [1, 1]);
        Activation x = builder.Input("image", [1, 2, 4, 4], 0, Low, High, input);
        Activation first = Rescale(builder, builder.Convolution("conv", x, Weights(random, 3, 2, 3, 3), [2, -3, 1], same, 1), 3);
        Activation deep = Rescale(builder, builder.Convolution("deep", first, Weights(random, 3, 1, 3, 3), null, same, 3), 3);
        Activation sum = builder.Binary("sum", first, deep, (a, b) => Math.Clamp((a * b / 2) + a, Low, High), 0);
        Activation curved = builder.Unary("curve", sum, v => v < 0 ? v / 2 : v, 0);
        Activation pooled = builder.MaxPool("pool", curved, SpatialWindow.Of([2, 2], [2, 2]));
        // Three channels do not divide into four rows: the elements are committed again.
        Activation other = builder.Reshape("uneven", builder.MaxPool("other", first, SpatialWindow.Of([2, 2], [2, 2])), 1, 4, 3);
        Activation flat = builder.Concat("join", [builder.Reshape("a", pooled, 1, 12), builder.Reshape("b", other, 1, 12)], 1);
        Activation hidden = builder.Requantise(
            builder.MatMul("dense", flat, Weights(random, 24, 4), null), new((_, a) => Math.Clamp(a / 6, Low, High), Low, High, 0));
        builder.Output("logits", builder.Commit(builder.MatMul("logits", hidden, Weights(random, 4, 3), [1, 2, 3])), output);
        return builder.Build();
    }

    public static int[] Input(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 32).Select(_ => random.Next(Low, High + 1))];
    }

    private static Activation Rescale(NetworkBuilder builder, Accumulator accumulator, int channels) =>
        builder.Requantise(accumulator, new((channel, a) => Math.Clamp((int)Math.Round(a / (3.5 + channel)), Low, High), Low, High, 0)
        {
            Classes = [.. Enumerable.Range(0, channels)],
            ClassAxes = [1],
        });

    private static WeightTensor Weights(Random random, params int[] shape)
    {
        int count = shape.Aggregate(1, (product, size) => product * size);
        return new(shape, [.. Enumerable.Range(0, count).Select(_ => random.Next(-3, 4))]);
    }
}
