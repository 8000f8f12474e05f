using Prover.Proving.Circuits;

namespace Prover.Conformance.Tests;

/// <summary>Inputs that cover the legal integers: all least, all greatest, all zero points, the extremes mixed, and white noise.</summary>
internal static class FullRange
{
    /// <summary>The integers of every input of a network.</summary>
    public static int[][] Inputs(Network network, int number)
    {
        var random = new Random(number);
        return [.. network.Inputs.Select(input => Draw(input, number, random))];
    }

    private static int[] Draw(NetworkInput input, int number, Random random)
    {
        int count = input.Shape.Aggregate(1, static (product, size) => product * size);
        return [.. Enumerable.Range(0, count).Select(_ => number switch
        {
            0 => input.Low,
            1 => input.High,
            2 => Math.Clamp(input.ZeroPoint, input.Low, input.High),
            3 => random.Next(2) == 0 ? input.Low : input.High,
            _ => random.Next(input.Low, input.High + 1),
        })];
    }
}
