using Prover.Soundness.Tests.Circuits;
using Prover.Verifier;
using Prover.Verifier.Arguments;

namespace Prover.Soundness.Tests.Arguments;

/// <summary>Unless it cheats, the prover of these tests is the product's: otherwise refusals would say nothing about it.</summary>
public class PlainArgumentProverTests
{
    [Theory]
    [InEveryVisibility]
    public void The_smallest_proof_is_the_same(Visibility visibility) =>
        AssertSame(ArgumentCase.SmallestIn(visibility), SmallestCircuit.Solve(2, 3));

    [Theory]
    [InEveryVisibility(1, 2)]
    public void A_proof_of_every_relation_is_the_same(Visibility visibility, int seed) =>
        AssertSame(ArgumentCase.EveryRelationIn(visibility), EveryRelationWitness.Solve(seed));

    [Theory]
    [InEveryVisibility]
    public void A_proof_with_work_is_the_same(Visibility visibility) =>
        AssertSame(new(SmallestCircuit.In(visibility), SmallestCircuit.Solve(1, 0), profile: 128), SmallestCircuit.Solve(1, 0));

    private static void AssertSame(ArgumentCase subject, int[][] values)
    {
        Statement statement = subject.StatementOf(values);
        byte[] plain = subject.Prove(values);
        Verdict verdict = subject.Verify(statement, plain);
        Assert.True(verdict.IsValid, $"{verdict.Reason}: {verdict.Detail}");
        Assert.True(verdict.SecurityBits >= subject.Verification.Profile);
        Assert.Equal(subject.ProveFast(values, statement), plain);
    }
}
