using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels;

/// <summary>What a sumcheck round of degree 2 is computed from: the round polynomial at 0 and its coefficient of X².</summary>
/// <param name="AtZero">The value at 0.</param>
/// <param name="AtInfinity">The leading coefficient, the value "at infinity".</param>
internal readonly record struct RoundEvaluations(KoalaBear5 AtZero, KoalaBear5 AtInfinity)
{
    /// <summary>Sum.</summary>
    public static RoundEvaluations operator +(RoundEvaluations left, RoundEvaluations right) =>
        new(left.AtZero + right.AtZero, left.AtInfinity + right.AtInfinity);
}
