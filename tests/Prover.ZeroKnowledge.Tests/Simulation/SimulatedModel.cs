using Prover.Proving.Commitments;
using Prover.Verifier.Commitments;

namespace Prover.ZeroKnowledge.Tests.Simulation;

/// <summary>A model as simulators have it: a public one, or uniform rows in the place of a hidden one.</summary>
/// <param name="Open">Opens rows of the tree.</param>
/// <param name="Seal">The seal that a hidden model would have: a uniform value (SPEC §6.10); null if the model is public.</param>
internal sealed record SimulatedModel(Func<int[], MerkleOpening> Open, ModelSeal? Seal = null);
