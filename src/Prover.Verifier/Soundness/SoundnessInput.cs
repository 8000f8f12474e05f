using Prover.Verifier.Commitments;
using Prover.Verifier.Hashed;
using Prover.Verifier.Hiding;

namespace Prover.Verifier.Soundness;

/// <summary>A vector of equations that is proven by combining it with powers of one challenge.</summary>
/// <param name="Name">What is combined.</param>
/// <param name="Length">The number of equations, or the highest power plus one.</param>
public sealed record CombinedEquations(string Name, long Length);

/// <summary>What the errors of a proof depend on (SPEC §7.3), read off the circuit and its layout.</summary>
public sealed record SoundnessInput
{
    /// <summary>The parameters of the opening, which name the profile.</summary>
    public required WhirParameters Opening { get; init; }

    /// <summary>Fractions 1/(alpha - tuple) and multiplicity/(alpha - tuple) that are summed, padding left out.</summary>
    public required long Leaves { get; init; }

    /// <summary>log2 of the leaves of the fraction tree: its number of layers.</summary>
    public required int LogLeaves { get; init; }

    /// <summary>The elements of the longest tuple, the table's number included.</summary>
    public required int TupleWidth { get; init; }

    /// <summary>Variables of the inner-product sumcheck; 0 if there is none.</summary>
    public required int InnerProductVariables { get; init; }

    /// <summary>Linear claims on the joint vector that are batched by powers of one challenge, out-of-domain claim included.</summary>
    public required long LinearClaims { get; init; }

    /// <summary>The pads of hidden messages.</summary>
    public PadPlan Pads { get; init; } = PadPlan.None;

    /// <summary>The shapes of hashed tensors.</summary>
    public IReadOnlyList<HashedShape> Hashed { get; init; } = [];

    /// <summary>Vectors of equations, each with its own challenge: linear constraints, public values.</summary>
    public IReadOnlyList<CombinedEquations> Combined { get; init; } = [];
}
