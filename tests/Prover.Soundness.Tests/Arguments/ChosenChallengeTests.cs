using Prover.Soundness.Tests.Circuits;
using Prover.Verifier;
using Prover.Verifier.Fields;

namespace Prover.Soundness.Tests.Arguments;

/// <summary>What a prover could do that chooses a challenge; only the denominator of the root stands in its way.</summary>
public class ChosenChallengeTests
{
    private static readonly ArgumentCase Subject = ArgumentCase.EveryRelation;

    [Fact]
    [Refuses(RejectReason.LookupDenominator)]
    [Refuses(RejectReason.FractionLayer)]
    public void A_denominator_that_a_chosen_challenge_makes_zero_is_refused()
    {
        // Were alpha the fingerprint of a tuple that is looked up twice, 1/0 + 1/0 = 0/0 would swallow all other fractions.
        int[][] values = EveryRelationWitness.Solve(1, (step, tensors) =>
        {
            if (step == EveryRelationCircuit.Image) tensors[step][9] = tensors[step][10] = EveryRelationCircuit.High + 1;
        });
        static KoalaBear5 Alpha(KoalaBear5 alpha, KoalaBear5 beta) => beta * KoalaBear5.FromInteger(8);
        ArgumentCheats cheats = new() { Alpha = Alpha };
        Refusal.Expect(RejectReason.LookupDenominator, Verify(cheats));
        cheats = cheats with
        {
            Send = message => message.Label == "fraction root" ? [KoalaBear5.Zero, KoalaBear5.One] : message.Honest,
        };
        Refusal.Expect(RejectReason.FractionLayer, Verify(cheats));

        Verdict Verify(ArgumentCheats cheats)
        {
            Prover.Verifier.Arguments.Statement statement = Subject.StatementOf(values);
            return new PartialVerifier(Subject) { Alpha = Alpha }.Verify(statement, Subject.Prove(values, cheats, statement));
        }
    }
}
