using Prover.Verifier.Hashing;

namespace Prover.Proving.Commitments;

/// <summary>Opened rows and their pruned authentication path, as <c>MerkleVerifier.Check</c> takes them.</summary>
/// <param name="Rows">The rows in the order of the indices, one after the other.</param>
/// <param name="Siblings">The siblings, level by level from the leaves, left to right.</param>
public sealed record MerkleOpening(ReadOnlyMemory<uint> Rows, ReadOnlyMemory<Digest> Siblings);
