using Prover.Soundness.Tests.Circuits;
using Prover.Verifier;

namespace Prover.Soundness.Tests.Arguments;

/// <summary>Wrong witnesses, each with every way to go on lying.</summary>
public class ForgedWitnessTests
{
    public static TheoryData<string> Names => new(ForgedWitnesses.All.Keys);

    [Theory]
    [InEveryVisibility(Member = nameof(Names))]
    [Refuses(RejectReason.LookupSum)]
    public void A_wrong_witness_is_refused_under_the_honest_protocol(Visibility visibility, string name) =>
        Refusal.Expect(RejectReason.LookupSum, ArgumentCase.EveryRelationIn(visibility).Try(ForgedWitnesses.Solve(name)));

    [Theory]
    [MemberData(nameof(Names))]
    [Refuses(RejectReason.FractionLayer)]
    public void A_wrong_witness_with_a_forged_root_is_refused(string name) => Refusal.Expect(
        RejectReason.FractionLayer, ArgumentCase.EveryRelation.Try(ForgedWitnesses.Solve(name), LookupCheats.ForgedRoot));

    [Theory]
    [InEveryVisibility(Member = nameof(Names))]
    [Refuses(RejectReason.OpeningConstraint)]
    public void A_wrong_witness_whose_lie_ends_in_a_linear_claim_is_refused(Visibility visibility, string name)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        int[][] values = ForgedWitnesses.Solve(name);
        int layers = subject.Key.Layout.LogLeaves;
        ArgumentCheats[] ways =
        [
            LookupCheats.IntoNumerators, LookupCheats.IntoDenominators(layers), LookupCheats.IntoLeftOperand(layers),
            LookupCheats.IntoRightOperand(layers),
        ];
        if (subject.Circuit.Hiding) ways = [.. ways, LookupCheats.ForgedRoot];
        // Every lie goes every way if nothing is hidden, and in each other visibility one of them, another one for the next lie.
        if (visibility != Visibility.Open) ways = [ways[(ForgedWitnesses.NumberOf(name) + (int)visibility) % ways.Length]];
        foreach (ArgumentCheats cheats in ways) Refusal.Expect(RejectReason.OpeningConstraint, subject.Try(values, cheats));
    }

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.InnerProduct)]
    public void A_lie_moved_into_the_accumulators_is_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        ArgumentCheats cheats = LookupCheats.IntoAccumulators(subject.Key.Layout.LogLeaves);
        Refusal.Expect(subject.Late(RejectReason.InnerProduct), subject.Try(ForgedWitnesses.Solve("wrong activation"), cheats));
    }

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.OpeningConstraint)]
    public void A_recommitted_tensor_with_other_values_is_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        // Lookups and dense layer agree with the copy; only the linear constraint does not hold.
        int[][] values = EveryRelationWitness.Solve(1, (step, tensors) =>
        {
            if (step == EveryRelationCircuit.Flat) (tensors[step][1], tensors[step][4]) = (tensors[step][4] + 1, tensors[step][1]);
        });
        Refusal.Expect(RejectReason.OpeningConstraint, subject.Try(values));
    }

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.OpeningConstraint)]
    [Refuses(RejectReason.FinalPolynomial)]
    public void Other_weights_than_the_committed_ones_are_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        int[][] values = EveryRelationWitness.Solve(1, (step, tensors) =>
        {
            if (step == EveryRelationCircuit.Image) tensors[EveryRelationCircuit.Kernel][20] += 1;
        });
        Refusal.Expect(RejectReason.OpeningConstraint, subject.Try(values));
        Refusal.Expect(subject.Late(RejectReason.FinalPolynomial), subject.Try(values, new() { OpensOwnModel = true }));
    }

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.OpeningConstraint)]
    public void Another_table_than_the_committed_one_is_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        int[][] values = EveryRelationWitness.Solve(1, (step, tensors) =>
        {
            if (step == EveryRelationCircuit.Image) Array.Reverse(tensors[EveryRelationCircuit.Step]);
        });
        Refusal.Expect(RejectReason.OpeningConstraint, subject.Try(values));
    }

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.OpeningConstraint)]
    public void A_tensor_that_two_consumers_see_differently_is_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        // The maximum is taken over other activations than the committed ones that the convolution and the depthwise layer see.
        const int At = 5;
        int[][] seen = [];
        int[][] values = EveryRelationWitness.Solve(1, (step, tensors) =>
        {
            if (step == EveryRelationCircuit.Unary) tensors[EveryRelationCircuit.Quotient][At] -= 2;
            if (step == EveryRelationCircuit.Maximum) tensors[EveryRelationCircuit.Quotient][At] += 2;
        });
        seen = CircuitSolver.Copy(values);
        seen[EveryRelationCircuit.Quotient][At] -= 2;
        int[][] counted = CircuitSolver.Count(subject.Circuit, CircuitSolver.Copy(seen));
        values[EveryRelationCircuit.MaximumCounts] = seen[EveryRelationCircuit.MaximumCounts] = counted[EveryRelationCircuit.MaximumCounts];
        var cheats = new ArgumentCheats { Denominators = (alpha, beta, honest) => Mixed(seen, alpha, beta, honest) };
        Refusal.Expect(RejectReason.LookupSum, subject.Try(values));
        Refusal.Expect(RejectReason.OpeningConstraint, subject.Try(values, cheats));

        Verifier.Fields.KoalaBear5[] Mixed(
            int[][] seen, Verifier.Fields.KoalaBear5 alpha, Verifier.Fields.KoalaBear5 beta, Verifier.Fields.KoalaBear5[] honest)
        {
            const int MaximumRows = 4;
            Verifier.Fields.KoalaBear5[] mixed = [.. honest];
            var other = new Verifier.Tests.Arguments.NaiveCircuit(subject.Circuit, subject.Key.Layout, seen).Leaves(alpha, beta);
            foreach (Verifier.Layouts.Block block in subject.Key.Layout.RowBlocks[MaximumRows])
            {
                other.Denominators.AsSpan((int)block.Offset, 1 << block.Bits).CopyTo(mixed.AsSpan((int)block.Offset));
            }
            return mixed;
        }
    }
}
