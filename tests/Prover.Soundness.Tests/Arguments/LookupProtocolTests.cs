using Prover.Soundness.Tests.Circuits;
using Prover.Verifier;
using Prover.Verifier.Fields;

namespace Prover.Soundness.Tests.Arguments;

/// <summary>Lies inside the fraction tree about a witness that is right.</summary>
public class LookupProtocolTests
{
    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.LookupDenominator)]
    public void A_root_of_0_over_0_is_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        ArgumentCheats cheats = new()
        {
            Send = message => message.Label == "fraction root" ? [KoalaBear5.Zero, KoalaBear5.Zero] : message.Honest,
        };
        Refusal.Expect(RejectReason.LookupDenominator, subject.Try(subject.Values, cheats));
    }

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.FractionLayer)]
    public void A_root_with_another_denominator_is_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        ArgumentCheats cheats = new()
        {
            Send = message => message.Label == "fraction root" ? [KoalaBear5.Zero, KoalaBear5.One] : message.Honest,
        };
        Refusal.Expect(subject.Late(RejectReason.FractionLayer), subject.Try(subject.Values, cheats));
    }

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.FractionLayer)]
    [Refuses(RejectReason.OpeningConstraint)]
    public void A_wrong_round_polynomial_with_the_right_sum_is_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        // The message cannot state the constant, so any message has the right sum.
        int layers = subject.Key.Layout.LogLeaves, rounds = layers * (layers - 1) / 2;
        foreach (int number in subject.Sample([0, 1, 7, rounds - layers, rounds - 1]))
        {
            for (int entry = 0; entry < 2; entry++)
            {
                Func<SentMessage, KoalaBear5[]> send = Change("fraction message", number, entry);
                Refusal.Expect(subject.Late(RejectReason.FractionLayer), subject.Try(subject.Values, new() { Send = send }));
                // Children that fit the lie, down to the leaves.
                var fitting = new ArgumentCheats
                {
                    Send = message => message.Label == "fraction children" ? LookupCheats.WithFittingNumerator(message) : send(message),
                };
                Refusal.Expect(RejectReason.OpeningConstraint, subject.Try(subject.Values, fitting));
            }
        }
    }

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.FractionLayer)]
    public void Wrong_children_are_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        int layers = subject.Key.Layout.LogLeaves;
        foreach (int layer in subject.Sample(Enumerable.Range(0, layers)))
        {
            ArgumentCheats cheats = new() { Send = Change("fraction children", layer, layer % 4) };
            Refusal.Expect(subject.Late(RejectReason.FractionLayer), subject.Try(subject.Values, cheats));
        }
    }

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.FractionLayer)]
    [Refuses(RejectReason.OpeningConstraint)]
    public void Children_that_fit_their_layer_with_other_fractions_are_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        // n0 + e d0 and n1 - e d1 have the same sum of fractions: the lie shows one layer below, or in the leaves' claims.
        int layers = subject.Key.Layout.LogLeaves;
        foreach (int layer in subject.Sample(Enumerable.Range(0, layers)))
        {
            ArgumentCheats cheats = new()
            {
                Send = message => message.Label == "fraction children" && message.Number == layer
                    ? [message.Honest[0] + message.Honest[2], message.Honest[1] - message.Honest[3], message.Honest[2], message.Honest[3]]
                    : message.Honest,
            };
            RejectReason expected = layer == layers - 1 ? RejectReason.OpeningConstraint : RejectReason.FractionLayer;
            Refusal.Expect(subject.Late(expected), subject.Try(subject.Values, cheats));
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
