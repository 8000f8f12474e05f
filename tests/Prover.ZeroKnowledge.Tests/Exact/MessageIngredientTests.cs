using Prover.Proving.Arguments;
using Prover.Proving.Kernels;
using Prover.Verifier.Arguments;
using Prover.Verifier.Circuits;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Hiding;
using Prover.Verifier.Lookups;
using Prover.Verifier.Sumchecks;
using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Exact;

/// <summary>
/// What each ingredient of the messages is for (SPEC §11.3), on the product's prover: without it a proof tells an input from another one
/// with the same public values, though challenges and all other randomness are the same kind as ever.
/// </summary>
public class MessageIngredientTests
{
    private static readonly ProofExperiment Subject = ProofExperiment.EveryRelation;
    private static readonly ProgrammedOracle Oracle = new(4);
    private static readonly PadPlan Plan = Subject.Key.Layout.Pads;
    private static readonly int[][] Truth = TwoWitnesses.Shared.First, Guess = TwoWitnesses.Shared.Second;

    [Fact]
    public void Without_pads_of_fraction_messages_they_show_the_witness() => AssertLeaksWithoutPads(FractionLayer.MessageLabel);

    [Fact]
    public void Without_pads_of_fraction_children_they_show_the_witness() => AssertLeaksWithoutPads(FractionLayer.ChildrenLabel);

    [Fact]
    public void Without_the_pad_of_the_accumulators_they_show_the_witness() => AssertLeaksWithoutPads(ArgumentVerifier.AccumulatorsLabel);

    [Fact]
    public void Without_pads_of_product_messages_they_show_the_witness() => AssertLeaksWithoutPads(SumcheckVerifier.MessageLabel);

    [Fact]
    public void Without_pads_of_operands_they_show_the_witness() => AssertLeaksWithoutPads(ArgumentVerifier.OperandsLabel);

    [Fact]
    public void Without_its_pad_the_out_of_domain_value_is_a_function_of_the_witness()
    {
        Assert.Equal(Functional([0]), Prove(Truth, 1, [0]).Record.Elements(OutOfDomainClaim.ValueLabel)[0]);
        Assert.NotEqual(Functional([]), Prove(Truth, 1, []).Record.Elements(OutOfDomainClaim.ValueLabel)[0]);

        KoalaBear5 Functional(int[] removed)
        {
            uint[] random = Random(1, removed);
            KoalaBear5[] weights = MultilinearExtension.EqualityTable(
                Oracle.Elements(OutOfDomainClaim.PointLabel, 0, Subject.Key.Layout.Variables));
            KoalaBear5 value = Inner(CommittedVector.Model, Subject.Key.Layout.ModelStart);
            return value + Inner(CommittedVector.Witness, Subject.Key.Layout.WitnessStart);

            KoalaBear5 Inner(CommittedVector vector, long start)
            {
                using FieldBuffer columns = ArgumentProver.Columns(
                    Subject.Circuit, Subject.Key.Layout, vector, Truth, ProofExperiment.Kernels.Codes);
                if (vector == CommittedVector.Witness)
                {
                    using var script = new ScriptedRandomness(random);
                    KoalaBear5[] pads = Proving.Hiding.PadValues.Draw(Plan, script.NextExtension);
                    Proving.Hiding.PadValues.Write(pads, Subject.Key.Layout, columns.Span);
                }
                KoalaBear5 total = default;
                for (int i = 0; i < columns.Length; i++) total += weights[start + i] * new KoalaBear(columns[i]);
                return total;
            }
        }
    }

    [Fact]
    public void Without_the_dummy_leaf_the_root_shows_the_witness()
    {
        Assert.Equal(Root(Truth, 1, KoalaBear5.One), Root(Truth, 2, KoalaBear5.One));
        Assert.NotEqual(Root(Truth, 1, KoalaBear5.One), Root(Guess, 1, KoalaBear5.One));
        Assert.NotEqual(Root(Truth, 1, null), Root(Truth, 2, null));

        static KoalaBear5 Root(int[][] values, int seed, KoalaBear5? leaf)
        {
            uint[] random = ScriptedRandomness.Uniform(Subject.RandomLength, seed);
            for (int d = 0; leaf is not null && d < 5; d++) random[(5 * Plan.DummyLeaf) + d] = leaf.Value[d].Representative;
            return Subject.Prove(values, random, Oracle).Record.Elements(FractionLayer.RootLabel)[1];
        }
    }

