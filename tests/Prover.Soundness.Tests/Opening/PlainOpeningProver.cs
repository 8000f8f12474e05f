using Prover.Proving.Commitments;
using Prover.Proving.Transcripts;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;

namespace Prover.Soundness.Tests.Opening;

/// <summary>
/// The opening's prover written down as the specification reads (SPEC §6), on arrays of field elements, with the places where a
/// prover may cheat. Without cheats its proofs must equal those of the fast prover byte for byte.
/// </summary>
internal sealed class PlainOpeningProver(
    WhirParameters parameters, PlainMatrix? model, PlainMatrix? witness, ProverTranscript transcript, OpeningCheats cheats)
{
    private readonly List<KoalaBear5> point = [];
    private KoalaBear5[] vector = [];
    private KoalaBear5[] covector = [];
    private KoalaBear5[] folding = [];
    private KoalaBear5 claim;
    private PlainMatrix? folded;
    private int round;

    public OutOfDomainClaim CommitOutOfDomain(KoalaBear5[] joint, KoalaBear5 pad = default)
    {
        KoalaBear5[] sample = transcript.Challenges("out-of-domain point", parameters.Shape.Variables);
        KoalaBear5 value = cheats.Answer(0, Inner(MultilinearExtension.EqualityTable(sample), joint)) + pad;
        transcript.Send("out-of-domain value", value);
        return new(sample, value);
    }

    public void Open(KoalaBear5[] joint, KoalaBear5[] form, KoalaBear5 value)
    {
        (vector, covector, claim) = (joint, form, value);
        Fold(parameters.Codes[0].LogColumns, parameters.Codes[0].FoldWork);
        for (int code = 1; code < parameters.Codes.Count; code++)
        {
            vector = cheats.Folded(code, vector);
            WhirCode sizes = parameters.Codes[code];
            uint[] planes = [.. Enumerable.Range(0, 5).SelectMany(d => vector.Select(element => element[d].Representative))];
            var next = new PlainMatrix(parameters.FoldedTree(code), sizes.LogRows, planes, _ => { });
            transcript.SendDigests("folded commitment", next.Tree.Cap.Span);
            KoalaBear5[] sample = transcript.Challenges("out-of-domain point", sizes.Variables);
            KoalaBear5[] equality = MultilinearExtension.EqualityTable(sample);
            KoalaBear5 answer = cheats.Answer(code, Inner(equality, vector));
            transcript.Send("out-of-domain value", answer);
            (KoalaBear[] points, KoalaBear5[] values) = Query(code - 1);
            Combine(equality, answer, points, values, transcript.Challenge("batching challenge"));
            folded = next;
            Fold(sizes.LogColumns, sizes.FoldWork);
        }
        KoalaBear5[] clear = cheats.Clear([.. vector]);
        transcript.Send("clear vector", clear);
        if (cheats.GoOnWithClear) vector = clear;
        Query(parameters.Codes.Count - 1);
        Fold(parameters.ClearVariables, 0);
    }

    public static KoalaBear5 Inner(KoalaBear5[] left, KoalaBear5[] right)
    {
        KoalaBear5 total = KoalaBear5.Zero;
        for (int i = 0; i < left.Length; i++) total += left[i] * right[i];
        return total;
    }

    private void Combine(KoalaBear5[] equality, KoalaBear5 answer, KoalaBear[] points, KoalaBear5[] values, KoalaBear5 batching)
    {
        KoalaBear5 weight = batching;
        claim += weight * answer;
        for (int i = 0; i < covector.Length; i++) covector[i] += weight * equality[i];
        for (int j = 0; j < points.Length; j++)
        {
            weight *= batching;
            claim += weight * values[j];
            KoalaBear power = KoalaBear.One;
            for (int i = 0; i < covector.Length; i++)
            {
                covector[i] += weight * power;
                power *= points[j];
            }
        }
    }

    private void Fold(int rounds, int work)
    {
        folding = new KoalaBear5[rounds];
        for (int i = 0; i < rounds; i++)
        {
            int half = vector.Length / 2;
            KoalaBear5 atZero = KoalaBear5.Zero, atInfinity = KoalaBear5.Zero;
            for (int j = 0; j < half; j++)
            {
                atZero += vector[j] * covector[j];
                atInfinity += (vector[j + half] - vector[j]) * (covector[j + half] - covector[j]);
            }
            KoalaBear5[] message = cheats.Message(round++, [atZero, atInfinity]);
            transcript.Send("fold message", message);
            transcript.Work("fold work", work);
            KoalaBear5 challenge = folding[i] = transcript.Challenge("fold challenge");
            // h(r) by Lagrange interpolation through h(0), h(1) and the leading coefficient.
            KoalaBear5 atOne = claim - message[0];
            claim = message[0] + (challenge * (atOne - message[0])) + (challenge * (challenge - KoalaBear5.One) * message[1]);
            vector = Bind(vector, challenge);
            covector = Bind(covector, challenge);
        }
        point.AddRange(folding);
    }

    private (KoalaBear[] Points, KoalaBear5[] Values) Query(int number)
    {
        WhirCode code = parameters.Codes[number];
        transcript.Work("query work", code.QueryWork);
        int[] drawn = transcript.ChallengeIndices("query positions", code.Queries, code.LogLength);
        int[] positions = [.. drawn.Distinct().Order()];
        var values = new KoalaBear5[positions.Length];
        KoalaBear5[] weights = MultilinearExtension.EqualityTable(folding);
        if (folded is not null)
        {
            uint[] rows = Send(number + 1, folded, positions);
            for (int i = 0; i < rows.Length; i++)
            {
                // Word d·columns + c of a row is coefficient d of column c: multiply by X^d.
                int row = i / (5 * weights.Length), word = i % (5 * weights.Length);
                values[row] += weights[word % weights.Length] * Monomial(word / weights.Length) * new KoalaBear(rows[i]);
            }
        }
        else
        {
            AddBase(0, model, parameters.Shape.ModelStart);
            AddBase(1, witness, parameters.Shape.WitnessStart);
        }
        KoalaBear root = KoalaBear.RootOfUnity(code.LogLength);
        return ([.. positions.Select(position => root.Power(Reverse(position, code.LogLength)))], values);

        void AddBase(int tree, PlainMatrix? matrix, int start)
        {
            if (matrix is null) return;
            uint[] rows = Send(tree, matrix, positions);
            int columns = rows.Length / positions.Length;
            for (int i = 0; i < rows.Length; i++) values[i / columns] += weights[start + (i % columns)] * new KoalaBear(rows[i]);
        }
    }

    private uint[] Send(int tree, PlainMatrix matrix, int[] positions)
    {
        MerkleOpening opening = matrix.Tree.Open(positions);
        uint[] rows = opening.Rows.ToArray();
        cheats.Rows(tree, rows);
        Digest[] siblings = cheats.Siblings(tree, opening.Siblings.ToArray());
        transcript.SendBase("rows", rows);
        transcript.SendDigests("siblings", siblings);
        return rows;
    }

    private static KoalaBear5[] Bind(KoalaBear5[] entries, KoalaBear5 challenge)
    {
        int half = entries.Length / 2;
        return [.. Enumerable.Range(0, half).Select(i => entries[i] + (challenge * (entries[i + half] - entries[i])))];
    }

    private static KoalaBear5 Monomial(int degree)
    {
        KoalaBear zero = KoalaBear.Zero, one = KoalaBear.One;
        return new(
            degree == 0 ? one : zero, degree == 1 ? one : zero, degree == 2 ? one : zero, degree == 3 ? one : zero,
            degree == 4 ? one : zero);
    }

    private static ulong Reverse(int value, int bits)
    {
        ulong result = 0;
        for (int i = 0; i < bits; i++) result = (result << 1) | (uint)((value >> i) & 1);
        return result;
    }
}
