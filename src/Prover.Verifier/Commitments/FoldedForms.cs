using Prover.Verifier.Fields;

namespace Prover.Verifier.Commitments;

/// <summary>
/// The forms that an opening adds to its own constraint while it folds (SPEC §6.6): out-of-domain samples and powers of queried
/// points, each on the variables that were left when it was added, that is on a suffix of the final point.
/// </summary>
internal sealed class FoldedForms
{
    private readonly List<(OutOfDomainClaim Claim, KoalaBear5 Weight)> samples = [];
    private readonly List<(int Variables, KoalaBear X, KoalaBear5 Weight)> powers = [];

    /// <summary>
    /// Adds the claims of one code: the sample with weight b, the queried points with weights b^2, b^3, ...; returns what this adds
    /// to the claimed inner product.
    /// </summary>
    public KoalaBear5 Add(OutOfDomainClaim sample, ReadOnlySpan<KoalaBear> points, ReadOnlySpan<KoalaBear5> values, KoalaBear5 batching)
    {
        KoalaBear5 weight = batching;
        samples.Add((sample, weight));
        KoalaBear5 total = weight * sample.Value;
        for (int i = 0; i < points.Length; i++)
        {
            weight *= batching;
            powers.Add((sample.Point.Length, points[i], weight));
            total += weight * values[i];
        }
        return total;
    }

    /// <summary>The sum of all forms' extensions at the final point.</summary>
    public KoalaBear5 Evaluate(ReadOnlySpan<KoalaBear5> point)
    {
        KoalaBear5 total = KoalaBear5.Zero;
        foreach ((OutOfDomainClaim claim, KoalaBear5 weight) in samples)
        {
            total += weight * MultilinearExtension.Equality(claim.Point, point[^claim.Point.Length..]);
        }
        foreach ((int variables, KoalaBear x, KoalaBear5 weight) in powers)
        {
            total += weight * MultilinearExtension.Powers(x, point[^variables..]);
        }
        return total;
    }
}
