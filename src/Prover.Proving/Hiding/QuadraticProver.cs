using Prover.Proving.Transcripts;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Hiding;

namespace Prover.Proving.Hiding;

/// <summary>The mirror of <see cref="QuadraticVerifier"/>; its vectors have a few hundred elements.</summary>
internal static class QuadraticProver
{
    /// <summary>Proves that product pads are products; the values on the pads that must be 0, none without pads.</summary>
    public static HiddenValue[] Prove(HiddenSender hidden)
    {
        PadPlan plan = hidden.Ledger.Plan;
        if (!plan.IsHiding) return [];
        ProverTranscript transcript = hidden.Transcript;
        HiddenValue equations = hidden.Ledger.CombineEquations(transcript.Challenge(QuadraticRound.EquationsLabel));
        KoalaBear5[] zeros = transcript.Challenges(QuadraticRound.PointLabel, plan.Variables);
        var mask = new QuadraticMask(plan, hidden.Pads);
        KoalaBear5 claim = mask.Sum;
        transcript.Send(QuadraticRound.MaskLabel, claim);
        KoalaBear5 scale = transcript.Challenge(QuadraticRound.ScaleLabel);

        KoalaBear5[][] vectors = Vectors(plan, hidden.Pads, zeros, scale);
        var point = new KoalaBear5[plan.Variables];
        for (int round = 0; round < point.Length; round++)
        {
            KoalaBear5[] message = Round(vectors);
            mask.AddRound(round, message);
            transcript.Send(QuadraticRound.MessageLabel, message);
            KoalaBear5 challenge = point[round] = transcript.Challenge(QuadraticRound.ChallengeLabel);
            claim = QuadraticRound.Next(message, claim, challenge);
            mask.Bind(round, challenge);
            vectors = [.. vectors.Select(vector => Bind(vector, challenge))];
        }
        KoalaBear5[] values = [vectors[1][0], vectors[2][0], vectors[3][0]];
        transcript.Send(QuadraticRound.ValuesLabel, values);
        KoalaBear5 difference = (values[0] * values[1]) - values[2];
        KoalaBear5 last = claim - (scale * MultilinearExtension.Equality(zeros, point) * difference);
        return [equations, .. QuadraticRound.Claims(plan, point, values, last)];
    }

    /// <summary>The scaled eq table, left factors, right factors and products of all triples.</summary>
    private static KoalaBear5[][] Vectors(PadPlan plan, ReadOnlySpan<KoalaBear5> pads, KoalaBear5[] zeros, KoalaBear5 scale)
    {
        int size = 1 << plan.Variables;
        var vectors = new KoalaBear5[4][];
        for (int i = 0; i < vectors.Length; i++) vectors[i] = new KoalaBear5[size];
        vectors[0] = [.. MultilinearExtension.EqualityTable(zeros).Select(weight => scale * weight)];
        for (int i = 0; i < plan.TripleCount; i++)
        {
            (int left, int right, int product) = plan.Triple(i);
            (vectors[1][i], vectors[2][i], vectors[3][i]) = (pads[left], pads[right], pads[product]);
        }
        return vectors;
    }

    /// <summary>h(0) and the coefficients of X^2 and X^3 of the sum of eq·(left·right - product).</summary>
    private static KoalaBear5[] Round(KoalaBear5[][] vectors)
    {
        int half = vectors[0].Length / 2;
        var message = new KoalaBear5[3];
        for (int i = 0; i < half; i++)
        {
            (KoalaBear5 e, KoalaBear5 x, KoalaBear5 y, KoalaBear5 z) = (vectors[0][i], vectors[1][i], vectors[2][i], vectors[3][i]);
            KoalaBear5 de = vectors[0][i + half] - e, dx = vectors[1][i + half] - x;
            KoalaBear5 dy = vectors[2][i + half] - y, dz = vectors[3][i + half] - z;
            KoalaBear5 linear = (x * dy) + (dx * y) - dz, quadratic = dx * dy;
            message[0] += e * ((x * y) - z);
            message[1] += (e * quadratic) + (de * linear);
            message[2] += de * quadratic;
        }
        return message;
    }

    private static KoalaBear5[] Bind(KoalaBear5[] vector, KoalaBear5 challenge)
    {
        var bound = new KoalaBear5[vector.Length / 2];
        for (int i = 0; i < bound.Length; i++) bound[i] = vector[i] + (challenge * (vector[i + bound.Length] - vector[i]));
        return bound;
    }
}
