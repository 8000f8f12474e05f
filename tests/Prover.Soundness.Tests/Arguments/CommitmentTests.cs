using Prover.Soundness.Tests.Circuits;
using Prover.Verifier;
using Prover.Verifier.Fields;

namespace Prover.Soundness.Tests.Arguments;

/// <summary>Lies about the commitments inside whole proofs; the folder Opening has many more for the opening alone.</summary>
public class CommitmentTests
{
    [Theory]
    [InEveryVisibility(0, 1)]
    [Refuses(RejectReason.MerklePath)]
    public void A_wrong_row_is_refused(Visibility visibility, int tree) => Refusal.Expect(RejectReason.MerklePath, Try(visibility, new()
    {
        Rows = (number, rows) => rows[0] = number == tree ? (rows[0] + 1) % KoalaBear.Order : rows[0],
    }));

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.FinalPolynomial)]
    public void Another_joint_vector_than_the_committed_one_is_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        Opening.OpeningCheats cheats = new()
        {
            Vector = joint => [.. joint.Select((entry, i) => i == 3 ? entry + KoalaBear5.One : entry)],
        };
        Refusal.Expect(subject.Late(RejectReason.FinalPolynomial), Try(visibility, cheats));
    }

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.FinalPolynomial)]
    public void A_vector_in_columns_that_nobody_committed_is_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        // Columns of neither commitment are zero by definition; a prover might like to hide a correction there.
        Prover.Verifier.Commitments.JointShape shape = subject.Key.Parameters.Shape;
        int free = Math.Min(shape.ModelStart + shape.ModelColumns, shape.WitnessStart + shape.WitnessColumns);
        Assert.True(free < Math.Max(shape.ModelStart, shape.WitnessStart), "the circuit leaves no column free");
        Refusal.Expect(subject.Late(RejectReason.FinalPolynomial), Try(visibility, new()
        {
            Vector = joint =>
            {
                joint[free << shape.LogRows] += KoalaBear5.One;
                return joint;
            },
        }));
    }

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.FinalPolynomial)]
    public void A_wrong_clear_vector_is_refused(Visibility visibility) => Refusal.Expect(RejectReason.FinalPolynomial, Try(visibility, new()
    {
        Clear = vector => [.. vector.Select((entry, i) => i == 100 ? entry + KoalaBear5.One : entry)],
    }));

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.OpeningConstraint)]
    public void A_wrong_folding_message_is_refused(Visibility visibility)
    {
        Opening.OpeningCheats cheats = new()
        {
            Message = (round, message) => round == 1 ? [message[0] + KoalaBear5.One, message[1]] : message,
        };
        Refusal.Expect(RejectReason.OpeningConstraint, Try(visibility, cheats));
    }

    private static Verdict Try(Visibility visibility, Opening.OpeningCheats cheats)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        return subject.Try(subject.Values, new() { Opening = cheats });
    }
}
