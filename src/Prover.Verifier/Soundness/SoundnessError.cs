using Prover.Verifier.Fields;

namespace Prover.Verifier.Soundness;

/// <summary>
/// The error of each kind of verifier challenge in an opening (SPEC §7.3), as plain functions of the code's bounds and the order
/// q of the field that challenges come from.
/// </summary>
public static class SoundnessError
{
    /// <summary>The order of E, p^5, as a double: about 2^154.9.</summary>
    public static double ExtensionOrder { get; } = Power(KoalaBear.Order, KoalaBear5.Degree);

    /// <summary>
    /// One folding challenge: (3·L + a)/q. The sumcheck polynomial has degree 2 here; 3 is the degree WHIR's theorem 5.2 charges
    /// and is kept.
    /// </summary>
    public static double Fold(CodeBound bound, double order) => ((3 * bound.ListSize) + bound.Exceptional) / order;

    /// <summary>
    /// One out-of-domain sample at a point of independent coordinates: two of L multilinear polynomials in
    /// <paramref name="variables"/> variables agree there with probability at most L^2/2·variables/q.
    /// </summary>
    public static double OutOfDomain(CodeBound bound, int variables, double order) =>
        bound.ListSize * bound.ListSize / 2 * variables / order;

    /// <summary>All of <paramref name="count"/> uniform positions miss the places where a far word differs: (1 - delta)^count.</summary>
    public static double Queries(CodeBound bound, int count) => Power(1 - bound.Radius, count);

    /// <summary>Combining claims by powers of a challenge, for every codeword of the list: L·(claims - 1)/q.</summary>
    public static double Combination(double listSize, double claims, double order) => listSize * (claims - 1) / order;

    /// <summary>An error divided by the 2^bits attempts that a proof of work costs.</summary>
    public static double AfterWork(double error, int bits) => Math.ScaleB(error, -bits);

    private static double Power(double value, int exponent)
    {
        // Repeated multiplication instead of Math.Pow: its last bit may differ between machines, this one's cannot.
        double result = 1;
        for (int i = 0; i < exponent; i++) result *= value;
        return result;
    }
}
