using System.Collections;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Quantization;

/// <summary>Inputs of a model, one dictionary per run, cut from stacked arrays as they are asked for.</summary>
public sealed class SampleSet : IEnumerable<IReadOnlyDictionary<string, DenseTensor>>
{
    private readonly IReadOnlyDictionary<string, DenseTensor> stacked;
    private readonly IReadOnlyDictionary<string, int[]> shapes;
    private readonly int[] positions;

    /// <summary>Wraps stacked arrays.</summary>
    /// <param name="stacked">Per input all its samples one after the other, of the model's type.</param>
    /// <param name="shapes">Per input the shape of one sample.</param>
    /// <param name="count">The number of samples.</param>
    internal SampleSet(IReadOnlyDictionary<string, DenseTensor> stacked, IReadOnlyDictionary<string, int[]> shapes, int count)
        : this(stacked, shapes, [.. Enumerable.Range(0, count)])
    {
    }

    private SampleSet(IReadOnlyDictionary<string, DenseTensor> stacked, IReadOnlyDictionary<string, int[]> shapes, int[] positions)
    {
        this.stacked = stacked;
        this.shapes = shapes;
        this.positions = positions;
    }

    /// <summary>The number of samples.</summary>
    public int Count => positions.Length;

    /// <summary>One sample.</summary>
    public IReadOnlyDictionary<string, DenseTensor> this[int index] =>
        stacked.ToDictionary(static pair => pair.Key, pair => Cut(pair.Value, shapes[pair.Key], positions[index]));

    /// <summary>At most the given number of samples, evenly spaced.</summary>
    public SampleSet Thinned(int maximum) => Count <= maximum
        ? this
        : new SampleSet(stacked, shapes, [.. Enumerable.Range(0, maximum).Select(i => positions[(int)((long)i * Count / maximum)])]);

    /// <inheritdoc/>
    public IEnumerator<IReadOnlyDictionary<string, DenseTensor>> GetEnumerator() =>
        Enumerable.Range(0, Count).Select(index => this[index]).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static DenseTensor Cut(DenseTensor all, int[] shape, int position)
    {
        DenseTensor sample = DenseTensor.Allocate(all.ElementType, shape);
        Array.Copy(all.Data, (long)position * sample.Length, sample.Data, 0, sample.Length);
        return sample;
    }
}
