using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels.Reference;

/// <summary>The definition of the algebra kernels: one element after the other, in the field's own arithmetic.</summary>
internal sealed partial class ReferenceAlgebra : IAlgebraKernels
{
    /// <inheritdoc/>
    public void Fill(ExtensionVector destination, KoalaBear5 value)
    {
        for (long i = 0; i < destination.Length; i++) destination[i] = value;
    }

    /// <inheritdoc/>
    public void TensorTable(
        ReadOnlySpan<KoalaBear5> low, ReadOnlySpan<KoalaBear5> high, KoalaBear5 scale, ExtensionVector destination)
    {
        KernelShape.Equal(low.Length, high.Length);
        KernelShape.Equal(destination.Length, 1L << high.Length);
        for (long i = 0; i < destination.Length; i++)
        {
            KoalaBear5 product = scale;
            for (int bit = 0; bit < high.Length; bit++) product *= ((i >> (high.Length - 1 - bit)) & 1) != 0 ? high[bit] : low[bit];
            destination[i] = product;
        }
    }

    /// <inheritdoc/>
    public void AddScaled(ExtensionVector target, KoalaBear5 factor, ExtensionVector source)
    {
        KernelShape.Equal(target.Length, source.Length);
        for (long i = 0; i < source.Length; i++) target[i] += factor * source[i];
    }

    /// <inheritdoc/>
    public void AddScaledToBase(ReadOnlySpan<uint> addend, KoalaBear5 factor, ExtensionVector source, ExtensionVector destination)
    {
        KernelShape.Equal(addend.Length, source.Length);
        KernelShape.Equal(destination.Length, source.Length);
        for (int i = 0; i < addend.Length; i++) destination[i] = Embed(addend[i]) + (factor * source[i]);
    }

    /// <inheritdoc/>
    public void Fold(ExtensionVector vector, KoalaBear5 challenge)
    {
        KernelShape.PowerOfTwo(vector.Length, 2);
        long half = vector.Length / 2;
        for (long i = 0; i < half; i++) vector[i] += challenge * (vector[i + half] - vector[i]);
    }

    /// <inheritdoc/>
    public void FoldBase(ReadOnlySpan<uint> vector, KoalaBear5 challenge, ExtensionVector destination)
    {
        KernelShape.PowerOfTwo(vector.Length, 2);
        KernelShape.Equal(destination.Length, vector.Length / 2);
        using ExtensionVector embedded = Embed(vector);
        Fold(embedded, challenge);
        for (long i = 0; i < destination.Length; i++) destination[i] = embedded[i];
    }

    /// <inheritdoc/>
    public RoundEvaluations ProductRound(ExtensionVector a, ExtensionVector b)
    {
        KernelShape.PowerOfTwo(a.Length, 2);
        KernelShape.Equal(b.Length, a.Length);
        long half = a.Length / 2;
        RoundEvaluations round = default;
        for (long i = 0; i < half; i++) round += new RoundEvaluations(a[i] * b[i], (a[i + half] - a[i]) * (b[i + half] - b[i]));
        return round;
    }

    /// <inheritdoc/>
    public RoundEvaluations ProductRound(ReadOnlySpan<uint> a, ExtensionVector b)
    {
        using ExtensionVector embedded = Embed(a);
        return ProductRound(embedded, b);
    }

    /// <inheritdoc/>
    public RoundEvaluations FoldProductRound(ExtensionVector a, ExtensionVector b, KoalaBear5 challenge)
    {
        KernelShape.PowerOfTwo(a.Length, 4);
        KernelShape.Equal(b.Length, a.Length);
        Fold(a, challenge);
        Fold(b, challenge);
        return ProductRound(Half(a), Half(b));
    }

    /// <inheritdoc/>
    public RoundEvaluations FoldProductRound(ReadOnlySpan<uint> a, ExtensionVector folded, ExtensionVector b, KoalaBear5 challenge)
    {
        KernelShape.PowerOfTwo(a.Length, 4);
        KernelShape.Equal(b.Length, a.Length);
        FoldBase(a, challenge, folded);
        Fold(b, challenge);
        return ProductRound(folded, Half(b));
    }

    /// <inheritdoc/>
    public KoalaBear5 InnerProduct(ReadOnlySpan<uint> a, ExtensionVector b)
    {
        using ExtensionVector embedded = Embed(a);
        return InnerProduct(embedded, b);
    }

