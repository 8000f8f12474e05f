namespace Prover.Proving.Kernels.Simd;

/// <summary>The level above the leaves, block by block: each slot holds the sums of one block of pairs of leaves.</summary>
internal sealed unsafe class LeafSums<T> : IDisposable
    where T : unmanaged, ILanes<T>
{
    private readonly LeafFractions leaves;
    private readonly ExtensionVector n, d;

    /// <summary>Room for some blocks.</summary>
    public LeafSums(LeafFractions leaves, int slots)
    {
        this.leaves = leaves;
        n = new(slots * (long)LeafFractions.Block);
        d = new(slots * (long)LeafFractions.Block);
    }

    /// <summary>Where the sums <paramref name="start"/> to start + count - 1 now lie, at most a block.</summary>
    public FractionPointer Load(int slot, long start, long count)
    {
        long half = leaves.Length / 2, pairs = Math.Clamp(leaves.Stored - half - start, 0, count);
        LeafPointer left = new LeafPointer(leaves.Numerators.Pointer, new(leaves.Denominators)) + start, right = left + half;
        FractionPointer to = new FractionPointer(new(n), new(d)) + (slot * (long)LeafFractions.Block);
        long i = FractionLayers<T>.AddLeaves(left, right, to, 0, pairs);
        FractionLayers<Lanes1>.AddLeaves(left, right, to, i, pairs);
        i = FractionLayers<T>.CopyLeaves(left, to, pairs, count);
        FractionLayers<Lanes1>.CopyLeaves(left, to, i, count);
        return to;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        n.Dispose();
        d.Dispose();
    }
}
