namespace Prover.Proving.Kernels;

/// <summary>
/// The vectors of the sumcheck of eq·(n0·d1 + d0·m) on a level of the fraction tree (SPEC §5.7): the left fractions' numerators and
/// denominators, m = n1 + lambda·d1, and the right denominators d1. Where all right fractions are 0/1 from an index on, m and d1 end
/// there: their further entries are lambda and 1.
/// </summary>
/// <param name="N0">The left numerators.</param>
/// <param name="D0">The left denominators.</param>
/// <param name="M">The right numerators plus lambda times the right denominators.</param>
/// <param name="D1">The right denominators.</param>
internal sealed record FoldedFractions(ExtensionVector N0, ExtensionVector D0, ExtensionVector M, ExtensionVector D1) : IDisposable
{
    /// <summary>The length of the left vectors.</summary>
    public long Length => N0.Length;

    /// <summary>The length of the right vectors: that of the left ones or a multiple of <see cref="LeafFractions.Block"/>.</summary>
    public long Right => M.Length;

    /// <summary>Whether the right vectors end before the left ones.</summary>
    public bool HasConstants => Right < Length;

    /// <summary>The vectors after a fold in place.</summary>
    public FoldedFractions Half
    {
        get
        {
            long half = Length / 2, right = Math.Min(Right, half);
            return new(N0.Slice(0, half), D0.Slice(0, half), M.Slice(0, right), D1.Slice(0, right));
        }
    }

    /// <summary>Room for what is left of a level after its first round: in its own vectors if it has any.</summary>
    public static FoldedFractions For(FractionLevel level)
    {
        long length = level.Length / 4, half = level.Length / 2;
        if (level.Leaves is null)
        {
            (ExtensionVector n, ExtensionVector d) = (level.Numerators!, level.Denominators!);
            return new(n.Slice(0, length), d.Slice(0, length), n.Slice(half, length), d.Slice(half, length));
        }
        long right = level.IsSummed ? length : Math.Min(length, level.Leaves.Stored - half);
        return new(new(length), new(length), new(right), new(right));
    }

    /// <summary>Demands that the lengths fit.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    public void CheckShape(long least)
    {
        KernelShape.PowerOfTwo(Length, least);
        KernelShape.Equal(D0.Length, Length);
        KernelShape.Equal(D1.Length, Right);
        KernelShape.Inside(0, Right, Length);
        if (HasConstants) KernelShape.Equal(Right % LeafFractions.Block, 0);
    }

    /// <summary>Frees the vectors that own their memory.</summary>
    public void Dispose()
    {
        foreach (ExtensionVector vector in (ExtensionVector[])[N0, D0, M, D1]) vector.Dispose();
    }
}
