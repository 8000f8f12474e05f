using Prover.Verifier.Fields;
using Prover.Verifier.Hiding;

namespace Prover.Verifier.Lookups;

/// <summary>What the fraction tree leaves open: the extensions of the leaves at a point. The caller must check both.</summary>
/// <param name="Point">One coordinate per bit of a leaf's address, most significant first.</param>
/// <param name="Numerator">The claimed extension of the numerators.</param>
/// <param name="Denominator">The claimed extension of the denominators.</param>
internal sealed record FractionClaim(KoalaBear5[] Point, HiddenValue Numerator, HiddenValue Denominator);
