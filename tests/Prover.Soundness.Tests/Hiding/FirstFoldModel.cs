using Prover.Verifier.Fields;

namespace Prover.Soundness.Tests.Hiding;

/// <summary>
/// The first fold of the hiding opening as decided in DECISIONS/0007, for fixed challenges. What it reveals is an affine function of the
/// randomness and of the witness, so equality of distributions is a matter of ranks.
/// </summary>
internal sealed class FirstFoldModel
{
    private const int Degree = KoalaBear5.Degree;

    private readonly int logColumns, rows, queries;
    private readonly int[] witnessColumns;
    private readonly FirstFoldIngredient removed;
    private readonly KoalaBear5 blend, mask;
    private readonly KoalaBear5[] point;
    private readonly KoalaBear5[][] covector;
    private readonly KoalaBear[] positions;

    /// <summary>Draws challenges for a matrix of 2^logColumns columns, of which some are the witness'.</summary>
    public FirstFoldModel(int logColumns, int logRows, int[] witnessColumns, int queries, FirstFoldIngredient removed, Random random)
    {
        this.logColumns = logColumns;
        rows = 1 << logRows;
        this.witnessColumns = witnessColumns;
        this.queries = queries;
        this.removed = removed;
        (blend, mask) = (Element(random), Element(random));
        point = [.. Enumerable.Range(0, logColumns).Select(_ => Element(random))];
        covector = [.. Enumerable.Range(0, 1 << logColumns).Select(_ => Enumerable.Range(0, rows).Select(_ => Element(random)).ToArray())];
        positions = [.. Enumerable.Range(2, queries).Select(i => KoalaBear.FromInteger(i))];
    }

    /// <summary>Elements of the witness.</summary>
    public int WitnessLength => witnessColumns.Length * rows;

    /// <summary>Rows of a column above the witness: for the fold, for the coefficients, for the queries.</summary>
    private int TailRows => Degree + (Degree * Coefficients) + queries;

    private int Coefficients => (2 * logColumns) + 1;

    /// <summary>Random elements of the base field: tails of the witness' columns, then the mask column.</summary>
    public int RandomLength => (witnessColumns.Length * TailRows) + (Degree * (rows + TailRows));

    /// <summary>The weights of the witness in the claim that is public.</summary>
    public KoalaBear5[] Claim() => [.. witnessColumns.SelectMany(column => covector[column])];

    /// <summary>Everything that a proof reveals, in order, as elements of F.</summary>
    public KoalaBear[] Reveal(KoalaBear[] witness, KoalaBear[] random)
    {
        KoalaBear[][] columns = [.. witnessColumns.Select((_, i) => Column(witness, random, i))];
        KoalaBear5[] column = MaskColumn(random);
        var revealed = new List<KoalaBear5>();
        KoalaBear5[] vector = AddRounds(columns, column, revealed);
        AddProducts(vector, column, revealed);
        for (int i = 0; i < vector.Length; i++) revealed.Add(column[i] + (mask * vector[i]));
        foreach (KoalaBear x in positions)
        {
            foreach (KoalaBear[] opened in columns) revealed.Add(KoalaBear5.FromBase(Horner(opened, x)));
        }
        return [.. revealed.SelectMany(element => Enumerable.Range(0, Degree).Select(d => element[d]))];
    }

    private KoalaBear[] Column(KoalaBear[] witness, KoalaBear[] random, int number)
    {
        KoalaBear[] tail = random[(number * TailRows)..((number + 1) * TailRows)];
        if (removed == FirstFoldIngredient.FoldRows) Array.Clear(tail, 0, Degree);
        if (removed == FirstFoldIngredient.QueryRow) tail[^1] = default;
        return [.. witness[(number * rows)..((number + 1) * rows)], .. tail];
    }

    private KoalaBear5[] MaskColumn(KoalaBear[] random)
    {
        var column = new KoalaBear5[rows + TailRows];
        if (removed == FirstFoldIngredient.MaskColumn) return column;
        KoalaBear[] words = random[(witnessColumns.Length * TailRows)..];
        for (int i = 0; i < column.Length; i++)
        {
            column[i] = new(words[5 * i], words[(5 * i) + 1], words[(5 * i) + 2], words[(5 * i) + 3], words[(5 * i) + 4]);
        }
        return column;
    }

    /// <summary>The mask sum and the messages of the rounds; returns the folded vector.</summary>
    private KoalaBear5[] AddRounds(KoalaBear[][] columns, KoalaBear5[] maskColumn, List<KoalaBear5> revealed)
    {
        KoalaBear5[][] f = Place(columns);
        KoalaBear5[][] c = [.. covector.Select(column => column.Select(entry => blend * entry).ToArray())];
        KoalaBear5[] g = Coefficient(maskColumn);
        var bound = new List<KoalaBear5>();
        revealed.Add(Sum(f, c, g, bound, null));
        foreach (KoalaBear5 challenge in point)
        {
            KoalaBear5 zero = Sum(f, c, g, bound, KoalaBear5.Zero), one = Sum(f, c, g, bound, KoalaBear5.One);
            KoalaBear5 two = Sum(f, c, g, bound, KoalaBear5.FromInteger(2));
            revealed.AddRange([zero, (two - one - one + zero) * KoalaBear.FromInteger(2).Inverse()]);
            (f, c) = (Bind(f, challenge), Bind(c, challenge));
            bound.Add(challenge);
        }
        return f[0];
    }

