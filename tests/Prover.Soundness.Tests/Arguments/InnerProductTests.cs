using Prover.Soundness.Tests.Circuits;
using Prover.Verifier;
using Prover.Verifier.Fields;

namespace Prover.Soundness.Tests.Arguments;

/// <summary>Lies about accumulators under a right witness.</summary>
public class InnerProductTests
{
    private static readonly KoalaBear5 Half = KoalaBear5.FromInteger(2).Inverse();

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.InnerProduct)]
    public void Another_sum_of_accumulators_is_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        ArgumentCheats cheats = new() { Send = LookupProtocolTests.Change("accumulators", 0, 0) };
        Refusal.Expect(subject.Late(RejectReason.InnerProduct), subject.Try(subject.Values, cheats));
    }

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.InnerProduct)]
    [Refuses(RejectReason.OpeningConstraint)]
    public void A_wrong_round_polynomial_with_the_right_sum_is_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        int rounds = Rounds(subject);
        foreach (int round in subject.Sample([0, 1, rounds - 2, rounds - 1]))
        {
            for (int entry = 0; entry < 2; entry++)
            {
                Func<SentMessage, KoalaBear5[]> send = LookupProtocolTests.Change("product message", round, entry);
                Refusal.Expect(subject.Late(RejectReason.InnerProduct), subject.Try(subject.Values, new() { Send = send }));
                // The last claims make up for it.
                var fitting = new ArgumentCheats
                {
                    Send = message => message.Label == "operands"
                        ? [message.Claim * message.Honest[1].Inverse(), message.Honest[1]] : send(message),
                };
                Refusal.Expect(RejectReason.OpeningConstraint, subject.Try(subject.Values, fitting));
            }
        }
    }

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.InnerProduct)]
    public void Wrong_operands_are_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        for (int entry = 0; entry < 2; entry++)
        {
            ArgumentCheats cheats = new() { Send = LookupProtocolTests.Change("operands", 0, entry) };
            Refusal.Expect(subject.Late(RejectReason.InnerProduct), subject.Try(subject.Values, cheats));
        }
    }

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.OpeningConstraint)]
    public void Wrong_operands_with_the_right_product_are_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        Refusal.Expect(RejectReason.OpeningConstraint, Try(subject, operands => [operands[0] + operands[0], operands[1] * Half]));
        Refusal.Expect(RejectReason.OpeningConstraint, Try(subject, operands => [operands[1], operands[0]]));
    }

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.OpeningConstraint)]
    public void An_inner_product_of_nothing_has_no_other_value_than_0(Visibility visibility)
    {
        // The smallest circuit has no accumulators: sum and operands are still messages, and both forms are empty.
        ArgumentCase smallest = ArgumentCase.SmallestIn(visibility);
        KoalaBear5 one = KoalaBear5.One;
        ArgumentCheats cheats = new()
        {
            Send = message => message.Label is "accumulators" or "operands" ? [.. message.Honest.Select(_ => one)] : message.Honest,
        };
        Refusal.Expect(RejectReason.OpeningConstraint, smallest.Try(smallest.Values, cheats));
        ArgumentCheats free = new() { Send = message => message.Label == "operands" ? [one, KoalaBear5.Zero] : message.Honest };
        Refusal.Expect(RejectReason.OpeningConstraint, smallest.Try(smallest.Values, free));
    }

    private static Verdict Try(ArgumentCase subject, Func<KoalaBear5[], KoalaBear5[]> operands) => subject.Try(
        subject.Values, new() { Send = message => message.Label == "operands" ? operands(message.Honest) : message.Honest });

    private static int Rounds(ArgumentCase subject)
    {
        int rounds = 0;
        var counting = new ArgumentCheats
        {
            Send = message =>
            {
                if (message.Label == "product message") rounds++;
                return message.Honest;
            },
        };
        subject.Prove(subject.Values, counting);
        return rounds;
    }
}
