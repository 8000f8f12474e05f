using Prover.Proving.Transcripts;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;

namespace Prover.Soundness.Tests.Arguments;

/// <summary>The fraction tree's prover as SPEC §5.7 reads: each round polynomial is interpolated from its values at 0, 1 and 2.</summary>
/// <param name="transcript">Draws the challenges.</param>
/// <param name="send">Sends a message: label, honest content, the claim it is compared with, blend; returns what was sent.</param>
internal sealed class PlainFractionTree(
    ProverTranscript transcript, Func<string, KoalaBear5[], KoalaBear5, KoalaBear5, KoalaBear5[]> send)
{
    private static readonly KoalaBear5 Two = KoalaBear5.FromInteger(2);
    private static readonly KoalaBear5 Half = Two.Inverse();

    public (KoalaBear5[] Point, KoalaBear5 Numerator, KoalaBear5 Denominator) Prove(KoalaBear5[] numerators, KoalaBear5[] denominators)
    {
        var levels = new Stack<(KoalaBear5[] N, KoalaBear5[] D)>();
        levels.Push((numerators, denominators));
        while (levels.Peek().N.Length > 1) levels.Push(Sum(levels.Peek()));
        (KoalaBear5[] n, KoalaBear5[] d) = levels.Pop();
        KoalaBear5[] root = send("fraction root", [n[0], d[0]], default, default);
        (KoalaBear5[] Point, KoalaBear5 N, KoalaBear5 D) claim = ([], root[0], root[1]);
        while (levels.TryPop(out (KoalaBear5[] N, KoalaBear5[] D) level)) claim = Descend(claim, level);
        return claim;
    }

    private static (KoalaBear5[] N, KoalaBear5[] D) Sum((KoalaBear5[] N, KoalaBear5[] D) level)
    {
        int half = level.N.Length / 2;
        return (
            [.. Enumerable.Range(0, half).Select(i => (level.N[i] * level.D[i + half]) + (level.N[i + half] * level.D[i]))],
            [.. Enumerable.Range(0, half).Select(i => level.D[i] * level.D[i + half])]);
    }

    private (KoalaBear5[] Point, KoalaBear5 N, KoalaBear5 D) Descend(
        (KoalaBear5[] Point, KoalaBear5 N, KoalaBear5 D) claim, (KoalaBear5[] N, KoalaBear5[] D) level)
    {
        int half = level.N.Length / 2;
        KoalaBear5[][] children = [level.N[..half], level.N[half..], level.D[..half], level.D[half..]];
        KoalaBear5 lambda = transcript.Challenge("fraction blend"), current = claim.N + (lambda * claim.D);
        var challenges = new List<KoalaBear5>();
        foreach (KoalaBear5 z in claim.Point)
        {
            KoalaBear5[] later = MultilinearExtension.EqualityTable(claim.Point.AsSpan(challenges.Count + 1));
            KoalaBear5 h0 = At(KoalaBear5.Zero), h1 = At(KoalaBear5.One), h2 = At(Two);
            KoalaBear5 quadratic = (h0 - h1 - h1 + h2) * Half;
            KoalaBear5[] message = send("fraction message", [h1 - h0 - quadratic, quadratic], current, lambda);
            KoalaBear5 r = transcript.Challenge("fraction challenge");
            challenges.Add(r);
            current += (r - z) * message[0];
            current += ((r * r) - z) * message[1];
            children = [.. children.Select(child => PlainForms.Bind(child, r))];

            // The sum over later variables of eq times gate, this variable being x.
            KoalaBear5 At(KoalaBear5 x)
            {
                KoalaBear5[][] bound = [.. children.Select(child => PlainForms.Bind(child, x))];
                KoalaBear5 total = default;
                for (int i = 0; i < later.Length; i++) total += later[i] * Gate(bound[0][i], bound[1][i], bound[2][i], bound[3][i], lambda);
                return total;
            }
        }
        KoalaBear5[] sent = send("fraction children", [.. children.Select(child => child[0])], current, lambda);
        KoalaBear5 mu = transcript.Challenge("fraction merge");
        return ([mu, .. challenges], sent[0] + (mu * (sent[1] - sent[0])), sent[2] + (mu * (sent[3] - sent[2])));
    }

    public static KoalaBear5 Gate(KoalaBear5 n0, KoalaBear5 n1, KoalaBear5 d0, KoalaBear5 d1, KoalaBear5 lambda) =>
        (n0 * d1) + (n1 * d0) + (lambda * d0 * d1);
}
