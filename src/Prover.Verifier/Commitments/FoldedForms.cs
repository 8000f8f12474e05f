using Prover.Verifier.Fields;

namespace Prover.Verifier.Commitments;

/// <summary>
/// The forms that an opening adds to its own constraint while it folds (SPEC §6.6): out-of-domain samples and powers of queried
/// points, each on the variables that were left when it was added, that is on a suffix of the final point.
/// </summary>
internal sealed class FoldedForms
{
    private readonly List<(OutOfDomainClaim Sample, KoalaBear5 Weight)> samples = [];
    private readonly List<(int Variables, KoalaBear X, KoalaBear5 Weight)> powers = [];

    /// <summary>The weights b, b^2, ... of a sample and the queried points after it; the carried claim has weight 1.</summary>
    public static KoalaBear5[] Weights(KoalaBear5 batching, int count)
    {
        var weights = new KoalaBear5[count];
        KoalaBear5 power = KoalaBear5.One;
        for (int i = 0; i < count; i++) weights[i] = power *= batching;
        return weights;
    }

    /// <summary>What a sample and queried values add to the claimed inner product.</summary>
    public static KoalaBear5 Combine(KoalaBear5 sample, ReadOnlySpan<KoalaBear5> values, ReadOnlySpan<KoalaBear5> weights)
    {
        KoalaBear5 total = weights[0] * sample;
        for (int i = 0; i < values.Length; i++) total += weights[i + 1] * values[i];
        return total;
    }

    /// <summary>Adds the forms of one code.</summary>
    public void Add(OutOfDomainClaim sample, ReadOnlySpan<KoalaBear> points, ReadOnlySpan<KoalaBear5> weights)
    {
        samples.Add((sample, weights[0]));
        for (int i = 0; i < points.Length; i++) powers.Add((sample.Point.Length, points[i], weights[i + 1]));
    }

    /// <summary>The sum of all forms' extensions at the final point.</summary>
    public KoalaBear5 Evaluate(ReadOnlySpan<KoalaBear5> point)
    {
        KoalaBear5 total = KoalaBear5.Zero;
        foreach ((OutOfDomainClaim sample, KoalaBear5 weight) in samples)
        {
            total += weight * MultilinearExtension.Equality(sample.Point, point[^sample.Point.Length..]);
        }
        foreach ((int variables, KoalaBear x, KoalaBear5 weight) in powers)
        {
            total += weight * MultilinearExtension.Powers(x, point[^variables..]);
        }
        return total;
    }
}
