using Prover.Proving.Commitments;
using Prover.Proving.Hashed;

namespace Prover.ZeroKnowledge.Tests.Exact;

/// <summary>All that a prover knows and a proof does not show.</summary>
/// <param name="Values">The values of all tensors.</param>
/// <param name="Model">The model's matrix.</param>
/// <param name="Commitments">The commitments of hashed tensors, in the circuit's order.</param>
internal sealed record ProofWitness(int[][] Values, CommittedMatrix Model, HashedCommitment[] Commitments);
