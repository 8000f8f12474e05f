using Prover.Proving.Circuits;

namespace Prover.Proving.Tests.Hashed;

/// <summary>Small networks that can follow each other: 4 values in, 4 values out, both of the range 0 to 15 with some zero point.</summary>
internal static class TinyStage
{
    public const int Greatest = 15;

    /// <summary>Products with a matrix that depends on a seed, brought back to the range.</summary>
    public static Network Build(int seed, TensorVisibility input, TensorVisibility output, int zeroIn = 0, int zeroOut = 0, int size = 4)
    {
        var random = new Random(seed);
        var builder = new NetworkBuilder();
        Activation x = builder.Input("x", [1, size], zeroIn, 0, Greatest, input);
        int[] weights = [.. Enumerable.Range(0, size * size).Select(_ => random.Next(-3, 4))];
        Activation y = builder.Requantise(
            builder.MatMul("dense", x, new([size, size], weights), null),
            new((_, sum) => Math.Clamp((sum / 4) + 7, 0, Greatest), 0, Greatest, zeroOut));
        builder.Output("y", y, output);
        return builder.Build();
    }
}
