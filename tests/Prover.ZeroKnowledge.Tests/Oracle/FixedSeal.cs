using Prover.Verifier.Commitments;
using Prover.Verifier.Hashing;

namespace Prover.ZeroKnowledge.Tests.Oracle;

/// <summary>
/// The point of a seal (SPEC §6.10), chosen before any model: two models are compared under the same challenges, that of the seal included.
/// </summary>
internal static class FixedSeal
{
    /// <summary>The point for all models of these parameters.</summary>
    public static SealPoint Of(WhirParameters parameters) => SealPoint.Draw(Blake3.Hash("fixed seal"u8), parameters, []);
}
