namespace Prover.Proving.Witness;

/// <summary>Compares tuples of residues by their elements.</summary>
internal sealed class TupleComparer : IEqualityComparer<long[]>
{
    /// <inheritdoc/>
    public bool Equals(long[]? x, long[]? y) => x.AsSpan().SequenceEqual(y);

    /// <inheritdoc/>
    public int GetHashCode(long[] obj)
    {
        var hash = new HashCode();
        foreach (long value in obj) hash.Add(value);
        return hash.ToHashCode();
    }
}
