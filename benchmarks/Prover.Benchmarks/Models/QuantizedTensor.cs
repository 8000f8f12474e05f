namespace Prover.Benchmarks.Models;

/// <summary>A tensor of a generated model behind its DequantizeLinear.</summary>
/// <param name="Name">Name of the dequantised tensor.</param>
/// <param name="Shape">Axes, the batch axis (1) included.</param>
/// <param name="SecondMoment">Predicted mean of the squared float values; scales are chosen from it.</param>
/// <param name="NonNegative">Whether the grid starts at 0 (behind a ReLU).</param>
/// <param name="Scale">Float value of one step.</param>
/// <param name="ZeroPoint">The integer that stands for 0.</param>
internal sealed record QuantizedTensor(string Name, int[] Shape, double SecondMoment, bool NonNegative, float Scale, byte ZeroPoint)
{
    /// <summary>Number of elements.</summary>
    public int Count => Shape.Aggregate(1, static (product, axis) => product * axis);
}
