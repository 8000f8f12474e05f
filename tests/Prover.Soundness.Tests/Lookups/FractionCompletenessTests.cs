using Prover.Proving.Kernels;
using Prover.Proving.Kernels.Reference;
using Prover.Proving.Kernels.Simd;
using Prover.Verifier.Lookups;

namespace Prover.Soundness.Tests.Lookups;

public class FractionCompletenessTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void The_prover_sends_what_the_specification_says_on_every_path(int logLeaves)
    {
        var leaves = FractionCase.Balanced(logLeaves, logLeaves);
        (byte[] expected, _) = leaves.ProvePlainly(new());
        IEnumerable<IAlgebraKernels> paths = InstructionSets.Available.Select(set => SimdAlgebraFactory.Create(set, 2));
        foreach (IAlgebraKernels kernels in paths.Append(new ReferenceAlgebra())) Assert.Equal(expected, leaves.Prove(kernels).Proof);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(15)]
    public void An_honest_proof_is_accepted_and_ends_in_true_claims(int logLeaves)
    {
        var leaves = FractionCase.Balanced(logLeaves);
        (byte[] proof, FractionClaim known) = leaves.Prove(SimdAlgebraFactory.Create(2));
        FractionClaim claim = leaves.Verify(proof);
        Assert.Equal(logLeaves, claim.Point.Length);
        Assert.Equal(known.Point, claim.Point);
        Assert.Equal((known.Numerator.Known, known.Denominator.Known), (claim.Numerator.Known, claim.Denominator.Known));
        if (logLeaves < 10) Assert.Equal((true, true), leaves.Check(claim));
    }

    [Fact]
    public void A_single_leaf_is_its_own_root()
    {
        var leaves = FractionCase.Balanced(0);
        FractionClaim claim = leaves.Verify(leaves.Prove(SimdAlgebraFactory.Create(1)).Proof);
        Assert.Empty(claim.Point);
        Assert.Equal((true, true), leaves.Check(claim));
    }
}
