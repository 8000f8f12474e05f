using Prover.Verifier;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;

namespace Prover.Soundness.Tests.Opening;

/// <summary>
/// Provers that cheat in one step of an opening that hides (SPEC §6.9) and are consistent otherwise: every lie that
/// <see cref="MaliciousOpeningTests"/> tells, and those about masks, tails and salts.
/// </summary>
public class MaliciousHidingOpeningTests
{
    private const int Columns = 3, LogRows = 10;
    private static readonly KoalaBear5 One = KoalaBear5.One;

    [Theory]
    [InlineData(10, 0, 0, 0)]
    [InlineData(10, 1, 0, 1)]
    [InlineData(10, 3, 4, 3)]
    [InlineData(11, 2, 0, 0)]
    [InlineData(13, 1, 0, 0)]
    public void The_plain_prover_writes_what_the_fast_one_writes(int logRows, int logColumns, int modelStart, int model)
    {
        int witness = model == 0 ? 1 << logColumns : model;
        int start = model == 0 ? 0 : modelStart == 0 ? model : 0;
        var opening = new OpeningCase(new JointShape(logRows, logColumns, modelStart, model, start, witness, true), TestProfiles.Short);
        byte[] proof = opening.ProvePlainly(new());
        Assert.Null(opening.Verify(proof));
        Assert.Equal(proof, opening.Prove(new Proving.Kernels.Simd.SimdCodeKernels(1), Proving.Kernels.Simd.SimdAlgebraFactory.Create(1)));
    }

    [Fact]
    public void A_false_mask_sum_is_refused()
    {
        // Alone, and with a false claim that it would make up for if the challenge were 1.
        AssertRefused(new() { MaskSum = sum => sum + One });
        OpeningCase opening = Case();
        opening.Value += One;
        AssertVerdict(opening, new() { MaskSum = sum => sum - One }, RejectReason.OpeningConstraint);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void False_mask_products_are_refused(int product)
    {
        AssertRefused(new() { MaskProducts = products => Changed(products, product) });
        AssertRefused(new() { MaskProducts = products => [products[1], products[0]] });
        // After a false message each product may try to make up for the claim that is off.
        AssertRefused(new()
        {
            Message = (round, message) => round == 1 ? Changed(message, 0) : message,
            MaskProducts = products => Changed(products, product),
        });
    }

    [Fact]
    public void A_mask_of_messages_other_than_the_committed_one_is_refused()
    {
        // Coefficients of G, the mask column beside data, its last tail entry.
        foreach (int at in (int[])[(1 << LogRows) + 5, (1 << LogRows) + 12, 3, -1])
        {
            AssertRefused(new()
            {
                LateMask = mask => mask.Column = Changed(mask.Column, at < 0 ? mask.Column.Length - 1 : at),
            });
        }
    }

    [Fact]
    public void Fold_rows_and_query_rows_other_than_the_committed_ones_are_refused()
    {
        foreach (int row in (int[])[0, 4, 5, 45])
        {
            AssertRefused(new() { LateMask = mask => mask.Tails[1][row] = (mask.Tails[1][row] + 1) % KoalaBear.Order });
        }
    }

    [Fact]
    public void A_folded_vector_with_another_tail_is_refused()
    {
        // A fold row, a coefficient row, a query row of the folded tail.
        foreach (int row in (int[])[0, 7, 60])
        {
            AssertRefused(new() { Folded = (code, vector) => code == 1 ? Changed(vector, (1 << LogRows) + row) : vector });
        }
    }

    [Fact]
    public void A_folded_vector_in_columns_that_are_not_committed_is_refused()
    {
        WhirCode code = Case().Parameters.Codes[1];
        Assert.True(code.Columns < 1 << code.LogColumns);
        foreach (int column in (int[])[code.Columns, (1 << code.LogColumns) - 1])
        {
            var cheats = new OpeningCheats
            {
                Folded = (number, vector) => number == 1 ? Changed(vector, column << code.LogRows) : vector,
            };
            AssertVerdict(Case(), cheats, RejectReason.FinalPolynomial);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Columns)]
    [InlineData(Columns + 4)]
    [InlineData(Columns + 5)]
    [InlineData(Columns + 9)]
    public void A_wrong_word_of_an_opened_row_is_refused(int word)
    {
        // Data, mask column, salt.
        var cheats = new OpeningCheats
        {
            Rows = (tree, rows) =>
            {
                if (tree == 1) rows[word] = (rows[word] + 1) % KoalaBear.Order;
            },
        };
        AssertVerdict(Case(), cheats, RejectReason.MerklePath);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Columns - 1)]
    [InlineData(Columns)]
    [InlineData(Columns + 4)]
    public void A_word_far_from_the_code_in_one_column_is_refused(int column)
    {
        // A column of the witness, or a plane of the mask column.
        const int Length = 4 << LogRows;
        AssertRefused(new()
        {
            Codeword = (tree, words) =>
            {
                for (int i = column * Length; tree == 1 && i < (column + 1) * Length; i++)
                {
                    words[i] = (words[i] + 1 + ((uint)i % 5)) % KoalaBear.Order;
                }
            },
        });
    }

