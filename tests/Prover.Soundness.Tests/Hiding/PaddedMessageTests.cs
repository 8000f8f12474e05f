using Prover.Soundness.Tests.Arguments;
using Prover.Soundness.Tests.Circuits;
using Prover.Verifier;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Hiding;

namespace Prover.Soundness.Tests.Hiding;

/// <summary>Padded messages: what honest provers send, what cheating ones try, and what each random ingredient is for (SPEC §11).</summary>
public class PaddedMessageTests
{
    public static TheoryData<string> HiddenLabels => [.. HiddenMessages];

    private static string[] HiddenMessages => ["fraction message", "fraction children", "accumulators", "product message", "operands"];

    [Theory]
    [InEveryVisibility(Member = nameof(HiddenLabels), IfHiding = true)]
    [Refuses(RejectReason.OpeningConstraint)]
    public void A_hidden_message_that_is_off_by_one_is_refused(Visibility visibility, string label)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        var cheats = new ArgumentCheats
        {
            Send = message => message.Label == label && message.Number == 0
                ? [message.Honest[0] + KoalaBear5.One, .. message.Honest[1..]] : message.Honest,
        };
        Refusal.Expect(RejectReason.OpeningConstraint, subject.Try(subject.Values, cheats));
    }

    [Theory]
    [InEveryVisibility(IfHiding = true)]
    [Refuses(RejectReason.OpeningConstraint)]
    public void A_product_pad_that_is_not_the_product_is_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        PadPlan plan = subject.Key.Layout.Pads;
        foreach (int triple in (int[])[0, 1, plan.Products.Length - 1, plan.Products.Length])
        {
            Refusal.Expect(RejectReason.OpeningConstraint, subject.Try(subject.Values, Changed(plan.Triple(triple).Product)));
        }
        // None at all: the products' equations miss them.
        int[] products = [.. Enumerable.Range(0, plan.Products.Length).Select(triple => plan.Triple(triple).Product)];
        var none = new ArgumentCheats { Pads = (_, pads) => [.. pads.Select((pad, i) => products.Contains(i) ? default : pad)] };
        Refusal.Expect(RejectReason.OpeningConstraint, subject.Try(subject.Values, none));
    }

    [Theory]
    [InEveryVisibility(IfHiding = true)]
    [Refuses(RejectReason.OpeningConstraint)]
    public void A_product_pad_that_makes_a_wrong_equation_true_is_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        // The accumulators' lie leaves the operands' product off; the prover commits to a product pad as if it could make up for it.
        int[][] values = ForgedWitnesses.Solve("wrong activation");
        PadPlan plan = subject.Key.Layout.Pads;
        int product = plan.Triple(plan.Products.Length - 1).Product;
        ArgumentCheats cheats = LookupCheats.IntoAccumulators(subject.Key.Layout.LogLeaves) with { Pads = Changed(product).Pads };
        Refusal.Expect(RejectReason.OpeningConstraint, subject.Try(values, cheats));
    }

    [Theory]
    [InEveryVisibility(IfHiding = true)]
    [Refuses(RejectReason.OpeningConstraint)]
    public void Pads_chosen_after_a_challenge_are_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        PadPlan plan = subject.Key.Layout.Pads;
        foreach (int pad in (int[])[0, 1, plan.Messages - 1, plan.Messages, plan.FirstDummy, plan.FirstMask, plan.DummyLeaf])
        {
            var cheats = new ArgumentCheats { LatePads = Changed(pad).Pads };
            Refusal.Expect(RejectReason.OpeningConstraint, subject.Try(subject.Values, cheats));
        }
    }

    [Theory]
    [InEveryVisibility(IfHiding = true)]
    [Refuses(RejectReason.LookupDenominator)]
    public void A_dummy_leaf_with_denominator_zero_is_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        var cheats = new ArgumentCheats { Pads = (plan, pads) => With(pads, plan.DummyLeaf, KoalaBear5.Zero) };
        Refusal.Expect(RejectReason.LookupDenominator, subject.Try(subject.Values, cheats));
    }

    [Theory]
    [InEveryVisibility(IfHiding = true)]
    public void Without_dummy_triples_the_values_sent_in_clear_are_a_combination_of_pads(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        Assert.DoesNotContain(KoalaBear5.Zero, DummyShares(subject, new()));
        var zero = new ArgumentCheats { Pads = (plan, pads) => [.. pads.Select((pad, i) => IsDummy(plan, i) ? default : pad)] };
        Assert.All(DummyShares(subject, zero), share => Assert.Equal(KoalaBear5.Zero, share));

        static bool IsDummy(PadPlan plan, int pad) => pad >= plan.FirstDummy && pad < plan.FirstMask;
    }

    [Theory]
    [InEveryVisibility(IfHiding = true)]
    public void Each_hidden_element_is_sent_under_a_pad_of_its_own(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        var honest = new List<KoalaBear5>();
        var recorder = new ArgumentCheats
        {
            Send = message =>
            {
                if (message.Label != "fraction root") honest.AddRange(message.Honest);
                return message.Honest;
            },
        };
        byte[] proof = subject.Prove(subject.Values, recorder);
        KoalaBear5[] sent = [.. Messages(subject, proof).SelectMany(message => Elements(message.Bytes))];
        // Pad 0 belongs to the out-of-domain value.
        KoalaBear5[] pads = subject.Pads()[1..subject.Key.Layout.Pads.Messages];
        Assert.Equal(pads, sent.Zip(honest, (left, right) => left - right));
        Assert.Equal(pads.Length, pads.Distinct().Count());
    }

    [Theory]
    [InEveryVisibility(IfHiding = true)]
    public void Two_proofs_of_one_statement_share_no_pads(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        PadPlan plan = subject.Key.Layout.Pads;
        KoalaBear5[] first = Draw(), second = Draw();
        Assert.Equal(2 * plan.Count, first.Concat(second).Distinct().Count());

        KoalaBear5[] Draw()
        {
            using var random = Proving.Randomness.RandomStream.FromSystem([1, 2], subject.Honest.Encode());
            return Proving.Hiding.PadValues.Draw(plan, random.NextExtension);
        }
    }

    private static KoalaBear5[] With(KoalaBear5[] pads, int number, KoalaBear5 value) =>
        [.. pads.Select((pad, i) => i == number ? value : pad)];

    private static ArgumentCheats Changed(int number) =>
        new() { Pads = (_, pads) => With(pads, number, pads[number] + KoalaBear5.One) };

    /// <summary>X(r), Y(r) and Z(r) of a proof minus the share of the pads that hide messages.</summary>
    private static KoalaBear5[] DummyShares(ArgumentCase subject, ArgumentCheats cheats)
    {
        PadPlan plan = subject.Key.Layout.Pads;
        KoalaBear5[] pads = cheats.Pads(plan, subject.Pads());
        var point = new List<KoalaBear5>();
        KoalaBear5[] values = [];
        byte[] proof = subject.Prove(subject.Values, cheats);
        subject.Observe(subject.Honest, proof, (_, label, bytes) =>
        {
            if (label == "quadratic challenge") point.Add(FirstElement(bytes));
            if (label == "quadratic values") values = [.. Elements(bytes.ToArray())];
        });
        for (int i = 0; i < plan.Products.Length; i++)
        {
            KoalaBear5 weight = MultilinearExtension.EqualityAt(point.ToArray(), i);
            (int left, int right, int product) = plan.Triple(i);
            values[0] -= weight * pads[left];
            values[1] -= weight * pads[right];
            values[2] -= weight * pads[product];
        }
        return values;
    }

    private static IEnumerable<KoalaBear5> Elements(byte[] bytes) =>
        bytes.Chunk(KoalaBear5.Bytes).Select(chunk => Verifier.Transcripts.FieldEncoding.ReadExtension(chunk));

    /// <summary>The challenge that 64 squeezed bytes make (SPEC §3.3); they nearly always suffice.</summary>
    private static KoalaBear5 FirstElement(ReadOnlySpan<byte> bytes)
    {
        var words = new List<KoalaBear>();
        for (int i = 0; i < bytes.Length && words.Count < KoalaBear5.Degree; i += 4)
        {
            uint word = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes[i..]) & 0x7FFFFFFF;
            if (word < KoalaBear.Order) words.Add(new(word));
        }
        return new(words[0], words[1], words[2], words[3], words[4]);
    }

    /// <summary>The messages that are hidden.</summary>
    private static (string Label, byte[] Bytes)[] Messages(ArgumentCase subject, byte[] proof) =>
    [
        .. MessageTests.Find(subject, subject.Honest, proof)
            .Where(message => HiddenMessages.Contains(message.Label))
            .Select(message => (message.Label, proof[message.Start..(message.Start + message.Length)])),
    ];
}
