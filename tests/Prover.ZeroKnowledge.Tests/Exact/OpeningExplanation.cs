using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;

namespace Prover.ZeroKnowledge.Tests.Exact;

/// <summary>
/// The change of randomness under which another witness of the same claim reveals the same (SPEC §6.9). It depends on the challenges and
/// on the difference of the witnesses only, not on the randomness: a translation, which maps uniform randomness to uniform randomness.
/// So for these challenges both witnesses give the same distribution of everything that is revealed.
/// </summary>
internal sealed class OpeningExplanation
{
    private readonly OpeningExperiment experiment;
    private readonly int witnessColumns;

    // The witness' columns, then those of a hidden model: differences of data and of tails, and the columns' weights in the fold.
    private readonly KoalaBear[][] data;
    private readonly KoalaBear[][] tails;
    private readonly KoalaBear5[] weights;
    private readonly int[] places;

    private OpeningExplanation(OpeningExperiment experiment, uint[] from, uint[] to, ModelExplanation? model)
    {
        this.experiment = experiment;
        KoalaBear[] difference = [.. from.Zip(to, (left, right) => new KoalaBear(right) - new KoalaBear(left))];
        data = [.. difference.Chunk(experiment.Rows), .. model?.Data ?? []];
        witnessColumns = data.Length - (model?.Data.Length ?? 0);
        tails = [.. data.Take(witnessColumns).Select(_ => new KoalaBear[experiment.ColumnTail]), .. model?.Tails ?? []];
        places =
        [
            .. Enumerable.Range(experiment.Shape.WitnessStart, witnessColumns),
            .. Enumerable.Range(experiment.Shape.ModelStart, data.Length - witnessColumns),
        ];
        weights = [.. places.Select(place => experiment.ColumnWeights[place])];
    }

    /// <summary>The randomness with which the second witness explains what the first one revealed with other randomness.</summary>
    /// <param name="experiment">The opening.</param>
    /// <param name="from">The first witness.</param>
    /// <param name="to">The second one.</param>
    /// <param name="random">The randomness used with the first one.</param>
    /// <param name="model">How another hidden model explains what was opened of it; null if the model stays the same.</param>
    public static uint[] Of(OpeningExperiment experiment, uint[] from, uint[] to, uint[] random, ModelExplanation? model = null)
    {
        var explanation = new OpeningExplanation(experiment, from, to, model);
        explanation.KeepFoldedProduct();
        explanation.KeepMessages();
        explanation.KeepOpenedRows();
        return explanation.Translate(random);
    }

    /// <summary>The fold rows of one column make up for the change of the folded product.</summary>
    private void KeepFoldedProduct()
    {
        KoalaBear5[][] form = Columns(experiment.Form);
        foreach (KoalaBear5 challenge in experiment.Folding) form = Bind(form, challenge);
        KoalaBear5 product = default;
        for (int column = 0; column < data.Length; column++)
        {
            for (int row = 0; row < experiment.Rows; row++) product += weights[column] * form[0][row] * data[column][row];
            product += weights[column] * form[0][experiment.Rows] * Sealed(column);
        }
        product = experiment.Scale * product;
        for (int column = witnessColumns; column < data.Length; column++) product += weights[column] * Held(column, 0);
        Set(0, -product * weights[0].Inverse());
    }

    /// <summary>The coefficient rows of one column, and with it the mask column, make up for the change of messages.</summary>
    private void KeepMessages()
    {
        int count = experiment.Shape.LogColumns;
        KoalaBear5[][] f = Place(), c = Columns(experiment.Form);
        KoalaBear5[] r = new KoalaBear5[f.Length];
        for (int column = 0; column < data.Length; column++) r[places[column]] = Held(column, 0);
        var coefficients = new KoalaBear5[TailForm.Coefficients(count)];
        KoalaBear5 maskSum = -Sum(r), claim = maskSum;
        for (int round = 0; round < count; round++)
        {
            int half = f.Length / 2;
            KoalaBear5 atZero = default, atInfinity = default;
            for (int i = 0; i < half; i++)
            {
                atZero -= (experiment.Scale * Inner(f[i], c[i])) + r[i];
                atInfinity -= experiment.Scale * Inner(Minus(f[i + half], f[i]), Minus(c[i + half], c[i]));
            }
            KoalaBear scale = KoalaBear.FromInteger(1L << (count - round - 1)).Inverse();
            KoalaBear5 linear = claim - atZero - atZero - atInfinity, challenge = experiment.Folding[round];
            (coefficients[(2 * round) + 1], coefficients[(2 * round) + 2]) = (linear * scale, atInfinity * scale);
            claim = atZero + (challenge * (linear + (challenge * atInfinity)));
            (f, c) = (Bind(f, challenge), Bind(c, challenge));
            r = [.. Enumerable.Range(0, half).Select(i => r[i] + (challenge * (r[i + half] - r[i])))];
        }
        // The sum over the cube is 2^count g_0 + 2^(count - 1) (all others).
        KoalaBear two = KoalaBear.FromInteger(2);
        coefficients[0] = (maskSum * KoalaBear.FromInteger(1L << count).Inverse()) - (Sum(coefficients[1..]) * two.Inverse());
        for (int k = 0; k < coefficients.Length; k++)
        {
            KoalaBear5 folded = -(coefficients[k] * experiment.Blend.Inverse());
            for (int column = witnessColumns; column < data.Length; column++) folded -= weights[column] * Held(column, k + 1);
            Set(k + 1, folded * weights[0].Inverse());
        }
    }

