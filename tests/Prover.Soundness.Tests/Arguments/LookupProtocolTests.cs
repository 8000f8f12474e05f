using Prover.Verifier;
using Prover.Verifier.Fields;

namespace Prover.Soundness.Tests.Arguments;

/// <summary>Lies inside the fraction tree about a witness that is right.</summary>
public abstract class LookupProtocolTests(bool hiding)
{
    private ArgumentCase Subject { get; } = hiding ? ArgumentCase.EveryRelationHiding : ArgumentCase.EveryRelation;

    private int Layers => Subject.Key.Layout.LogLeaves;

    private int Rounds => Layers * (Layers - 1) / 2;

    public sealed class Open() : LookupProtocolTests(false);

    public sealed class Hidden() : LookupProtocolTests(true);

    [Fact]
    [Refuses(RejectReason.LookupDenominator)]
    public void A_root_of_0_over_0_is_refused() => Refusal.Expect(RejectReason.LookupDenominator, Subject.Try(Subject.Values, new()
    {
        Send = message => message.Label == "fraction root" ? [KoalaBear5.Zero, KoalaBear5.Zero] : message.Honest,
    }));

    [Fact]
    [Refuses(RejectReason.FractionLayer)]
    public void A_root_with_another_denominator_is_refused()
    {
        ArgumentCheats cheats = new()
        {
            Send = message => message.Label == "fraction root" ? [KoalaBear5.Zero, KoalaBear5.One] : message.Honest,
        };
        Refusal.Expect(Subject.Late(RejectReason.FractionLayer), Subject.Try(Subject.Values, cheats));
    }

    [Fact]
    [Refuses(RejectReason.FractionLayer)]
    [Refuses(RejectReason.OpeningConstraint)]
    public void A_wrong_round_polynomial_with_the_right_sum_is_refused()
    {
        // The message cannot state the constant, so any message has the right sum.
        foreach (int number in (int[])[0, 1, 7, Rounds - Layers, Rounds - 1])
        {
            for (int entry = 0; entry < 2; entry++)
            {
                Func<SentMessage, KoalaBear5[]> send = Change("fraction message", number, entry);
                Refusal.Expect(Subject.Late(RejectReason.FractionLayer), Subject.Try(Subject.Values, new() { Send = send }));
                // Children that fit the lie, down to the leaves.
                var fitting = new ArgumentCheats
                {
                    Send = message => message.Label == "fraction children" ? LookupCheats.WithFittingNumerator(message) : send(message),
                };
                Refusal.Expect(RejectReason.OpeningConstraint, Subject.Try(Subject.Values, fitting));
            }
        }
    }

    [Fact]
    [Refuses(RejectReason.FractionLayer)]
    public void Wrong_children_are_refused()
    {
        for (int layer = 0; layer < Layers; layer++)
        {
            ArgumentCheats cheats = new() { Send = Change("fraction children", layer, layer % 4) };
            Refusal.Expect(Subject.Late(RejectReason.FractionLayer), Subject.Try(Subject.Values, cheats));
        }
    }

    [Fact]
    [Refuses(RejectReason.FractionLayer)]
    [Refuses(RejectReason.OpeningConstraint)]
    public void Children_that_fit_their_layer_with_other_fractions_are_refused()
    {
        // n0 + e d0 and n1 - e d1 have the same sum of fractions: the lie shows one layer below, or in the leaves' claims.
        for (int layer = 0; layer < Layers; layer++)
        {
            int at = layer;
            ArgumentCheats cheats = new()
            {
                Send = message => message.Label == "fraction children" && message.Number == at
                    ? [message.Honest[0] + message.Honest[2], message.Honest[1] - message.Honest[3], message.Honest[2], message.Honest[3]]
                    : message.Honest,
            };
            RejectReason expected = layer == Layers - 1 ? RejectReason.OpeningConstraint : RejectReason.FractionLayer;
            Refusal.Expect(Subject.Late(expected), Subject.Try(Subject.Values, cheats));
        }
    }

    /// <summary>Adds 1 to one element of one message.</summary>
    internal static Func<SentMessage, KoalaBear5[]> Change(string label, int number, int entry) => message =>
    {
        KoalaBear5[] changed = [.. message.Honest];
        if (message.Label == label && message.Number == number) changed[entry] += KoalaBear5.One;
        return changed;
    };
}
