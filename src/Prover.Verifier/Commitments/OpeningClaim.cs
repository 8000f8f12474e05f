using Prover.Verifier.Fields;

namespace Prover.Verifier.Commitments;

/// <summary>
/// What remains of an opening (SPEC §6.7): the multilinear extension of the batched constraint's covector must satisfy
/// (Scale·covector(Point) + Tail)·Factor = Value. Until the caller has evaluated the covector and called <see cref="Settle"/>,
/// nothing is proven.
/// </summary>
/// <param name="Point">A point of the joint vector's variables, most significant first.</param>
/// <param name="Factor">The joint vector's value at the point.</param>
/// <param name="Value">The product claimed.</param>
internal sealed record OpeningClaim(KoalaBear5[] Point, KoalaBear5 Factor, KoalaBear5 Value)
{
    /// <summary>What the covector is multiplied by; not one only if the opening hides (SPEC §6.9).</summary>
    public KoalaBear5 Scale { get; init; } = KoalaBear5.One;

    /// <summary>What the covector's extension gains by the tail and by seals (SPEC §6.10); zero unless the opening hides.</summary>
    public KoalaBear5 Tail { get; init; }

    /// <summary>Rejects the proof unless the covector's value at the point is the right one.</summary>
    public void Settle(KoalaBear5 covector) =>
        Reject.If(
            ((Scale * covector) + Tail) * Factor != Value,
            RejectReason.OpeningConstraint,
            "the opening contradicts the batched constraint");
}
