using Prover.Verifier.Fields;
using Prover.Verifier.Hiding;

namespace Prover.Verifier.Sumchecks;

/// <summary>What a sumcheck leaves open: the summand's extension at a point has a value. The caller must check it.</summary>
/// <param name="Point">The challenges, most significant variable first.</param>
/// <param name="Value">The claimed value.</param>
internal sealed record SumcheckClaim(KoalaBear5[] Point, HiddenValue Value);
