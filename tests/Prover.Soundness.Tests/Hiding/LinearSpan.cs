using Prover.Verifier.Fields;

namespace Prover.Soundness.Tests.Hiding;

/// <summary>A space of vectors over F, kept in echelon form.</summary>
internal sealed class LinearSpan
{
    private readonly List<(int Pivot, KoalaBear[] Vector)> basis = [];

    /// <summary>Adds a vector; false if it already lies in the space.</summary>
    public bool Add(KoalaBear[] vector)
    {
        KoalaBear[] rest = [.. vector];
        foreach ((int pivot, KoalaBear[] known) in basis) Eliminate(rest, known, pivot);
        int first = Array.FindIndex(rest, static value => value != KoalaBear.Zero);
        if (first < 0) return false;
        KoalaBear inverse = rest[first].Inverse();
        basis.Add((first, Array.ConvertAll(rest, value => value * inverse)));
        return true;
    }

    private static void Eliminate(KoalaBear[] vector, KoalaBear[] known, int pivot)
    {
        KoalaBear factor = vector[pivot];
        if (factor == KoalaBear.Zero) return;
        for (int i = 0; i < vector.Length; i++) vector[i] -= factor * known[i];
    }
}