    [Fact]
    public void Without_product_pads_a_guess_of_the_witness_is_confirmed()
    {
        // An equation with products of hidden elements contains products of their pads. Were those not hidden by pads of their own, the
        // prover would state them, and whoever guesses the elements computes them.
        (byte[] proof, TranscriptRecord record) = Prove(Truth, 1, []);
        var explanation = new ProofExplanation(Subject, Oracle, proof, record);
        KoalaBear5[] stated = Products(explanation.TruePads(Random(1, [])));
        Assert.Equal(stated, Products(explanation.MessagePads(Of(Truth))));
        Assert.NotEqual(stated, Products(explanation.MessagePads(Of(Guess))));
        // As pads they are in nothing that is sent but Z(r), which two dummies hide.
        Assert.Empty(stated.Intersect([.. ProofExplanation.Hidden(record), .. record.Elements(QuadraticRound.ValuesLabel)]));

        KoalaBear5[] Products(KoalaBear5[] pads) => [.. Plan.Products.Select((_, i) => pads[Plan.Triple(i).Product])];
    }

    [Fact]
    public void Without_dummy_triples_a_guess_of_the_witness_is_confirmed()
    {
        (byte[] proof, TranscriptRecord record) = Prove(Truth, 1, [.. Enumerable.Range(Plan.FirstDummy, 6)]);
        var explanation = new ProofExplanation(Subject, Oracle, proof, record);
        Assert.All(explanation.DummyShares(explanation.MessagePads(Of(Truth))), share => Assert.Equal(KoalaBear5.Zero, share));
        Assert.DoesNotContain(KoalaBear5.Zero, explanation.DummyShares(explanation.MessagePads(Of(Guess))));
    }

    [Fact]
    public void With_one_dummy_triple_a_guess_of_the_witness_is_confirmed()
    {
        // Of one triple (x, y, x·y) under the weight e the three values e·x, e·y, e·x·y satisfy an equation.
        (byte[] proof, TranscriptRecord record) = Prove(Truth, 1, [.. Enumerable.Range(Plan.FirstDummy + 3, 3)]);
        var explanation = new ProofExplanation(Subject, Oracle, proof, record);
        Assert.True(Confirms(Truth));
        Assert.False(Confirms(Guess));

        bool Confirms(int[][] guess)
        {
            KoalaBear5[] shares = explanation.DummyShares(explanation.MessagePads(Of(guess)));
            return shares[0] * shares[1] == explanation.DummyWeights.First * shares[2];
        }
    }

    [Fact]
    public void Without_the_mask_of_the_check_of_products_a_guess_of_the_witness_is_confirmed()
    {
        int[] mask = [.. Enumerable.Range(Plan.FirstMask, Plan.DummyLeaf - Plan.FirstMask)];
        (byte[] proof, TranscriptRecord record) = Prove(Truth, 1, mask);
        var explanation = new ProofExplanation(Subject, Oracle, proof, record);
        KoalaBear5[] dummies = explanation.TruePads(Random(1, mask));
        Assert.All(Mask(Truth, dummies[Plan.FirstDummy]), coefficient => Assert.Equal(KoalaBear5.Zero, coefficient));
        foreach (KoalaBear5 free in (KoalaBear5[])[dummies[Plan.FirstDummy], KoalaBear5.One])
        {
            Assert.Contains(Mask(Guess, free), coefficient => coefficient != KoalaBear5.Zero);
        }

        KoalaBear5[] Mask(int[][] guess, KoalaBear5 free)
        {
            KoalaBear5[] pads = explanation.MessagePads(Of(guess));
            explanation.SolveDummies(pads, free);
            explanation.SolveMask(Of(guess), pads);
            return [.. mask.Select(pad => pads[pad])];
        }
    }

    private static ProofWitness Of(int[][] values) => Subject.Witness(values);

    /// <summary>Without its pads a message is the same in every proof about one witness, and another one for another witness.</summary>
    private static void AssertLeaksWithoutPads(string label)
    {
        string[] labels = ProofExplanation.LabelsOfPads(Prove(Truth, 1, []).Record);
        Assert.Equal(Plan.Messages, labels.Length);
        // The dummy leaf is the same in all proofs here: it is one more factor of denominators.
        int[] pads = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] == label), Plan.DummyLeaf];
        Assert.Equal(Sent(Truth, 1, pads), Sent(Truth, 2, pads));
        Assert.NotEqual(Sent(Truth, 1, pads), Sent(Guess, 1, pads));
        Assert.Empty(Sent(Truth, 1, [Plan.DummyLeaf]).Intersect(Sent(Truth, 2, [Plan.DummyLeaf])));

        KoalaBear5[] Sent(int[][] values, int seed, int[] removed) => Prove(values, seed, removed).Record.Elements(label);
    }

    private static (byte[] Proof, TranscriptRecord Record) Prove(int[][] values, int seed, int[] removed) =>
        Subject.Prove(values, Random(seed, removed), Oracle);

    /// <summary>Uniform randomness but for some pads, which are 1 for the dummy leaf and 0 otherwise.</summary>
    private static uint[] Random(int seed, int[] removed)
    {
        uint[] random = ScriptedRandomness.Uniform(Subject.RandomLength, seed);
        foreach (int pad in removed)
        {
            Array.Clear(random, 5 * pad, 5);
            if (pad == Plan.DummyLeaf) random[5 * pad] = KoalaBear.One.Representative;
        }
        return random;
    }
}
