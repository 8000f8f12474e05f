using Prover.Verifier.Fields;

namespace Prover.Soundness.Tests.Lookups;

/// <summary>
/// Where a prover of the fraction tree departs from the protocol: each step is given what an honest prover would send and returns what is
/// sent instead.
/// </summary>
internal sealed class FractionCheats
{
    /// <summary>The root (n, d).</summary>
    public Func<KoalaBear5[], KoalaBear5[]> Root { get; init; } = root => root;

    /// <summary>The message (a1, a2) of a round of a layer.</summary>
    public Func<int, int, KoalaBear5[], KoalaBear5[]> Message { get; init; } = (_, _, message) => message;

    /// <summary>
    /// The children (n0, n1, d0, d1) of a layer, given the claim that the verifier will compare with n0·d1 + d0·(n1 + blend·d1).
    /// </summary>
    public Func<FractionEnd, KoalaBear5[]> Children { get; init; } = end => end.Children;

    /// <summary>What is known when the children of a layer are sent.</summary>
    /// <param name="Layer">The layer, 0 below the root.</param>
    /// <param name="Children">The true values.</param>
    /// <param name="Claim">The claim to meet.</param>
    /// <param name="Blend">The layer's challenge.</param>
    internal sealed record FractionEnd(int Layer, KoalaBear5[] Children, KoalaBear5 Claim, KoalaBear5 Blend)
    {
        /// <summary>The children with a numerator n0 that meets any claim.</summary>
        public KoalaBear5[] MeetingTheClaim()
        {
            (KoalaBear5 n1, KoalaBear5 d0, KoalaBear5 d1) = (Children[1], Children[2], Children[3]);
            return [(Claim - (d0 * (n1 + (Blend * d1)))) * d1.Inverse(), n1, d0, d1];
        }
    }
}
