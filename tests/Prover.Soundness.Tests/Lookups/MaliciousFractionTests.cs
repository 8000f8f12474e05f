using Prover.Proving.Kernels.Simd;
using Prover.Verifier;
using Prover.Verifier.Fields;
using Prover.Verifier.Lookups;

namespace Prover.Soundness.Tests.Lookups;

/// <summary>Provers of the fraction tree that cheat in one step and are consistent otherwise.</summary>
public class MaliciousFractionTests
{
    private const int LogLeaves = 4;
    private static readonly KoalaBear5 One = KoalaBear5.One;

    public static TheoryData<int, int> Rounds
    {
        get
        {
            var rounds = new TheoryData<int, int>();
            for (int layer = 1; layer < LogLeaves; layer++)
            {
                for (int round = 0; round < layer; round++) rounds.Add(layer, round);
            }
            return rounds;
        }
    }

    public static TheoryData<int, int> Layers
    {
        get
        {
            var layers = new TheoryData<int, int>();
            for (int layer = 0; layer < LogLeaves; layer++)
            {
                for (int child = 0; child < 4; child++) layers.Add(layer, child);
            }
            return layers;
        }
    }

    [Fact]
    public void Lookups_that_do_not_balance_are_refused()
    {
        var leaves = FractionCase.Balanced(LogLeaves);
        FractionCase forged = leaves.With(5, leaves.Numerators[5] + KoalaBear.One, leaves.Denominators[5]);
        AssertRefused(RejectReason.LookupSum, forged, new());
        AssertProofRefused(RejectReason.LookupSum, forged, forged.Prove(SimdAlgebraFactory.Create(1)).Proof);
    }

    [Fact]
    public void A_forged_root_is_refused_in_the_layer_below()
    {
        var leaves = FractionCase.Balanced(LogLeaves);
        FractionCase forged = leaves.With(5, leaves.Numerators[5] + KoalaBear.One, leaves.Denominators[5]);
        AssertRefused(RejectReason.FractionLayer, forged, new() { Root = root => [KoalaBear5.Zero, root[1]] });
        AssertRefused(RejectReason.FractionLayer, leaves, new() { Root = root => [root[0], root[1] + One] });
    }

    [Fact]
    public void A_forged_root_that_every_layer_is_made_to_meet_ends_in_a_false_claim_about_the_leaves()
    {
        var leaves = FractionCase.Balanced(LogLeaves);
        FractionCase forged = leaves.With(5, leaves.Numerators[5] + KoalaBear.One, leaves.Denominators[5]);
        var cheats = new FractionCheats
        {
            Root = root => [KoalaBear5.Zero, root[1]],
            Children = end => end.MeetingTheClaim(),
        };
        FractionClaim claim = forged.Verify(forged.ProvePlainly(cheats).Proof);
        Assert.Equal((false, true), forged.Check(claim));
    }

    [Fact]
    public void A_vanishing_denominator_is_refused()
    {
        var leaves = FractionCase.Balanced(LogLeaves);
        FractionCase vanishing = leaves.With(6, leaves.Numerators[6], KoalaBear5.Zero);
        // With one denominator 0 the sum's numerator is not 0; with two it is, and any sum would pass.
        AssertRefused(RejectReason.LookupSum, vanishing, new());
        FractionCase two = vanishing.With(7, KoalaBear.FromInteger(12345), KoalaBear5.Zero);
        AssertRefused(RejectReason.LookupDenominator, two, new());
        AssertProofRefused(RejectReason.LookupDenominator, two, two.Prove(SimdAlgebraFactory.Create(1)).Proof);
    }

    [Fact]
    public void The_root_zero_over_zero_is_refused() =>
        AssertRefused(RejectReason.LookupDenominator, FractionCase.Balanced(LogLeaves), new() { Root = _ => new KoalaBear5[2] });

