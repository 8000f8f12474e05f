using Prover.Soundness.Tests.Arguments;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Fields;
using Prover.Verifier.Forms;
using Prover.Verifier.Hiding;

namespace Prover.Soundness.Tests.Hiding;

/// <summary>Padded messages: what honest provers send, what cheating ones try, and what each random ingredient is for (SPEC §11).</summary>
public class PaddedMessageTests
{
    private static readonly ArgumentCase Subject = ArgumentCase.EveryRelationHiding;
    private static readonly int Layers = Subject.Key.Layout.LogLeaves;
    private static readonly Statement Honest = Subject.StatementOf(Subject.Values);

    public static TheoryData<string> HiddenLabels => [.. HiddenMessages];

    private static string[] HiddenMessages => ["fraction message", "fraction children", "accumulators", "product message", "operands"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Both_provers_write_the_same_proof_and_it_is_accepted(bool smallest)
    {
        ArgumentCase subject = smallest ? ArgumentCase.SmallestHiding : Subject;
        Statement statement = subject.StatementOf(subject.Values);
        byte[] proof = subject.ProveFast(subject.Values, statement);
        Assert.Equal(subject.Prove(subject.Values), proof);
        Verdict verdict = subject.Verify(statement, proof);
        Assert.True(verdict.IsValid, $"{verdict.Reason}: {verdict.Detail}");
    }

    [Theory]
    [MemberData(nameof(HiddenLabels))]
    [Refuses(RejectReason.OpeningConstraint)]
    public void A_hidden_message_that_is_off_by_one_is_refused(string label)
    {
        var cheats = new ArgumentCheats
        {
            Send = message => message.Label == label && message.Number == 0
                ? [message.Honest[0] + KoalaBear5.One, .. message.Honest[1..]] : message.Honest,
        };
        Refusal.Expect(RejectReason.OpeningConstraint, Subject.Try(Subject.Values, cheats));
    }

    [Fact]
    [Refuses(RejectReason.OpeningConstraint)]
    public void A_product_pad_that_is_not_the_product_is_refused()
    {
        PadPlan plan = Subject.Key.Layout.Pads;
        foreach (int triple in (int[])[0, 1, plan.Products.Length - 1, plan.Products.Length])
        {
            Refusal.Expect(RejectReason.OpeningConstraint, Subject.Try(Subject.Values, Changed(plan.Triple(triple).Product)));
        }
    }

    [Fact]
    [Refuses(RejectReason.OpeningConstraint)]
    public void A_product_pad_that_makes_a_wrong_equation_true_is_refused()
    {
        // The accumulators' lie leaves the operands' product off; the prover commits to a product pad as if it could make up for it.
        int[][] values = ForgedWitnesses.Solve("wrong activation");
        PadPlan plan = Subject.Key.Layout.Pads;
        int product = plan.Triple(plan.Products.Length - 1).Product;
        ArgumentCheats cheats = LookupCheats.IntoAccumulators(Layers) with { Pads = Changed(product).Pads };
        Refusal.Expect(RejectReason.OpeningConstraint, Subject.Try(values, cheats));
    }

    [Fact]
    [Refuses(RejectReason.OpeningConstraint)]
    public void Pads_that_change_after_the_commitment_are_refused()
    {
        PadPlan plan = Subject.Key.Layout.Pads;
        foreach (int pad in (int[])[0, 1, plan.Messages - 1, plan.Messages, plan.FirstDummy, plan.FirstMask, plan.DummyLeaf])
        {
            var cheats = new ArgumentCheats { LatePads = Changed(pad).Pads };
            Refusal.Expect(RejectReason.OpeningConstraint, Subject.Try(Subject.Values, cheats));
        }
    }

    [Fact]
    [Refuses(RejectReason.LookupDenominator)]
    public void A_dummy_leaf_with_denominator_zero_is_refused()
    {
        var cheats = new ArgumentCheats { Pads = (plan, pads) => With(pads, plan.DummyLeaf, KoalaBear5.Zero) };
        Refusal.Expect(RejectReason.LookupDenominator, Subject.Try(Subject.Values, cheats));
    }

    [Fact]
    public void Without_dummy_triples_the_values_sent_in_clear_are_a_combination_of_pads()
    {
        Assert.DoesNotContain(KoalaBear5.Zero, DummyShares(new()));
        var zero = new ArgumentCheats { Pads = (plan, pads) => [.. pads.Select((pad, i) => IsDummy(plan, i) ? default : pad)] };
        Assert.All(DummyShares(zero), share => Assert.Equal(KoalaBear5.Zero, share));

        static bool IsDummy(PadPlan plan, int pad) => pad >= plan.FirstDummy && pad < plan.FirstMask;
    }

    [Fact]
    public void Each_hidden_element_is_sent_under_a_pad_of_its_own()
    {
        var honest = new List<KoalaBear5>();
        var recorder = new ArgumentCheats
        {
            Send = message =>
            {
                if (message.Label != "fraction root") honest.AddRange(message.Honest);
                return message.Honest;
            },
        };
        byte[] proof = Subject.Prove(Subject.Values, recorder);
        KoalaBear5[] sent = [.. Messages(proof).SelectMany(message => Elements(message.Bytes))];
        // Pad 0 belongs to the out-of-domain value.
        KoalaBear5[] pads = Subject.Pads()[1..Subject.Key.Layout.Pads.Messages];
        Assert.Equal(pads, sent.Zip(honest, (left, right) => left - right));
        Assert.Equal(pads.Length, pads.Distinct().Count());
    }

    [Fact]
    public void Two_proofs_of_one_statement_share_no_pads()
    {
        PadPlan plan = Subject.Key.Layout.Pads;
        KoalaBear5[] first = Draw(), second = Draw();
        Assert.Equal(2 * plan.Count, first.Concat(second).Distinct().Count());

        KoalaBear5[] Draw()
        {
            using var random = Proving.Randomness.RandomStream.FromSystem([1, 2], Honest.Encode());
            return Proving.Hiding.PadValues.Draw(plan, random.NextExtension);
        }
    }

    private static KoalaBear5[] With(KoalaBear5[] pads, int number, KoalaBear5 value) =>
        [.. pads.Select((pad, i) => i == number ? value : pad)];

    private static ArgumentCheats Changed(int number) =>
        new() { Pads = (_, pads) => With(pads, number, pads[number] + KoalaBear5.One) };

    /// <summary>X(r), Y(r) and Z(r) of a proof minus the share of the pads that hide messages.</summary>
    private static KoalaBear5[] DummyShares(ArgumentCheats cheats)
    {
        PadPlan plan = Subject.Key.Layout.Pads;
        KoalaBear5[] pads = cheats.Pads(plan, Subject.Pads());
        var point = new List<KoalaBear5>();
        KoalaBear5[] values = [];
        byte[] proof = Subject.Prove(Subject.Values, cheats);
        ArgumentVerifier.Verify(Subject.Key, Subject.ModelCap, Honest, proof, (_, label, bytes) =>
        {
            if (label == "quadratic challenge") point.Add(FirstElement(bytes));
            if (label == "quadratic values") values = [.. Elements(bytes.ToArray())];
        });
        for (int i = 0; i < plan.Products.Length; i++)
        {
            KoalaBear5 weight = LinearForm.EqualityAt(point.ToArray(), i);
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
    private static (string Label, byte[] Bytes)[] Messages(byte[] proof) =>
    [
        .. MessageTests.Find(Subject, Honest, proof)
            .Where(message => HiddenMessages.Contains(message.Label))
            .Select(message => (message.Label, proof[message.Start..(message.Start + message.Length)])),
    ];
}
