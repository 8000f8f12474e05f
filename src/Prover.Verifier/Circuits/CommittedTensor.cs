namespace Prover.Verifier.Circuits;

/// <summary>A tensor of small integers stored in a committed vector (SPEC §4.1).</summary>
/// <param name="Name">A name for people; part of the circuit digest.</param>
/// <param name="Vector">The vector it is stored in.</param>
/// <param name="Shape">The size of each axis, 1 or more; row-major.</param>
public sealed record CommittedTensor(string Name, CommittedVector Vector, int[] Shape)
{
    /// <summary>
    /// Whether the elements of this tensor of a hidden model are not secret: the circuit names them by the digest of all fixed tensors
    /// (<see cref="Circuit.Tables"/>), and an audited proof shows that the commitment has them (SPEC §5.5).
    /// </summary>
    public bool IsFixed { get; init; }

    /// <summary>The number of elements.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);
}
