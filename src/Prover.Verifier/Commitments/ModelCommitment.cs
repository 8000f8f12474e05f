using Prover.Verifier.Hashing;

namespace Prover.Verifier.Commitments;

/// <summary>What a verifier knows of a committed model.</summary>
/// <param name="Cap">The cap of its tree; empty if there is none.</param>
/// <param name="Seal">The seal of a hidden model (SPEC §6.10); null if the model is public.</param>
internal sealed record ModelCommitment(Digest[] Cap, ModelSeal? Seal = null);
