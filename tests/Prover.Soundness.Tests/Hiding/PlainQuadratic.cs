using Prover.Proving.Transcripts;
using Prover.Soundness.Tests.Arguments;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Hiding;

namespace Prover.Soundness.Tests.Hiding;

/// <summary>The check of product pads as SPEC §11.4 reads: round polynomials interpolated from sums over the whole cube.</summary>
internal static class PlainQuadratic
{
    public static void Prove(ProverTranscript transcript, PadPlan plan, KoalaBear5[] pads)
    {
        transcript.Challenge("equations");
        KoalaBear5[] zeros = transcript.Challenges("quadratic point", plan.Variables);
        KoalaBear5[] equality = MultilinearExtension.EqualityTable(zeros);
        var vectors = new KoalaBear5[3][];
        for (int k = 0; k < 3; k++) vectors[k] = new KoalaBear5[equality.Length];
        for (int i = 0; i < plan.TripleCount; i++)
        {
            (int left, int right, int product) = plan.Triple(i);
            (vectors[0][i], vectors[1][i], vectors[2][i]) = (pads[left], pads[right], pads[product]);
        }
        transcript.Send("quadratic mask", Sum([], KoalaBear5.Zero));
        KoalaBear5 scale = transcript.Challenge("quadratic scale");
        var point = new List<KoalaBear5>();
        while (point.Count < plan.Variables)
        {
            KoalaBear5[] h = [.. Enumerable.Range(0, 4).Select(x => Sum([.. point, KoalaBear5.FromInteger(x)], scale))];
            KoalaBear5 cubic = (h[3] - h[0] + (Three * (h[1] - h[2]))) * Six.Inverse();
            KoalaBear5 quadratic = ((h[2] - h[1] - h[1] + h[0]) * Two.Inverse()) - (Three * cubic);
            transcript.Send("quadratic message", [h[0], quadratic, cubic]);
            point.Add(transcript.Challenge("quadratic challenge"));
        }
        transcript.Send("quadratic values", [.. vectors.Select(vector => point.Aggregate(vector, PlainForms.Bind)[0])]);

        // The sum of scale·eq·(x·y - z) + g over the cube of the variables that are not fixed.
        KoalaBear5 Sum(KoalaBear5[] bound, KoalaBear5 factor)
        {
            KoalaBear5[] e = bound.Aggregate(equality, PlainForms.Bind);
            KoalaBear5[][] v = [.. vectors.Select(vector => bound.Aggregate(vector, PlainForms.Bind))];
            KoalaBear5 total = default;
            int free = plan.Variables - bound.Length;
            for (int i = 0; i < e.Length; i++)
            {
                KoalaBear5[] bits = [.. Enumerable.Range(0, free).Select(b => KoalaBear5.FromInteger((i >> (free - 1 - b)) & 1))];
                total += (factor * e[i] * ((v[0][i] * v[1][i]) - v[2][i])) + Mask(plan, pads, [.. bound, .. bits]);
            }
            return total;
        }
    }

    private static KoalaBear5 Two => KoalaBear5.FromInteger(2);

    private static KoalaBear5 Three => KoalaBear5.FromInteger(3);

    private static KoalaBear5 Six => KoalaBear5.FromInteger(6);

    private static KoalaBear5 Mask(PadPlan plan, KoalaBear5[] pads, KoalaBear5[] at)
    {
        KoalaBear5 value = pads[plan.FirstMask];
        for (int i = 0; i < at.Length; i++)
        {
            for (int k = 0; k < 3; k++) value += pads[plan.FirstMask + 1 + (3 * i) + k] * at[i].Power((ulong)k + 1);
        }
        return value;
    }
}
