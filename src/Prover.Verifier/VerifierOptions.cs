using Prover.Verifier.Artefacts;
using Prover.Verifier.Hashing;

namespace Prover.Verifier;

/// <summary>What a caller demands of a proof beyond its validity.</summary>
public sealed record VerifierOptions
{
    /// <summary>The least proven security in bits that the caller accepts.</summary>
    public int MinimumSecurityBits { get; init; } = 100;

    /// <summary>The context the proof must be bound to; null accepts any.</summary>
    public byte[]? Context { get; init; }

    /// <summary>The id the model must have; null accepts the key's.</summary>
    public Digest? ModelId { get; init; }

    /// <summary>The digest the circuit must have; null accepts the key's.</summary>
    public Digest? CircuitDigest { get; init; }

    /// <summary>
    /// The values of the fixed tensors of a hidden model, from the network as the caller compiled it (SPEC §8.3): the proof must be audited
    /// and shows that the model's commitment has them. Null demands a proof that is not audited.
    /// </summary>
    public FixedTables? Tables { get; init; }
}
