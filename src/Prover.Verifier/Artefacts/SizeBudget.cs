using Prover.Verifier.Layouts;

namespace Prover.Verifier.Artefacts;

/// <summary>Adds up the padded sizes of boxes against <see cref="CircuitLimits.Size"/>.</summary>
internal sealed class SizeBudget(string what)
{
    private long total;

    /// <summary>Whether nothing was added.</summary>
    public bool IsEmpty => total == 0;

    /// <summary>Adds a box, whose axes have been checked.</summary>
    public void Add(ReadOnlySpan<int> shape)
    {
        long size = 1;
        foreach (int axis in shape)
        {
            long padded = 0;
            foreach (AxisChunk chunk in AxisChunk.Cut(axis)) padded += 1L << chunk.Bits;
            size = Math.Min(size * padded, CircuitLimits.Size + 1);
        }
        AddPadded(size);
    }

    /// <summary>Adds a number of elements.</summary>
    public void AddPadded(long size)
    {
        total = Math.Min(total + size, CircuitLimits.Size + 1);
        MalformedArtefactException.ThrowIf(total > CircuitLimits.Size, $"there are more than {CircuitLimits.Size} {what}");
    }
}
