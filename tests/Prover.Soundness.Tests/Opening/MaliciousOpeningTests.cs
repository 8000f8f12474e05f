using Prover.Verifier;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;

namespace Prover.Soundness.Tests.Opening;

/// <summary>
/// Provers that cheat in one step and are consistent otherwise. Cases run on two sizes: 2^10 rows, where one folded vector is committed,
/// and 2^8 rows, where the first folded vector is sent in clear.
/// </summary>
public class MaliciousOpeningTests
{
    private static readonly KoalaBear5 One = KoalaBear5.One;

    public static TheoryData<int, int> TreesAndRows => new() { { 0, 8 }, { 1, 8 }, { 0, 10 }, { 1, 10 } };

    [Theory]
    [InlineData(8)]
    [InlineData(10)]
    public void Honest_plain_prover_is_accepted(int logRows) => AssertVerdict(Case(logRows), new OpeningCheats(), null);

    [Theory]
    [MemberData(nameof(TreesAndRows))]
    public void A_word_far_from_the_code_in_one_column_is_refused(int tree, int logRows)
    {
        // All positions of the tree's second column hold something else; the other tree is honest.
        var cheats = new OpeningCheats
        {
            Codeword = (number, words) =>
            {
                if (number != tree) return;
                int length = 1 << (logRows + 2);
                for (int i = length; i < 2 * length; i++) words[i] = (words[i] + 1 + ((uint)i % 5)) % KoalaBear.Order;
            },
        };
        AssertVerdict(Case(logRows), cheats, logRows == 8 ? RejectReason.FinalPolynomial : RejectReason.OpeningConstraint);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(10)]
    public void Another_vector_than_the_committed_one_is_refused(int logRows)
    {
        var cheats = new OpeningCheats { Vector = vector => Changed(vector, 3) };
        OpeningCase opening = Case(logRows);
        RejectReason expected = logRows == 8 ? RejectReason.FinalPolynomial : RejectReason.OpeningConstraint;
        AssertVerdict(opening, cheats, expected);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(10)]
    public void A_claim_that_is_off_by_one_is_refused(int logRows)
    {
        OpeningCase opening = Case(logRows);
        opening.Value += One;
        AssertVerdict(opening, new OpeningCheats(), RejectReason.OpeningConstraint);
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(0, 10)]
    [InlineData(1, 10)]
    public void A_wrong_out_of_domain_answer_is_refused(int code, int logRows)
    {
        var cheats = new OpeningCheats { Answer = (number, value) => number == code ? value + One : value };
        AssertVerdict(Case(logRows), cheats, RejectReason.OpeningConstraint);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(12)]
    public void A_wrong_folding_message_is_refused(int round)
    {
        // 3 rounds of code 0, 2 of code 1, 8 with the clear vector; h(0) and h2 are changed in turn.
        for (int entry = 0; entry < 2; entry++)
        {
            int changed = entry;
            var cheats = new OpeningCheats
            {
                Message = (number, message) => number == round ? Changed(message, changed) : message,
            };
            AssertVerdict(Case(10), cheats, RejectReason.OpeningConstraint);
        }
    }

    [Fact]
    public void A_commitment_to_another_vector_than_the_fold_is_refused()
    {
        var cheats = new OpeningCheats { Folded = (_, vector) => Changed(vector, 17) };
        AssertVerdict(Case(10), cheats, RejectReason.OpeningConstraint);
    }

    [Fact]
    public void A_fold_with_another_challenge_is_refused()
    {
        OpeningCase opening = Case(10);
        KoalaBear5 challenge = KoalaBear5.FromInteger(12345);
        KoalaBear5[] weights = MultilinearExtension.EqualityTable([challenge, challenge, challenge]);
        KoalaBear5[] folded = new KoalaBear5[1 << 10];
        for (int i = 0; i < opening.Joint.Length; i++) folded[i % folded.Length] += weights[i / folded.Length] * opening.Joint[i];
        AssertVerdict(opening, new OpeningCheats { Folded = (_, _) => folded }, RejectReason.OpeningConstraint);
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(8, false)]
    [InlineData(10, true)]
    [InlineData(10, false)]
    public void A_lie_about_the_clear_vector_is_refused(int logRows, bool goOn)
    {
        var cheats = new OpeningCheats { Clear = vector => Changed(vector, 200), GoOnWithClear = goOn };
        AssertVerdict(Case(logRows), cheats, RejectReason.FinalPolynomial);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_wrong_row_is_refused(int tree)
    {
        var cheats = new OpeningCheats
        {
            Rows = (number, rows) =>
            {
                if (number == tree) rows[^1] = (rows[^1] + 1) % KoalaBear.Order;
            },
        };
        AssertVerdict(Case(10), cheats, RejectReason.MerklePath);
    }

    [Fact]
    public void Rows_in_another_order_are_refused()
    {
        var cheats = new OpeningCheats { Rows = (_, rows) => (rows[0], rows[^1]) = (rows[^1], rows[0]) };
        AssertVerdict(Case(10), cheats, RejectReason.MerklePath);
    }

    [Fact]
    public void Siblings_of_the_other_tree_are_refused()
    {
        Digest[] ofModel = [];
        var cheats = new OpeningCheats
        {
            Siblings = (tree, siblings) =>
            {
                if (tree == 0) ofModel = siblings;
                return tree == 1 ? [.. ofModel, .. siblings[ofModel.Length..]] : siblings;
            },
        };
        AssertVerdict(Case(10), cheats, RejectReason.MerklePath);
    }

    [Fact]
    public void The_same_matrix_has_different_trees_as_model_and_as_witness()
    {
        WhirParameters parameters = Case(10).Parameters;
        uint[] columns = [.. Enumerable.Range(0, 2 << 10).Select(i => (uint)i)];
        var shape = new MerkleShape("witness", 12, 2, parameters.ModelTree.LogCap);
        var asModel = new PlainMatrix(new MerkleShape("model", 12, 2, shape.LogCap), 10, columns, _ => { });
        var asWitness = new PlainMatrix(shape, 10, columns, _ => { });
        Assert.NotEqual(asModel.Tree.Cap.ToArray(), asWitness.Tree.Cap.ToArray());
    }

    [Fact]
    public void A_dropped_proof_of_work_is_refused()
    {
        OpeningCase opening = WorkingCase();
        AssertVerdict(opening, new OpeningCheats(), null);
        Func<byte[], int, ulong> honest = opening.Grind;
        // Two folding rounds and one draw of positions.
        for (int dropped = 0; dropped < 3; dropped++)
        {
            int at = dropped, calls = 0;
            opening.Grind = (seed, bits) =>
            {
                ulong nonce = honest(seed, bits);
                if (calls++ != at) return nonce;
                while (Prover.Verifier.Transcripts.ProofOfWork.Check(seed, nonce, bits)) nonce++;
                return nonce;
            };
            AssertVerdict(opening, new OpeningCheats(), RejectReason.ProofOfWork);
        }
    }

    internal static OpeningCase Case(int logRows) => new(new JointShape(logRows, 3, 4, 3, 0, 3), TestProfiles.Short);

    private static OpeningCase WorkingCase() => new(new JointShape(8, 2, 0, 2, 2, 2), TestProfiles.Working);

    private static KoalaBear5[] Changed(KoalaBear5[] elements, int index)
    {
        KoalaBear5[] changed = [.. elements];
        changed[index] += One;
        return changed;
    }

    private static void AssertVerdict(OpeningCase opening, OpeningCheats cheats, RejectReason? expected) =>
        Assert.Equal(expected, opening.Verify(opening.ProvePlainly(cheats)));
}
