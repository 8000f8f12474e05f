namespace Prover.Verifier.Circuits;

/// <summary>A tensor of small integers stored in a committed vector (SPEC §4.1).</summary>
/// <param name="Name">A name for people; part of the circuit digest.</param>
/// <param name="Vector">The vector it is stored in.</param>
/// <param name="Shape">The size of each axis, 1 or more; row-major.</param>
public sealed record CommittedTensor(string Name, CommittedVector Vector, int[] Shape)
{
    /// <summary>
    /// The elements, row-major, of a tensor of the model that the circuit fixes; null where the model's commitment alone determines them.
    /// Whoever commits a model that is not public can commit anything else than these (SPEC §5.5).
    /// </summary>
    public int[]? Values { get; init; }

    /// <summary>The number of elements.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);
}
