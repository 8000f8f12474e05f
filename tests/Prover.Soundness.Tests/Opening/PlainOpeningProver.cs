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
    private KoalaBear5 blend;
    private PlainMatrix? folded;
    private int round;

    /// <summary>X.</summary>
    public static KoalaBear5 Generator { get; } = Monomial(1);

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
        if (parameters.Shape.Hiding) FoldHidden(parameters.Codes[0]);
        else Fold(parameters.Codes[0].LogColumns, parameters.Codes[0].FoldWork);
        for (int code = 1; code < parameters.Codes.Count; code++)
        {
            vector = cheats.Folded(code, vector);
            WhirCode sizes = parameters.Codes[code];
            IEnumerable<KoalaBear5> committed = vector.Take(sizes.Columns << sizes.LogRows);
            uint[] planes = [.. Enumerable.Range(0, 5).SelectMany(d => committed.Select(element => element[d].Representative))];
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

    /// <summary>The first rounds under a mask, and the blend with the mask column (SPEC §6.9).</summary>
    private void FoldHidden(WhirCode code)
    {
        PlainMask hidden = witness!.Mask!;
        cheats.LateMask(hidden);
        JointShape shape = parameters.Shape;
        int rows = 1 << code.LogRows, length = rows + code.TailRows;
        // Columns with their tails, end to end; the tails' first five rows are weighted X^0 ... X^4 in every column.
        var data = new KoalaBear5[length << code.LogColumns];
        var weights = new KoalaBear5[data.Length];
        for (int column = 0; column < 1 << code.LogColumns; column++)
        {
            Array.Copy(vector, column * rows, data, column * length, rows);
            Array.Copy(covector, column * rows, weights, column * length, rows);
            uint[] tail = hidden.Tails.ElementAtOrDefault(column - shape.WitnessStart)
                ?? model?.Tails.ElementAtOrDefault(column - shape.ModelStart) ?? [];
            for (int i = 0; i < tail.Length; i++) data[(column * length) + rows + i] = KoalaBear5.FromBase(new(tail[i]));
        }
        if (model?.Seal is { } seal) AddSeal(seal, weights, rows, length);
        IEnumerable<int> numbers = Enumerable.Range(0, (2 * code.LogColumns) + 1);
        KoalaBear5[] coefficients = [.. numbers.Select(k => Packed(hidden.Column, rows + (5 * (k + 1))))];
        KoalaBear5 sum = KoalaBear5.Zero;
        for (int column = 0; column < 1 << code.LogColumns; column++) sum += Packed(data, (column * length) + rows);
        sum = cheats.MaskSum(sum + Masking(coefficients, [], code.LogColumns));
        transcript.Send("mask sum", sum);
        KoalaBear5 scale = transcript.Challenge("mask challenge");
        claim = (scale * claim) + sum;
        for (int i = 0; i < weights.Length; i++) weights[i] *= scale;
        for (int column = 0; column < 1 << code.LogColumns; column++)
        {
            for (int j = 0; j < 5; j++) weights[(column * length) + rows + j] = Monomial(j);
        }
        (vector, covector) = (data, weights);
        Fold(code.LogColumns, code.FoldWork, bound => MaskingRound(coefficients, bound, code.LogColumns));
        Blend(code, hidden, rows);
    }

    /// <summary>The claim that the model has its seal (SPEC §6.10): its form stands on data and the last five rows of the tail.</summary>
    private void AddSeal(ModelSeal seal, KoalaBear5[] weights, int rows, int length)
    {
        KoalaBear5 weight = transcript.Challenge("seal challenge");
        claim += weight * seal.Value;
        KoalaBear5[] ofRows = MultilinearExtension.EqualityTable(seal.Point.Rows);
        for (int column = 0; column < parameters.Shape.ModelColumns; column++, weight *= seal.Point.Column)
        {
            int start = (parameters.Shape.ModelStart + column) * length;
            for (int i = 0; i < rows; i++) weights[start + i] += weight * ofRows[i];
            for (int j = 0; j < 5; j++) weights[start + length - 5 + j] += weight * seal.Point.Tail * Monomial(j);
        }
    }

    private void Blend(WhirCode code, PlainMask hidden, int rows)
    {
        KoalaBear5[] monomials = [KoalaBear5.One, .. folding.SelectMany(challenge => new[] { challenge, challenge * challenge })];
        var ofFolded = new KoalaBear5[covector.Length];
        for (int k = 0; k < monomials.Length; k++)
        {
            for (int j = 0; j < 5; j++) ofFolded[rows + (5 * (k + 1)) + j] = Monomial(j) * monomials[k];
        }
        KoalaBear5[] products = cheats.MaskProducts([Inner(hidden.Column, covector), Inner(vector, ofFolded)]);
        transcript.Send("mask products", products);
        transcript.Work("fold work", code.FoldWork);
        blend = transcript.Challenge("blend challenge");
        claim = products[0] + (blend * claim) + (blend * blend * products[1]);
        var blended = new KoalaBear5[2 * rows];
        var form = new KoalaBear5[2 * rows];
        for (int i = 0; i < vector.Length; i++)
        {
            blended[i] = hidden.Column[i] + (blend * vector[i]);
            form[i] = covector[i] + (blend * ofFolded[i]);
        }
        (vector, covector) = (blended, form);
    }

    /// <summary>The masking polynomial summed over the variables that follow a prefix.</summary>
    private static KoalaBear5 Masking(KoalaBear5[] coefficients, KoalaBear5[] prefix, int variables)
    {
        KoalaBear5 total = KoalaBear5.Zero;
        for (int rest = 0; rest < 1 << (variables - prefix.Length); rest++)
        {
            total += coefficients[0];
            for (int i = 0; i < variables; i++)
            {
                KoalaBear5 x = i < prefix.Length ? prefix[i] : KoalaBear5.FromInteger((rest >> (variables - 1 - i)) & 1);
                total += (coefficients[(2 * i) + 1] * x) + (coefficients[(2 * i) + 2] * x * x);
            }
        }
        return total;
    }

    /// <summary>Its share of a round's message: h(0), and half of h(0) - 2 h(1) + h(2).</summary>
    private static KoalaBear5[] MaskingRound(KoalaBear5[] coefficients, KoalaBear5[] bound, int variables)
    {
        KoalaBear5 two = KoalaBear5.FromInteger(2);
        KoalaBear5 zero = Masking(coefficients, [.. bound, KoalaBear5.Zero], variables);
        KoalaBear5 one = Masking(coefficients, [.. bound, KoalaBear5.One], variables);
        return [zero, (zero - (two * one) + Masking(coefficients, [.. bound, two], variables)) * two.Inverse()];
    }

    /// <summary>The element whose coefficients are held by five entries.</summary>
    private static KoalaBear5 Packed(KoalaBear5[] entries, int first)
    {
        KoalaBear5 total = KoalaBear5.Zero;
        for (int j = 0; j < 5; j++) total += Monomial(j) * entries[first + j];
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

    private void Fold(int rounds, int work, Func<KoalaBear5[], KoalaBear5[]>? mask = null)
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
            if (mask?.Invoke(folding[..i]) is [var ofZero, var ofInfinity])
            {
                atZero += ofZero;
                atInfinity += ofInfinity;
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
                int row = i / (5 * code.Columns), word = i % (5 * code.Columns);
                values[row] += weights[word % code.Columns] * Monomial(word / code.Columns) * new KoalaBear(rows[i]);
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
            int columns = rows.Length / positions.Length, data = matrix.DataColumns;
            for (int i = 0; i < rows.Length; i++)
            {
                if (i % columns < data) values[i / columns] += weights[start + (i % columns)] * new KoalaBear(rows[i]);
            }
            for (int i = 0; i < values.Length && matrix.Mask is not null; i++)
            {
                values[i] *= blend;
                for (int d = 0; d < 5; d++) values[i] += Monomial(d) * new KoalaBear(rows[(i * columns) + data + d]);
            }
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
