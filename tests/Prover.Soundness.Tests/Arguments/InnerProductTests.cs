using Prover.Verifier;
using Prover.Verifier.Fields;

namespace Prover.Soundness.Tests.Arguments;

/// <summary>Lies about accumulators under a right witness.</summary>
public abstract class InnerProductTests(bool hiding)
{
    private ArgumentCase Subject { get; } = hiding ? ArgumentCase.EveryRelationHiding : ArgumentCase.EveryRelation;

    private static readonly KoalaBear5 Half = KoalaBear5.FromInteger(2).Inverse();

    public sealed class Open() : InnerProductTests(false);

    public sealed class Hidden() : InnerProductTests(true);

    [Fact]
    [Refuses(RejectReason.InnerProduct)]
    public void Another_sum_of_accumulators_is_refused() => Refusal.Expect(
        Subject.Late(RejectReason.InnerProduct),
        Subject.Try(Subject.Values, new() { Send = LookupProtocolTests.Change("accumulators", 0, 0) }));

    [Fact]
    [Refuses(RejectReason.InnerProduct)]
    [Refuses(RejectReason.OpeningConstraint)]
    public void A_wrong_round_polynomial_with_the_right_sum_is_refused()
    {
        int rounds = Rounds();
        foreach (int round in (int[])[0, 1, rounds - 2, rounds - 1])
        {
            for (int entry = 0; entry < 2; entry++)
            {
                Func<SentMessage, KoalaBear5[]> send = LookupProtocolTests.Change("product message", round, entry);
                Refusal.Expect(Subject.Late(RejectReason.InnerProduct), Subject.Try(Subject.Values, new() { Send = send }));
                // The last claims make up for it.
                var fitting = new ArgumentCheats
                {
                    Send = message => message.Label == "operands"
                        ? [message.Claim * message.Honest[1].Inverse(), message.Honest[1]] : send(message),
                };
                Refusal.Expect(RejectReason.OpeningConstraint, Subject.Try(Subject.Values, fitting));
            }
        }
    }

    [Fact]
    [Refuses(RejectReason.InnerProduct)]
    public void Wrong_operands_are_refused()
    {
        for (int entry = 0; entry < 2; entry++)
        {
            ArgumentCheats cheats = new() { Send = LookupProtocolTests.Change("operands", 0, entry) };
            Refusal.Expect(Subject.Late(RejectReason.InnerProduct), Subject.Try(Subject.Values, cheats));
        }
    }

    [Fact]
    [Refuses(RejectReason.OpeningConstraint)]
    public void Wrong_operands_with_the_right_product_are_refused()
    {
        Refusal.Expect(RejectReason.OpeningConstraint, Try(operands => [operands[0] + operands[0], operands[1] * Half]));
        Refusal.Expect(RejectReason.OpeningConstraint, Try(operands => [operands[1], operands[0]]));
    }

    [Fact]
    [Refuses(RejectReason.OpeningConstraint)]
    public void An_inner_product_of_nothing_has_no_other_value_than_0()
    {
        // The smallest circuit has no accumulators: sum and operands are still messages, and both forms are empty.
        ArgumentCase smallest = hiding ? ArgumentCase.SmallestHiding : ArgumentCase.Smallest;
        KoalaBear5 one = KoalaBear5.One;
        ArgumentCheats cheats = new()
        {
            Send = message => message.Label is "accumulators" or "operands" ? [.. message.Honest.Select(_ => one)] : message.Honest,
        };
        Refusal.Expect(RejectReason.OpeningConstraint, smallest.Try(smallest.Values, cheats));
        ArgumentCheats free = new() { Send = message => message.Label == "operands" ? [one, KoalaBear5.Zero] : message.Honest };
        Refusal.Expect(RejectReason.OpeningConstraint, smallest.Try(smallest.Values, free));
    }

    private Verdict Try(Func<KoalaBear5[], KoalaBear5[]> operands) => Subject.Try(
        Subject.Values, new() { Send = message => message.Label == "operands" ? operands(message.Honest) : message.Honest });

    private int Rounds()
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
        Subject.Prove(Subject.Values, counting);
        return rounds;
    }
}
