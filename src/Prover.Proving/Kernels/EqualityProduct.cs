using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels;

/// <summary>
/// The table of eq(point, .) as the product of two short ones: entry i is <see cref="High"/>[i / block] · <see cref="Low"/>[i mod block],
/// where block is the length of the low table. A full table would be as long as what it weighs.
/// </summary>
internal sealed class EqualityProduct : IDisposable
{
    private const int LowVariables = 9; // the blocks of LeafFractions
    private readonly IAlgebraKernels kernels;
    private readonly ExtensionVector high, low;

    /// <summary>The tables of a point.</summary>
    public EqualityProduct(ReadOnlySpan<KoalaBear5> point, IAlgebraKernels kernels)
    {
        this.kernels = kernels;
        int highVariables = Math.Max(0, point.Length - LowVariables);
        High = high = new(1L << highVariables);
        Low = low = new(1L << (point.Length - highVariables));
        kernels.EqTable(point[..highVariables], KoalaBear5.One, high);
        kernels.EqTable(point[highVariables..], KoalaBear5.One, low);
    }

    /// <summary>The table of the most significant variables.</summary>
    public ExtensionVector High { get; private set; }

    /// <summary>The table of at most nine least significant variables; shorter only if there is one high entry.</summary>
    public ExtensionVector Low { get; private set; }

    /// <summary>The number of entries.</summary>
    public long Length => High.Length * Low.Length;

    /// <summary>Entry i.</summary>
    public KoalaBear5 this[long index] => High[index / Low.Length] * Low[index % Low.Length];

    /// <summary>Leaves the first variable out: eq of the others is the sum over it.</summary>
    public void DropFirst()
    {
        if (High.Length > 1) High = SumOfHalves(High);
        else Low = SumOfHalves(Low);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        high.Dispose();
        low.Dispose();
    }

    private ExtensionVector SumOfHalves(ExtensionVector table)
    {
        long half = table.Length / 2;
        ExtensionVector first = table.Slice(0, half);
        kernels.AddScaled(first, KoalaBear5.One, table.Slice(half, half));
        return first;
    }
}