    [Fact]
    public void Any_salts_do()
    {
        // The verifier only sees to it that opened ones are those of the tree: a prover with bad salts hurts its own secret.
        const int Length = 4 << LogRows;
        var cheats = new OpeningCheats
        {
            Codeword = (tree, words) => words.AsSpan(tree == 1 ? (Columns + 5) * Length : words.Length).Clear(),
        };
        AssertVerdict(Case(), cheats, null);
    }

    [Fact]
    public void Another_vector_than_the_committed_one_is_refused() => AssertRefused(new() { Vector = vector => Changed(vector, 3) });

    [Fact]
    public void A_claim_that_is_off_by_one_is_refused()
    {
        OpeningCase opening = Case();
        opening.Value += One;
        AssertVerdict(opening, new(), RejectReason.OpeningConstraint);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_wrong_out_of_domain_answer_is_refused(int code) =>
        AssertRefused(new() { Answer = (number, value) => number == code ? value + One : value });

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(13)]
    public void A_wrong_folding_message_is_refused(int round)
    {
        // 3 rounds of code 0, 3 of code 1, 8 with the clear vector; h(0) and h2 are changed in turn.
        for (int entry = 0; entry < 2; entry++)
        {
            int changed = entry;
            AssertRefused(new() { Message = (number, message) => number == round ? Changed(message, changed) : message });
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_lie_about_the_clear_vector_is_refused(bool goOn) => AssertVerdict(
        Case(), new() { Clear = vector => Changed(vector, 200), GoOnWithClear = goOn }, RejectReason.FinalPolynomial);

    [Fact]
    public void A_dropped_proof_of_work_is_refused()
    {
        var opening = new OpeningCase(new JointShape(10, 1, 0, 1, 1, 1, true), TestProfiles.Working);
        WhirCode code = opening.Parameters.Codes[0];
        Assert.True(code.FoldWork > 0 && code.QueryWork > 0);
        AssertVerdict(opening, new(), null);
        Func<byte[], int, ulong> honest = opening.Grind;
        // One folding round, the blend, the first draw of positions, a round of code 1.
        for (int dropped = 0; dropped < 4; dropped++)
        {
            int at = dropped, calls = 0;
            opening.Grind = (seed, bits) =>
            {
                ulong nonce = honest(seed, bits);
                while (calls == at && Prover.Verifier.Transcripts.ProofOfWork.Check(seed, nonce, bits)) nonce++;
                calls++;
                return nonce;
            };
            AssertVerdict(opening, new(), RejectReason.ProofOfWork);
        }
    }

    private static OpeningCase Case() => new(new JointShape(LogRows, 3, 4, 3, 0, Columns, true), TestProfiles.Short);

    private static KoalaBear5[] Changed(KoalaBear5[] elements, int index)
    {
        KoalaBear5[] changed = [.. elements];
        changed[index] += One;
        return changed;
    }

    private static void AssertRefused(OpeningCheats cheats) => AssertVerdict(Case(), cheats, RejectReason.OpeningConstraint);

    private static void AssertVerdict(OpeningCase opening, OpeningCheats cheats, RejectReason? expected) =>
        Assert.Equal(expected, opening.Verify(opening.ProvePlainly(cheats)));
}