    /// <inheritdoc/>
    public KoalaBear5 InnerProduct(ExtensionVector a, ExtensionVector b)
    {
        KernelShape.Equal(a.Length, b.Length);
        KoalaBear5 sum = KoalaBear5.Zero;
        for (long i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    /// <inheritdoc/>
    public KoalaBear5 EvaluateMultilinear(ReadOnlySpan<uint> vector, ReadOnlySpan<KoalaBear5> point)
    {
        KernelShape.Equal(vector.Length, 1L << point.Length);
        using ExtensionVector folded = Embed(vector);
        for (int bit = 0; bit < point.Length; bit++) Fold(folded.Slice(0, folded.Length >> bit), point[bit]);
        return folded[0];
    }

    /// <inheritdoc/>
    public void ContractAxis(ReadOnlySpan<int> data, int axis, int inner, ExtensionVector matrix, ExtensionVector destination)
    {
        using var embedded = new ExtensionVector(data.Length);
        for (int i = 0; i < data.Length; i++) embedded[i] = KoalaBear5.FromInteger(data[i]);
        ContractAxis(embedded, axis, inner, matrix, destination);
    }

    /// <inheritdoc/>
    public void ContractAxis(ExtensionVector data, int axis, int inner, ExtensionVector matrix, ExtensionVector destination)
    {
        (long outer, long rows) = KernelShape.Contraction(data.Length, axis, inner, matrix.Length, destination.Length);
        for (long i = 0; i < outer * rows * inner; i++)
        {
            long u = i / (rows * inner), o = i / inner % rows, c = i % inner;
            KoalaBear5 sum = KoalaBear5.Zero;
            for (long a = 0; a < axis; a++) sum += matrix[(o * axis) + a] * data[(((u * axis) + a) * inner) + c];
            destination[i] = sum;
        }
    }

    /// <inheritdoc/>
    public void AccumulateTensor(ExtensionVector destination, long offset, KoalaBear5 scale, IReadOnlyList<ExtensionVector> axes)
    {
        long total = 1;
        foreach (ExtensionVector axis in axes)
        {
            KernelShape.PowerOfTwo(axis.Length, 1);
            total *= axis.Length;
        }
        KernelShape.Inside(offset, total, destination.Length);
        for (long i = 0; i < total; i++)
        {
            KoalaBear5 product = scale;
            long rest = i;
            for (int k = axes.Count - 1; k >= 0; k--)
            {
                product *= axes[k][rest % axes[k].Length];
                rest /= axes[k].Length;
            }
            destination[offset + i] += product;
        }
    }

    /// <inheritdoc/>
    public void AccumulatePowers(ExtensionVector destination, ReadOnlySpan<KoalaBear> points, ReadOnlySpan<KoalaBear5> weights)
    {
        KernelShape.PowerOfTwo(destination.Length, 1);
        KernelShape.Equal(weights.Length, points.Length);
        for (long i = 0; i < destination.Length; i++)
        {
            for (int j = 0; j < points.Length; j++) destination[i] += weights[j] * points[j].Power((ulong)i);
        }
    }

    /// <inheritdoc/>
    public void Fingerprint(
        ExtensionVector destination, KoalaBear5 constant, ReadOnlySpan<KoalaBear5> factors, IReadOnlyList<ReadOnlyMemory<int>> columns)
    {
        KernelShape.Equal(columns.Count, factors.Length);
        foreach (ReadOnlyMemory<int> column in columns) KernelShape.Equal(column.Length, destination.Length);
        Fill(destination, constant);
        for (int j = 0; j < factors.Length; j++) AddFingerprint(destination, factors[j], columns[j].Span);
    }

    /// <inheritdoc/>
    public void AddFingerprint(ExtensionVector destination, KoalaBear5 factor, ReadOnlySpan<int> integers)
    {
        KernelShape.Equal(integers.Length, destination.Length);
        for (int i = 0; i < integers.Length; i++) destination[i] += factor * KoalaBear.FromInteger(integers[i]);
    }

    private static KoalaBear5 Embed(uint representative) => KoalaBear5.FromBase(KoalaBear.FromRepresentative(representative));

    private static ExtensionVector Embed(ReadOnlySpan<uint> vector)
    {
        var embedded = new ExtensionVector(vector.Length);
        for (int i = 0; i < vector.Length; i++) embedded[i] = Embed(vector[i]);
        return embedded;
    }

    private static ExtensionVector Half(ExtensionVector vector) => vector.Slice(0, vector.Length / 2);
}
