using Prover.Proving.Kernels;
using Prover.Verifier;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;

namespace Prover.Soundness.Tests.Opening;

/// <summary>The seal of a hidden model (SPEC §6.10): one tree, one model, whatever its rows are.</summary>
public class SealTests
{
    private static readonly JointShape Shape = new(10, 3, 4, 4, 0, 3, true) { ModelOpenings = 2 };

    [Fact]
    public void A_tree_between_two_models_is_opened_as_the_sealed_one_only()
    {
        // So few queries that they often miss all rows of one model: then nothing but the seal tells the two apart.
        OpeningCase first = new(Shape, TestProfiles.Toy, seed: 1), second = new(Shape, TestProfiles.Toy, seed: 2) { ModelSeed = 2 };
        ((PlainMatrix? Model, PlainMatrix? Witness) matrices, ModelSeal own, ModelSeal others) = first.CommitBetween(second);
        Assert.NotEqual(own.Value, others.Value);
        int accepted = 0;
        for (int context = 0; context < 300; context++)
        {
            first.Context = context;
            byte[] proof = first.ProvePlainly(new(), matrices);
            first.Reseal(own);
            bool isMissed = first.Verify(proof) is null;
            first.Reseal(others);
            RejectReason? reason = first.Verify(proof);
            Assert.NotNull(reason);
            if (!isMissed) continue;
            accepted++;
            Assert.Equal(RejectReason.OpeningConstraint, reason);
        }
        Assert.InRange(accepted, 1, 299);
    }

    [Fact]
    public void Any_other_value_of_the_seal_is_refused()
    {
        OpeningCase opening = new(Shape, TestProfiles.Short);
        byte[] proof = Prove(opening);
        Assert.Null(opening.Verify(proof));
        ModelSeal seal = opening.ModelSeal!;
        for (int coefficient = 0; coefficient < KoalaBear5.Degree; coefficient++)
        {
            opening.Reseal(seal with { Value = seal.Value + TailForm.Basis[coefficient] });
            Assert.Equal(RejectReason.OpeningConstraint, opening.Verify(proof));
        }
        opening.Reseal(seal with { Value = KoalaBear5.Zero });
        Assert.Equal(RejectReason.OpeningConstraint, opening.Verify(proof));
    }

    [Fact]
    public void Another_point_of_the_seal_is_refused()
    {
        OpeningCase opening = new(Shape, TestProfiles.Short);
        byte[] proof = Prove(opening);
        ModelSeal seal = opening.ModelSeal!;
        SealPoint point = seal.Point;
        KoalaBear5[] rows = [.. point.Rows];
        rows[^1] += KoalaBear5.One;
        foreach (SealPoint other in (SealPoint[])
            [
                point with { Rows = rows }, point with { Tail = point.Tail + KoalaBear5.One },
                point with { Column = point.Column + KoalaBear5.One },
            ])
        {
            opening.Reseal(seal with { Point = other });
            Assert.Equal(RejectReason.OpeningConstraint, opening.Verify(proof));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void Messages_made_for_another_seal_are_refused(int round)
    {
        // A prover that knows by how much its model misses the seal and hides the difference in a folding message.
        OpeningCase opening = new(Shape, TestProfiles.Short);
        (PlainMatrix? Model, PlainMatrix? Witness) matrices = opening.CommitPlainly(new());
        ModelSeal seal = opening.ModelSeal!;
        opening.Reseal(seal with { Value = seal.Value + KoalaBear5.One });
        matrices.Model!.Seal = opening.ModelSeal;
        var cheats = new OpeningCheats
        {
            Message = (number, message) => number == round ? [message[0] + KoalaBear5.One, message[1]] : message,
        };
        Assert.Equal(RejectReason.OpeningConstraint, opening.Verify(opening.ProvePlainly(new(), matrices)));
        Assert.Equal(RejectReason.OpeningConstraint, opening.Verify(opening.ProvePlainly(cheats, matrices)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void A_word_of_the_seal_rows_that_is_no_longer_there_is_refused(int row)
    {
        // The owner changes seal rows after he has seen the point, to give another model the same seal.
        OpeningCase opening = new(Shape, TestProfiles.Short);
        (PlainMatrix? Model, PlainMatrix? Witness) matrices = opening.CommitPlainly(new());
        uint[] tail = matrices.Model!.Tails[0];
        int at = tail.Length - SealForm.TailRows + row;
        tail[at] = (tail[at] + 1) % KoalaBear.Order;
        Assert.NotNull(opening.Verify(opening.ProvePlainly(new(), matrices)));
        matrices.Model.SealAt(opening.ModelSeal!.Point);
        opening.Reseal(matrices.Model.Seal!);
        Assert.NotNull(opening.Verify(opening.ProvePlainly(new(), matrices)));
    }

    [Fact]
    public void A_verifier_without_the_seal_of_a_hidden_model_does_not_start()
    {
        var parameters = new WhirParameters(Shape, TestProfiles.Short);
        Assert.Throws<ArgumentException>(() => OpeningVerifier.Open(
            parameters, [new([])], [], new("no seal", Array.Empty<byte>()), KoalaBear5.Zero));
    }

    private static byte[] Prove(OpeningCase opening)
    {
        KernelSet kernels = KernelSet.Fastest(2);
        return opening.Prove(kernels.Codes, kernels.Algebra);
    }
}
