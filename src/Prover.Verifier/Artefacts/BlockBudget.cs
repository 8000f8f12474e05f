using Prover.Verifier.Layouts;

namespace Prover.Verifier.Artefacts;

/// <summary>Adds up the blocks that boxes are stored in against <see cref="CircuitLimits.Blocks"/>.</summary>
internal sealed class BlockBudget(string what)
{
    private long total;

    /// <summary>Adds the blocks of a box, whose axes have been checked.</summary>
    public void Add(ReadOnlySpan<int> shape)
    {
        long blocks = 1;
        foreach (int axis in shape) blocks *= AxisChunk.Cut(axis).Length;
        total += blocks;
        MalformedArtefactException.ThrowIf(total > CircuitLimits.Blocks, $"there are more than {CircuitLimits.Blocks} {what}");
    }
}
