using Prover.Verifier.Fields;

namespace Prover.Soundness.Tests.Hiding;

/// <summary>
/// The construction of DECISIONS/0007, decided before it is built: for fixed challenges two witnesses with the same public claim give the
/// same distribution exactly if the difference of what they reveal lies in the span of what the randomness moves.
/// </summary>
public sealed class FirstFoldHidingTests
{
    [Theory]
    [InlineData(0, 3, new[] { 0 })]
    [InlineData(1, 3, new[] { 1 })]
    [InlineData(2, 2, new[] { 1, 2, 3 })]
    [InlineData(3, 3, new[] { 5 })]
    public void Witnesses_of_one_claim_are_indistinguishable(int logColumns, int logRows, int[] columns) =>
        Assert.True(Hides(logColumns, logRows, columns, FirstFoldIngredient.None));

    [Theory]
    [InlineData(FirstFoldIngredient.FoldRows)]
    [InlineData(FirstFoldIngredient.RoundCoefficients)]
    [InlineData(FirstFoldIngredient.MaskColumn)]
    [InlineData(FirstFoldIngredient.QueryRow)]
    public void Removing_an_ingredient_leaks(FirstFoldIngredient removed) => Assert.False(Hides(2, 3, [2], removed));

    private static bool Hides(int logColumns, int logRows, int[] columns, FirstFoldIngredient removed)
    {
        var random = new Random(7);
        var model = new FirstFoldModel(logColumns, logRows, columns, 3, removed, random);
        var witness = new KoalaBear[model.WitnessLength];
        var span = new LinearSpan();
        for (int i = 0; i < model.RandomLength; i++)
        {
            var unit = new KoalaBear[model.RandomLength];
            unit[i] = KoalaBear.One;
            span.Add(model.Reveal(witness, unit));
        }
        return Differences(model.Claim()).All(difference => !span.Add(model.Reveal(difference, new KoalaBear[model.RandomLength])));
    }

    /// <summary>A basis of the differences of two witnesses with the same claim: 5 equations over F.</summary>
    private static IEnumerable<KoalaBear[]> Differences(KoalaBear5[] claim)
    {
        const int degree = KoalaBear5.Degree;
        for (int free = degree; free < claim.Length; free++)
        {
            var difference = new KoalaBear[claim.Length];
            KoalaBear[] solution = Solve(claim, free);
            solution.CopyTo(difference, 0);
            difference[free] = KoalaBear.One;
            yield return difference;
        }
    }

    /// <summary>The first five elements that make up for a 1 at a position, by elimination.</summary>
    private static KoalaBear[] Solve(KoalaBear5[] claim, int free)
    {
        const int degree = KoalaBear5.Degree;
        KoalaBear[][] system = [.. Enumerable.Range(0, degree).Select(d =>
            Enumerable.Range(0, degree).Select(i => claim[i][d]).Append(-claim[free][d]).ToArray())];
        for (int column = 0; column < degree; column++)
        {
            int pivot = Array.FindIndex(system, column, row => row[column] != KoalaBear.Zero);
            (system[column], system[pivot]) = (system[pivot], system[column]);
            KoalaBear inverse = system[column][column].Inverse();
            system[column] = Array.ConvertAll(system[column], value => value * inverse);
            for (int row = 0; row < degree; row++)
            {
                KoalaBear factor = system[row][column];
                if (row == column) continue;
                for (int i = column; i <= degree; i++) system[row][i] -= factor * system[column][i];
            }
        }
        return [.. system.Select(row => row[degree])];
    }
}
