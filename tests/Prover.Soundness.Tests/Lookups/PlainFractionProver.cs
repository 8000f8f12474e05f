using Prover.Proving.Transcripts;
using Prover.Verifier.Fields;
using Prover.Verifier.Lookups;

namespace Prover.Soundness.Tests.Lookups;

/// <summary>
/// The prover of the fraction tree written from the specification alone (SPEC §5.7): sums over all indices, polynomials by
/// interpolation, no kernels. It may cheat.
/// </summary>
internal static class PlainFractionProver
{
    /// <summary>Writes the proof for 2^k leaves; the claim it ends in is what the verifier will be left with.</summary>
    public static FractionClaim Prove(ProverTranscript transcript, KoalaBear5[] n, KoalaBear5[] d, FractionCheats cheats)
    {
        var levels = new Stack<(KoalaBear5[] N, KoalaBear5[] D)>();
        levels.Push((n, d));
        while (levels.Peek().N.Length > 1) levels.Push(Sum(levels.Peek().N, levels.Peek().D));
        (KoalaBear5[] rootN, KoalaBear5[] rootD) = levels.Pop();
        KoalaBear5[] root = cheats.Root([rootN[0], rootD[0]]);
        transcript.Send("fraction root", root);
        var claim = new FractionClaim([], root[0], root[1]);
        for (int layer = 0; levels.Count > 0; layer++)
        {
            (KoalaBear5[] childN, KoalaBear5[] childD) = levels.Pop();
            claim = Descend(transcript, claim, layer, childN, childD, cheats);
        }
        return claim;
    }

    /// <summary>The multilinear extension of a vector.</summary>
    public static KoalaBear5 Extension(KoalaBear5[] vector, KoalaBear5[] point) => vector
        .Select((value, i) => value * Equality(point, i))
        .Aggregate(KoalaBear5.Zero, (sum, term) => sum + term);

    private static FractionClaim Descend(
        ProverTranscript transcript, FractionClaim above, int layer, KoalaBear5[] n, KoalaBear5[] d, FractionCheats cheats)
    {
        KoalaBear5 blend = transcript.Challenge("fraction blend");
        KoalaBear5 claim = above.Numerator.Known + (blend * above.Denominator.Known);
        int half = n.Length / 2;
        KoalaBear5[][] vectors = [n[..half], n[half..], d[..half], d[half..]];
        var challenges = new List<KoalaBear5>();
        for (int round = 0; round < layer; round++)
        {
            KoalaBear5[] rest = above.Point[(round + 1)..];
            KoalaBear5 zero = Value(vectors, rest, blend, 0), one = Value(vectors, rest, blend, 1), two = Value(vectors, rest, blend, 2);
            KoalaBear5 quadratic = (two - one - one + zero) * KoalaBear.FromInteger(2).Inverse();
            KoalaBear5[] message = cheats.Message(layer, round, [one - zero - quadratic, quadratic]);
            transcript.Send("fraction message", message);
            KoalaBear5 r = transcript.Challenge("fraction challenge");
            KoalaBear5 constant = claim - (above.Point[round] * (message[0] + message[1]));
            claim = constant + (message[0] * r) + (message[1] * r * r);
            challenges.Add(r);
            vectors = [.. vectors.Select(v => Bind(v, r))];
        }
        KoalaBear5[] honest = [.. vectors.Select(v => v[0])];
        KoalaBear5[] children = cheats.Children(new(layer, honest, claim, blend));
        transcript.Send("fraction children", children);
        KoalaBear5 merge = transcript.Challenge("fraction merge");
        return new(
            [merge, .. challenges],
            children[0] + (merge * (children[1] - children[0])),
            children[2] + (merge * (children[3] - children[2])));
    }

    // The sum over the remaining variables of eq times the gate, the current variable set to an integer.
    private static KoalaBear5 Value(KoalaBear5[][] vectors, KoalaBear5[] rest, KoalaBear5 blend, int at)
    {
        KoalaBear5[][] bound = [.. vectors.Select(v => Bind(v, KoalaBear5.FromInteger(at)))];
        KoalaBear5 sum = KoalaBear5.Zero;
        for (int i = 0; i < bound[0].Length; i++)
        {
            (KoalaBear5 n0, KoalaBear5 n1, KoalaBear5 d0, KoalaBear5 d1) = (bound[0][i], bound[1][i], bound[2][i], bound[3][i]);
            sum += Equality(rest, i) * ((n0 * d1) + (n1 * d0) + (blend * d0 * d1));
        }
        return sum;
    }

    private static KoalaBear5[] Bind(KoalaBear5[] v, KoalaBear5 r) =>
        [.. Enumerable.Range(0, v.Length / 2).Select(i => v[i] + (r * (v[i + (v.Length / 2)] - v[i])))];

    private static (KoalaBear5[] N, KoalaBear5[] D) Sum(KoalaBear5[] n, KoalaBear5[] d)
    {
        int half = n.Length / 2;
        return (
            [.. Enumerable.Range(0, half).Select(i => (n[i] * d[i + half]) + (n[i + half] * d[i]))],
            [.. Enumerable.Range(0, half).Select(i => d[i] * d[i + half])]);
    }

    private static KoalaBear5 Equality(KoalaBear5[] point, int index)
    {
        KoalaBear5 product = KoalaBear5.One;
        for (int bit = 0; bit < point.Length; bit++)
        {
            bool set = ((index >> (point.Length - 1 - bit)) & 1) != 0;
            product *= set ? point[bit] : KoalaBear5.One - point[bit];
        }
        return product;
    }
}