    /// <summary>The mask products. The folded claim itself follows from them and the masked vector.</summary>
    private void AddProducts(KoalaBear5[] vector, KoalaBear5[] column, List<KoalaBear5> revealed)
    {
        KoalaBear5[][] c = covector;
        foreach (KoalaBear5 challenge in point) c = Bind(c, challenge);
        KoalaBear5 first = KoalaBear5.Zero, second = KoalaBear5.Zero;
        for (int i = 0; i < rows; i++) first += column[i] * (blend * c[0][i]);
        for (int j = 0; j < Degree && removed != FirstFoldIngredient.FoldRows; j++) first += column[rows + j] * Theta(j);
        KoalaBear5[] powers = [KoalaBear5.One, .. point.SelectMany(x => new[] { x, x * x })];
        for (int k = 0; k < Coefficients && removed != FirstFoldIngredient.RoundCoefficients; k++)
        {
            for (int j = 0; j < Degree; j++) second += vector[CoefficientRow(k) + j] * (powers[k] * Theta(j));
        }
        revealed.AddRange([first, second]);
    }

    private KoalaBear5[][] Place(KoalaBear[][] columns)
    {
        KoalaBear5[][] f = [.. covector.Select(_ => new KoalaBear5[rows + TailRows])];
        for (int i = 0; i < columns.Length; i++) f[witnessColumns[i]] = Array.ConvertAll(columns[i], KoalaBear5.FromBase);
        return f;
    }

    private KoalaBear5[] Coefficient(KoalaBear5[] column)
    {
        var g = new KoalaBear5[Coefficients];
        for (int k = 0; k < g.Length && removed != FirstFoldIngredient.RoundCoefficients; k++)
        {
            for (int j = 0; j < Degree; j++) g[k] += column[CoefficientRow(k) + j] * Theta(j);
        }
        return g;
    }

    /// <summary>
    /// The masked sum with the next variable at a value, or over all variables without the claim itself: the mask sum is sent before
    /// the claim is blended in.
    /// </summary>
    private KoalaBear5 Sum(KoalaBear5[][] f, KoalaBear5[][] c, KoalaBear5[] g, List<KoalaBear5> bound, KoalaBear5? value)
    {
        bool masksOnly = value is null;
        KoalaBear5[][] vectors = masksOnly ? f : Bind(f, value!.Value), covectors = masksOnly ? c : Bind(c, value!.Value);
        int free = int.Log2(vectors.Length);
        KoalaBear5 total = KoalaBear5.Zero;
        for (int column = 0; column < vectors.Length; column++)
        {
            for (int i = 0; i < rows && !masksOnly; i++) total += vectors[column][i] * covectors[column][i];
            for (int j = 0; j < Degree && removed != FirstFoldIngredient.FoldRows; j++) total += vectors[column][rows + j] * Theta(j);
            KoalaBear5[] x =
            [
                .. bound, .. masksOnly ? Array.Empty<KoalaBear5>() : [value!.Value],
                .. Enumerable.Range(0, free).Select(bit => KoalaBear5.FromInteger((column >> (free - 1 - bit)) & 1)),
            ];
            total += g[0];
            for (int i = 0; i < x.Length; i++) total += (g[1 + (2 * i)] * x[i]) + (g[2 + (2 * i)] * x[i] * x[i]);
        }
        return total;
    }

    private int CoefficientRow(int coefficient) => rows + Degree + (Degree * coefficient);

    private static KoalaBear5[][] Bind(KoalaBear5[][] columns, KoalaBear5 challenge)
    {
        int half = columns.Length / 2;
        return [.. Enumerable.Range(0, half).Select(b =>
            columns[b].Zip(columns[b + half], (low, high) => low + (challenge * (high - low))).ToArray())];
    }

    private static KoalaBear Horner(KoalaBear[] coefficients, KoalaBear x)
    {
        KoalaBear value = default;
        for (int i = coefficients.Length - 1; i >= 0; i--) value = (value * x) + coefficients[i];
        return value;
    }

    private static KoalaBear5 Theta(int power)
    {
        KoalaBear Unit(int d) => d == power ? KoalaBear.One : default;
        return new(Unit(0), Unit(1), Unit(2), Unit(3), Unit(4));
    }

    private static KoalaBear5 Element(Random random)
    {
        KoalaBear Next() => KoalaBear.FromInteger(random.NextInt64(KoalaBear.Order));
        return new(Next(), Next(), Next(), Next(), Next());
    }
}
