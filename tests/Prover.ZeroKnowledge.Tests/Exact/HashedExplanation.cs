using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashed;
using Prover.Verifier.Hashing;

namespace Prover.ZeroKnowledge.Tests.Exact;

/// <summary>
/// The change of a commitment's tails under which other integers have the same opened rows in all proofs and the same value outside the
/// domain (SPEC §5.10, Hiding). It does not depend on the tails: a translation.
/// </summary>
internal static class HashedExplanation
{
    /// <summary>What the second commitment draws where the first one drew these words; salts of rows that are opened stay.</summary>
    /// <param name="from">The first integers.</param>
    /// <param name="to">The second ones, as many.</param>
    /// <param name="positions">All positions that proofs open.</param>
    /// <param name="root">The root, which determines the point outside the domain.</param>
    /// <param name="random">What the first commitment drew: tails, then salts.</param>
    public static uint[] Translate(int[] from, int[] to, int[] positions, Digest root, uint[] random)
    {
        var shape = new HashedShape(from.Length);
        int rows = 1 << shape.LogRows;
        KoalaBear[] points = CodeDomain.Points(shape.LogLength, positions);
        KoalaBear5 outside = new HashedDigest(shape, root).Point;
        int count = points.Length + KoalaBear5.Degree;
        KoalaBear[][] matrix =
        [
            .. points.Select(x => Powers(x, count)),
            .. Coordinates([.. Enumerable.Range(0, count).Select(power => outside.Power((ulong)power))]),
        ];
        uint[] translated = [.. random];
        for (int column = 0; column < shape.Columns; column++)
        {
            int first = column * rows, last = Math.Min(first + rows, from.Length);
            KoalaBear[] change = [.. Enumerable.Range(first, last - first).Select(i => KoalaBear.FromInteger((long)to[i] - from[i]))];
            KoalaBear5 far = default;
            for (int i = change.Length - 1; i >= 0; i--) far = (far * outside) + KoalaBear5.FromBase(change[i]);
            far = -(far * outside.Power((ulong)rows).Inverse());
            KoalaBear[] right =
            [
                .. points.Select(x => -(LinearSystem.Evaluate(change, x) * x.Power((ulong)rows).Inverse())),
                .. Enumerable.Range(0, KoalaBear5.Degree).Select(d => far[d]),
            ];
            KoalaBear[] tail = LinearSystem.Solve(matrix, right);
            for (int i = 0; i < count; i++)
            {
                translated[first + i] = (new KoalaBear(translated[first + i]) + tail[i]).Representative;
            }
        }
        return translated;
    }

    private static KoalaBear[] Powers(KoalaBear x, int count)
    {
        var powers = new KoalaBear[count];
        powers[0] = KoalaBear.One;
        for (int i = 1; i < count; i++) powers[i] = powers[i - 1] * x;
        return powers;
    }

    private static IEnumerable<KoalaBear[]> Coordinates(KoalaBear5[] elements) =>
        Enumerable.Range(0, KoalaBear5.Degree).Select(d => elements.Select(element => element[d]).ToArray());
}
