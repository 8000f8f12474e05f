namespace Prover.Proving.Kernels;

/// <summary>
/// A level of a fraction tree: vectors of numerators and denominators in E, or the leaves, or the sums of pairs of leaves that are
/// computed where they are needed. Pair i are the fractions i and i + half.
/// </summary>
internal sealed class FractionLevel : IDisposable
{
    private FractionLevel(long length, ExtensionVector? n, ExtensionVector? d, LeafFractions? leaves)
    {
        Length = length;
        (Numerators, Denominators, Leaves) = (n, d, leaves);
    }

    /// <summary>The number of fractions, a power of two.</summary>
    public long Length { get; }

    /// <summary>The numerators of a level that is stored.</summary>
    public ExtensionVector? Numerators { get; }

    /// <summary>The denominators of a level that is stored.</summary>
    public ExtensionVector? Denominators { get; }

    /// <summary>The leaves, for the two levels that depend on nothing else.</summary>
    public LeafFractions? Leaves { get; }

    /// <summary>Whether fraction i is the sum of the leaves i and i + half.</summary>
    public bool IsSummed => Leaves is not null && Length < Leaves.Length;

    /// <summary>A stored level, which owns its vectors.</summary>
    public static FractionLevel Of(ExtensionVector n, ExtensionVector d)
    {
        KernelShape.PowerOfTwo(n.Length, 1);
        KernelShape.Equal(d.Length, n.Length);
        return new(n.Length, n, d, null);
    }

    /// <summary>The leaves themselves.</summary>
    public static FractionLevel Of(LeafFractions leaves) => new(leaves.Length, null, null, leaves);

    /// <summary>The level above the leaves.</summary>
    public static FractionLevel Above(LeafFractions leaves)
    {
        KernelShape.PowerOfTwo(leaves.Length, 2);
        return new(leaves.Length / 2, null, null, leaves);
    }

    /// <summary>Frees the vectors of a stored level.</summary>
    public void Dispose()
    {
        Numerators?.Dispose();
        Denominators?.Dispose();
    }
}
