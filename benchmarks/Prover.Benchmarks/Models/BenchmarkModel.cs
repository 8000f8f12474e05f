namespace Prover.Benchmarks.Models;

/// <summary>A generated model with its random input.</summary>
/// <param name="Name">Short name, also on the command line.</param>
/// <param name="Title">Name in tables.</param>
/// <param name="InputShape">Axes of `input`, the batch axis (1) included.</param>
/// <param name="FloorSeconds">Proving time the first release must reach on two cores, 0 for none.</param>
/// <param name="Generate">Makes the ONNX file; deterministic.</param>
internal sealed record BenchmarkModel(string Name, string Title, int[] InputShape, double FloorSeconds, Func<byte[]> Generate)
{
    /// <summary>Uniform random values in 0..1, multiples of 1/255, the same for the same shape and seed.</summary>
    public float[] RandomInput(ulong seed)
    {
        var random = new SeededIntegers(seed);
        float[] values = new float[InputShape.Aggregate(1, static (product, axis) => product * axis)];
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = (random.NextBits() & 255) / 255f;
        }

        return values;
    }
}
