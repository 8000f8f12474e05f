using Prover.Verifier;
using Prover.Verifier.Fields;

namespace Prover.Soundness.Tests.Arguments;

/// <summary>Lies about the commitments inside whole proofs; the folder Opening has many more for the opening alone.</summary>
public abstract class CommitmentTests(bool hiding)
{
    private ArgumentCase Subject { get; } = hiding ? ArgumentCase.EveryRelationHiding : ArgumentCase.EveryRelation;

    public sealed class Open() : CommitmentTests(false);

    public sealed class Hidden() : CommitmentTests(true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [Refuses(RejectReason.MerklePath)]
    public void A_wrong_row_is_refused(int tree) => Refusal.Expect(RejectReason.MerklePath, Try(new()
    {
        Rows = (number, rows) => rows[0] = number == tree ? (rows[0] + 1) % KoalaBear.Order : rows[0],
    }));

    [Fact]
    [Refuses(RejectReason.FinalPolynomial)]
    public void Another_joint_vector_than_the_committed_one_is_refused()
    {
        Opening.OpeningCheats cheats = new()
        {
            Vector = joint => [.. joint.Select((entry, i) => i == 3 ? entry + KoalaBear5.One : entry)],
        };
        Refusal.Expect(Subject.Late(RejectReason.FinalPolynomial), Try(cheats));
    }

    [Fact]
    [Refuses(RejectReason.FinalPolynomial)]
    public void A_vector_in_columns_that_nobody_committed_is_refused()
    {
        // Columns of neither commitment are zero by definition; a prover might like to hide a correction there.
        Prover.Verifier.Commitments.JointShape shape = Subject.Key.Parameters.Shape;
        int free = Math.Min(shape.ModelStart + shape.ModelColumns, shape.WitnessStart + shape.WitnessColumns);
        Assert.True(free < Math.Max(shape.ModelStart, shape.WitnessStart), "the circuit leaves no column free");
        Refusal.Expect(Subject.Late(RejectReason.FinalPolynomial), Try(new()
        {
            Vector = joint =>
            {
                joint[free << shape.LogRows] += KoalaBear5.One;
                return joint;
            },
        }));
    }

    [Fact]
    [Refuses(RejectReason.FinalPolynomial)]
    public void A_wrong_clear_vector_is_refused() => Refusal.Expect(RejectReason.FinalPolynomial, Try(new()
    {
        Clear = vector => [.. vector.Select((entry, i) => i == 100 ? entry + KoalaBear5.One : entry)],
    }));

    [Fact]
    [Refuses(RejectReason.OpeningConstraint)]
    public void A_wrong_folding_message_is_refused() => Refusal.Expect(RejectReason.OpeningConstraint, Try(new()
    {
        Message = (round, message) => round == 1 ? [message[0] + KoalaBear5.One, message[1]] : message,
    }));

    private Verdict Try(Opening.OpeningCheats cheats) => Subject.Try(Subject.Values, new() { Opening = cheats });
}
