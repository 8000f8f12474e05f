using System.Numerics;
using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels;

/// <summary>
/// The leaves of a fraction tree: numerators in F, denominators in E. The tree has the next power of two of leaves; those from
/// <see cref="Active"/> on are the fraction 0/1 and, but for the rest of a block, not stored.
/// </summary>
internal sealed class LeafFractions : IDisposable
{
    /// <summary>Leaves are stored in multiples of this, a power of two, unless the whole tree has fewer.</summary>
    public const int Block = 512;

    /// <summary>Leaves with undefined contents, followed by 0/1.</summary>
    /// <param name="active">The number of leaves that are not 0/1 by definition, at least one.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no leaf.</exception>
    public LeafFractions(long active)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(active, 1);
        Active = active;
        Length = (long)BitOperations.RoundUpToPowerOf2((ulong)active);
        Stored = Math.Min(Length, (active + Block - 1) / Block * Block);
        Numerators = FieldBufferPool.Rent(Stored);
        Denominators = new ExtensionVector(Stored);
        for (long i = active; i < Stored; i++) (Numerators[i], Denominators[i]) = (0, KoalaBear5.One);
    }

    /// <summary>Leaves from here on are 0/1.</summary>
    public long Active { get; }

    /// <summary>The number of leaves of the tree, a power of two below 2·<see cref="Active"/>.</summary>
    public long Length { get; }

    /// <summary>The number of leaves in memory, more than half of <see cref="Length"/>.</summary>
    public long Stored { get; }

    /// <summary>Representatives of the stored numerators; the buffer may be longer.</summary>
    public FieldBuffer Numerators { get; private set; }

    /// <summary>The stored denominators.</summary>
    public ExtensionVector Denominators { get; }

    /// <summary>Gives the memory back at once.</summary>
    public void Dispose()
    {
        if (Numerators is null) return;
        FieldBufferPool.Return(Numerators);
        Numerators = null!;
        Denominators.Dispose();
    }
}