    /// <summary>The query rows of each column make up for the change of its opened words.</summary>
    private void KeepOpenedRows()
    {
        KoalaBear[] points = experiment.Points;
        for (int column = 0; column < witnessColumns; column++)
        {
            KoalaBear[] coefficients = [.. data[column], .. tails[column]];
            int first = experiment.Rows + experiment.FirstQueryRow;
            KoalaBear[] values = [.. points.Select(x => -LinearSystem.Evaluate(coefficients, x) * x.Power((ulong)first).Inverse())];
            LinearSystem.Interpolate(points, values).CopyTo(tails[column], experiment.FirstQueryRow);
        }
    }

    /// <summary>Adds the changes; the mask column's keep the folded vector that is committed next.</summary>
    private uint[] Translate(uint[] random)
    {
        uint[] translated = [.. random];
        var folded = new KoalaBear5[experiment.Rows + experiment.Tail];
        for (int column = 0; column < data.Length; column++)
        {
            for (int i = 0; i < experiment.ColumnTail && column < witnessColumns; i++)
            {
                Add((column * experiment.ColumnTail) + i, tails[column][i]);
            }
            KoalaBear[] coefficients = [.. data[column], .. tails[column]];
            for (int i = 0; i < coefficients.Length; i++) folded[i] += weights[column] * coefficients[i];
        }
        for (int i = 0; i < folded.Length; i++)
        {
            KoalaBear5 change = -(experiment.Blend * folded[i]);
            bool inTail = i >= experiment.Rows;
            for (int plane = 0; plane < KoalaBear5.Degree; plane++)
            {
                int at = inTail
                    ? experiment.MaskTailStart + (plane * experiment.Tail) + i - experiment.Rows
                    : experiment.MaskStart + (plane * experiment.Rows) + i;
                Add(at, change[plane]);
            }
        }
        return translated;

        void Add(int at, KoalaBear change) => translated[at] = (new KoalaBear(translated[at]) + change).Representative;
    }

    /// <summary>Makes five rows of the first column's tail hold an element of E.</summary>
    private void Set(int group, KoalaBear5 element)
    {
        for (int j = 0; j < KoalaBear5.Degree; j++) tails[0][(KoalaBear5.Degree * group) + j] = element[j];
    }

    /// <summary>The element of E that five rows of a column's tail hold.</summary>
    private KoalaBear5 Held(int column, int group)
    {
        KoalaBear At(int j) => tails[column].ElementAtOrDefault((KoalaBear5.Degree * group) + j);
        return new(At(0), At(1), At(2), At(3), At(4));
    }

    private KoalaBear5[][] Place()
    {
        int length = experiment.Rows + 1;
        KoalaBear5[][] columns = [.. Enumerable.Range(0, 1 << experiment.Shape.LogColumns).Select(_ => new KoalaBear5[length])];
        for (int i = 0; i < data.Length; i++)
        {
            columns[places[i]] = [.. data[i].Select(element => KoalaBear5.FromBase(element)), Sealed(i)];
        }
        return columns;
    }

    /// <summary>The form of the claim by columns, behind each the weight of the column's value at the seal's point.</summary>
    private KoalaBear5[][] Columns(KoalaBear5[] entries)
    {
        var seal = new KoalaBear5[1 << experiment.Shape.LogColumns];
        KoalaBear5[] powers = IsSealed ? experiment.SealPoint.ColumnWeights(experiment.Shape.ModelColumns) : [];
        for (int i = 0; i < powers.Length; i++) seal[experiment.Shape.ModelStart + i] = experiment.SealWeight * powers[i];
        return [.. entries.Chunk(experiment.Rows).Select((column, number) => (KoalaBear5[])[.. column, seal[number]])];
    }

    private bool IsSealed => experiment.Shape.ModelOpenings > 0;

    /// <summary>The change of a column's value at the seal's point; the witness' tails are 0 in the seal rows.</summary>
    private KoalaBear5 Sealed(int column) =>
        IsSealed ? experiment.SealValue(data[column], column < witnessColumns ? [] : tails[column]) : default;

    private static KoalaBear5[][] Bind(KoalaBear5[][] columns, KoalaBear5 challenge)
    {
        int half = columns.Length / 2;
        return [.. Enumerable.Range(0, half).Select(i =>
            columns[i].Zip(columns[i + half], (low, high) => low + (challenge * (high - low))).ToArray())];
    }

    private static KoalaBear5[] Minus(KoalaBear5[] left, KoalaBear5[] right) => [.. left.Zip(right, (l, r) => l - r)];

    private static KoalaBear5 Inner(KoalaBear5[] left, KoalaBear5[] right) => Sum(left.Zip(right, (l, r) => l * r));

    private static KoalaBear5 Sum(IEnumerable<KoalaBear5> elements)
    {
        KoalaBear5 total = default;
        foreach (KoalaBear5 element in elements) total += element;
        return total;
    }
}
