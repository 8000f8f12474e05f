namespace Prover.Soundness.Tests.ToyFields;

/// <summary>
/// The fraction tree of SPEC §5.7 over a small field, verifier's side. A cheating prover is modelled by how far its messages are from the
/// truth: the verifier's checks are about these differences alone, so the truth itself can be any tree.
/// </summary>
internal sealed class ToyFractionTree(ToyField field, int levels, Random random)
{
    /// <summary>Whether a root that is off by one in the numerator ends in true claims about the leaves.</summary>
    public bool Accepts()
    {
        // Errors of the claims n and d; the point z of the layer.
        int n = 1, d = 0;
        int[] point = [];
        for (int level = 0; level < levels; level++)
        {
            int lambda = field.Random(random), claim = field.Reduce(n + ((long)lambda * d));
            int[] next = new int[point.Length + 1];
            for (int round = 0; round < point.Length; round++)
            {
                next[round + 1] = field.Random(random);
                claim = Round(claim, point[round], next[round + 1]);
            }
            (int n0, int n1, int d0, int d1) = Children(claim, lambda);
            next[0] = field.Random(random);
            n = field.Reduce(n0 + ((long)next[0] * (n1 - n0)));
            d = field.Reduce(d0 + ((long)next[0] * (d1 - d0)));
            point = next;
        }
        return n == 0 && d == 0;
    }

    /// <summary>The next error when the message makes the error a polynomial with two zeros, or none if that cannot be.</summary>
    private int Round(int error, int z, int challenge)
    {
        if (error == 0) return 0;
        for (int first = 1; first < field.Order; first++)
        {
            int second = field.Reduce(first + 1);
            int sum = field.Reduce(
                ((1L - z) * field.Multiply(first, second))
                + ((long)z * field.Multiply(1 - first, field.Reduce(1 - (long)second))));
            if (sum == 0) continue;
            int scale = field.Multiply(error, field.Inverse(sum));
            return field.Multiply(scale, field.Multiply(challenge - first, field.Reduce(challenge - (long)second)));
        }
        throw new InvalidOperationException("no polynomial has the sum");
    }

    /// <summary>
    /// Errors of the children that make the layer fit. With true children n0 = n1 = 0, d0 = d1 = 1 the gate is linear in the numerators'
    /// errors: n0 + n1 = claim. Different errors vanish for one merge challenge.
    /// </summary>
    private (int N0, int N1, int D0, int D1) Children(int claim, int lambda)
    {
        // Nothing to hide: the claims become true and stay so.
        if (claim == 0) return (0, 0, 0, 0);
        int split = field.Reduce(lambda + 2);
        return (split, field.Reduce(claim - (long)split), 0, 0);
    }
}