    [Theory]
    [MemberData(nameof(Rounds))]
    public void Another_polynomial_with_the_right_sum_is_refused(int layer, int round)
    {
        // Every pair (a1, a2) has the right sum: a0 is derived from the claim.
        var leaves = FractionCase.Balanced(LogLeaves);
        for (int coefficient = 0; coefficient < 2; coefficient++)
        {
            KoalaBear5[] Lie(int l, int r, KoalaBear5[] message)
            {
                if ((l, r) == (layer, round)) message[coefficient] += One;
                return message;
            }
            AssertRefused(RejectReason.FractionLayer, leaves, new() { Message = Lie });
        }
    }

    [Theory]
    [MemberData(nameof(Rounds))]
    public void Another_polynomial_that_the_children_are_made_to_meet_is_refused_below(int layer, int round)
    {
        var leaves = FractionCase.Balanced(LogLeaves);
        var cheats = new FractionCheats
        {
            Message = (l, r, message) => (l, r) == (layer, round) ? [message[0] + One, message[1]] : message,
            Children = end => end.Layer == layer ? end.MeetingTheClaim() : end.Children,
        };
        AssertRefusedOrFalse(leaves, cheats, layer);
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_wrong_child_is_refused(int layer, int child)
    {
        KoalaBear5[] Lie(FractionCheats.FractionEnd end)
        {
            if (end.Layer == layer) end.Children[child] += One;
            return end.Children;
        }
        AssertRefused(RejectReason.FractionLayer, FractionCase.Balanced(LogLeaves), new() { Children = Lie });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Children_scaled_so_that_their_sum_stays_the_same_are_refused_below(int layer)
    {
        // (2 n0) / (2 d0) + (n1 / 2) / (d1 / 2) has the same numerator and denominator.
        KoalaBear two = KoalaBear.FromInteger(2), half = two.Inverse();
        var cheats = new FractionCheats
        {
            Children = end => end.Layer != layer ? end.Children
                : [end.Children[0] * two, end.Children[1] * half, end.Children[2] * two, end.Children[3] * half],
        };
        AssertRefusedOrFalse(FractionCase.Balanced(LogLeaves), cheats, layer);
    }

    [Fact]
    public void A_proof_that_is_too_short_or_too_long_is_refused()
    {
        var leaves = FractionCase.Balanced(LogLeaves);
        byte[] proof = leaves.ProvePlainly(new()).Proof;
        AssertProofRefused(RejectReason.ProofTooShort, leaves, proof[..^1]);
        AssertProofRefused(RejectReason.ProofTooShort, leaves, []);
        AssertProofRefused(RejectReason.TrailingBytes, leaves, [.. proof, 0]);
    }

    [Fact]
    public void A_proof_for_other_leaves_ends_in_a_false_claim()
    {
        FractionCase leaves = FractionCase.Balanced(LogLeaves, 1), others = FractionCase.Balanced(LogLeaves, 2);
        Assert.Equal((false, false), leaves.Check(leaves.Verify(others.ProvePlainly(new()).Proof)));
    }

    // A lie that meets its own layer's check is refused in the next layer; in the last one it is a false claim about the leaves.
    private static void AssertRefusedOrFalse(FractionCase leaves, FractionCheats cheats, int layer)
    {
        if (layer < LogLeaves - 1)
        {
            AssertRefused(RejectReason.FractionLayer, leaves, cheats);
            return;
        }
        Assert.NotEqual((true, true), leaves.Check(leaves.Verify(leaves.ProvePlainly(cheats).Proof)));
    }

    private static void AssertRefused(RejectReason reason, FractionCase leaves, FractionCheats cheats) =>
        AssertProofRefused(reason, leaves, leaves.ProvePlainly(cheats).Proof);

    private static void AssertProofRefused(RejectReason reason, FractionCase leaves, byte[] proof) =>
        Assert.Equal(reason, Assert.Throws<ProofRejectedException>(() => leaves.Verify(proof)).Reason);
}
