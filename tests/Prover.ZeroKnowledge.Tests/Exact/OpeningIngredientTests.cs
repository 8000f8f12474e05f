using Prover.Soundness.Tests.Hiding;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Soundness;
using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Exact;

/// <summary>
/// What each ingredient of the opening is for, on the product's prover. Under fixed challenges what is revealed is affine, so a difference
/// of two witnesses is hidden exactly if it moves what is revealed inside the space in which the randomness moves it. Query rows beyond one
/// per opened row, which repeated positions leave over, are 0.
/// </summary>
public class OpeningIngredientTests
{
    private static readonly OpeningExperiment Subject =
        new(new(10, 1, 0, 0, 1, 1, true), new SecurityProfile("toy", 1, 0, 0, 0), 11);

    private static readonly uint[] Zero = new uint[Subject.Rows];

    private static int Opened => Subject.Points.Length;

    [Fact]
    public void All_ingredients_together_hide() => Assert.True(Hides(OpeningIngredient.None));

    [Fact]
    public void Without_fold_rows_the_folded_product_shows() => Assert.False(Hides(OpeningIngredient.FoldRows));

    [Fact]
    public void Without_coefficient_rows_the_masks_of_messages_are_known() => Assert.False(Hides(OpeningIngredient.CoefficientRows));

    [Fact]
    public void A_mask_column_as_short_as_the_data_shows_the_tail() => Assert.False(Hides(OpeningIngredient.MaskColumnTail));

    [Fact]
    public void With_one_query_row_too_few_the_opened_rows_show() => Assert.False(Hides(OpeningIngredient.QueryRow));

    [Fact]
    public void Without_the_mask_column_the_folded_columns_show()
    {
        uint[] first = ScriptedRandomness.Uniform(Subject.Rows, 1), second = Subject.Neighbour(first, 5, KoalaBear.One);
        Assert.Equal(Words(first, 2, true), Words(first, 3, true));
        Assert.NotEqual(Words(first, 2, true), Words(second, 3, true));
        Assert.NotEqual(Words(first, 2, false), Words(first, 3, false));

        static uint[] Words(uint[] witness, int seed, bool removed)
        {
            uint[] random = ScriptedRandomness.Uniform(Subject.RandomLength, seed);
            if (removed) Array.Clear(random, Subject.MaskStart, Subject.SaltStart - Subject.MaskStart);
            return DataWords(witness, random);
        }
    }

    [Fact]
    public void Without_salts_a_guess_of_the_witness_is_confirmed()
    {
        // The randomness that explains a transcript is unique if the tail has no spare rows, so a guess can be checked against the cap.
        uint[] random = ScriptedRandomness.Uniform(Subject.RandomLength, 2);
        int used = Subject.FirstQueryRow + Opened;
        Array.Clear(random, used, Subject.ColumnTail - used);
        Array.Clear(random, Subject.SaltStart, random.Length - Subject.SaltStart);
        uint[] truth = ScriptedRandomness.Uniform(Subject.Rows, 1), guess = Subject.Neighbour(truth, 5, KoalaBear.One);
        uint[] cap = Subject.Prove(truth, random).Words("witness cap");
        Assert.NotEqual(cap, Subject.Prove(guess, OpeningExplanation.Of(Subject, truth, guess, random)).Words("witness cap"));

        // With salts nothing but salts need differ for other digests, all of them.
        uint[] salted = [.. random];
        ScriptedRandomness.Uniform(random.Length - Subject.SaltStart, 3).CopyTo(salted, Subject.SaltStart);
        TranscriptRecord plain = Subject.Prove(truth, random), other = Subject.Prove(truth, salted);
        Assert.NotEqual(cap, other.Words("witness cap"));
        Assert.Empty(plain.Words(OpenedRows.SiblingsLabel, 0).Intersect(other.Words(OpenedRows.SiblingsLabel, 0)));
        Assert.Equal(plain.Elements(FoldingRounds.MessageLabel), other.Elements(FoldingRounds.MessageLabel));
    }

    /// <summary>Opened words of code 1 in the columns that hold data; the tail lies in the others.</summary>
    private static uint[] DataWords(uint[] witness, uint[] random)
    {
        WhirCode code = Subject.Parameters.Codes[1];
        uint[] rows = Subject.Prove(witness, random).Words(OpenedRows.RowsLabel, 1);
        return [.. rows.Where((_, i) => i % code.Columns < code.Columns - (Subject.Tail >> code.LogRows))];
    }

    private static bool Hides(OpeningIngredient removed)
    {
        var span = new LinearSpan();
        foreach (int row in TailRows(removed))
        {
            uint[] random = new uint[Subject.RandomLength];
            random[row] = KoalaBear.One.Representative;
            // No two rows do the same: the randomness that explains a transcript is unique.
            Assert.True(span.Add(Reveal(Zero, random)), $"row {row} is superfluous");
        }
        return !span.Add(Reveal(Subject.Neighbour(Zero, 5, KoalaBear.One), new uint[Subject.RandomLength]));
    }

    /// <summary>The rows of the witness' tail that are random.</summary>
    private static IEnumerable<int> TailRows(OpeningIngredient removed)
    {
        int first = Subject.FirstQueryRow;
        return Enumerable.Range(0, first + Opened).Where(row => removed switch
        {
            OpeningIngredient.FoldRows => row >= KoalaBear5.Degree,
            OpeningIngredient.CoefficientRows => row < KoalaBear5.Degree || row >= first,
            // Where the mask column is 0 the folded tail is known: who moves it is seen at once.
            OpeningIngredient.MaskColumnTail => false,
            OpeningIngredient.QueryRow => row != first + Opened - 1,
            _ => true,
        });
    }

    /// <summary>
    /// Every word that is revealed but for digests, with the mask column moved such that the folded vector stays 0: any other choice would
    /// be seen in it.
    /// </summary>
    private static KoalaBear[] Reveal(uint[] witness, uint[] random)
    {
        KoalaBear5 factor = -(Subject.Blend * Subject.ColumnWeights[Subject.Shape.WitnessStart]);
        for (int plane = 0; plane < KoalaBear5.Degree; plane++)
        {
            for (int i = 0; i < Subject.Rows; i++)
            {
                random[Subject.MaskStart + (plane * Subject.Rows) + i] = (factor[plane] * new KoalaBear(witness[i])).Representative;
            }
            for (int i = 0; i < Subject.ColumnTail; i++)
            {
                random[Subject.MaskTailStart + (plane * Subject.Tail) + i] = (factor[plane] * new KoalaBear(random[i])).Representative;
            }
        }
        TranscriptRecord record = Subject.Prove(witness, random);
        Assert.All(record.Words(OpeningVerifier.ClearLabel), word => Assert.Equal(0u, word));
        string[] digests = ["witness cap", OpenedRows.SiblingsLabel, OpeningVerifier.CommitmentLabel];
        return
        [
            .. record.Messages.Where(message => !digests.Contains(message.Label)).Select(message => message.Label).Distinct()
                .SelectMany(label => record.Words(label)).Select(word => new KoalaBear(word)),
        ];
    }
}
