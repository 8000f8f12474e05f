using Prover.Soundness.Tests.Circuits;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Fields;
using Prover.Verifier.Transcripts;

namespace Prover.Soundness.Tests.Arguments;

/// <summary>Every claim that the argument leaves open is checked in the end, and each is needed: without it there is a forgery.</summary>
public class ClaimLedgerTests
{
    private const int Numerators = 0, Denominators = 1, Left = 2, Right = 3, Constraint = 4, Bias = 5, Output = 6, Count = 7;
    private static readonly ArgumentCase Subject = ArgumentCase.EveryRelation;
    private static readonly int Layers = Subject.Key.Layout.LogLeaves;

    public static TheoryData<int> All => new(Enumerable.Range(0, Count));

    [Fact]
    public void The_verifier_holds_two_leaf_claims_two_operands_and_one_per_constraint_and_public_tensor()
    {
        byte[] proof = Subject.Prove(Subject.Values);
        Statement statement = Subject.StatementOf(Subject.Values);
        var partial = new PartialVerifier(Subject);
        Assert.True(partial.Verify(statement, proof).IsValid);
        Assert.Equal(Count, partial.Claims);
        Assert.Equal(4 + Subject.Circuit.Constraints.Length + Subject.Circuit.Publics.Length, RealClaims(statement, proof).Count);
    }

    [Fact]
    public void Claims_are_consumed_once_and_none_can_be_added_later()
    {
        BatchedClaims claims = RealClaims(Subject.StatementOf(Subject.Values), Subject.Prove(Subject.Values));
        claims.Batch(KoalaBear5.One, KoalaBear5.Zero, Subject.Key.Layout);
        Assert.Throws<InvalidOperationException>(() => claims.Add(new(), KoalaBear5.One));
    }

    [Theory]
    [MemberData(nameof(All))]
    [Refuses(RejectReason.OpeningConstraint)]
    public void A_claim_that_is_off_by_one_is_noticed(int claim)
    {
        byte[] proof = Subject.Prove(Subject.Values);
        Verdict verdict = new PartialVerifier(Subject) { WrongClaim = claim }.Verify(Subject.StatementOf(Subject.Values), proof);
        Refusal.Expect(RejectReason.OpeningConstraint, verdict);
    }

    [Fact]
    [Refuses(RejectReason.OpeningConstraint)]
    public void A_wrong_answer_to_the_out_of_domain_sample_is_refused() => Refusal.Expect(
        RejectReason.OpeningConstraint,
        Subject.Try(Subject.Values, new() { Opening = new() { Answer = (_, value) => value + KoalaBear5.One } }));

    [Theory]
    [MemberData(nameof(All))]
    [Refuses(RejectReason.OpeningConstraint)]
    public void A_verifier_without_a_claim_accepts_a_forgery_that_the_real_one_refuses(int claim)
    {
        (int[][] values, ArgumentCheats cheats, Statement statement) = Forge(claim);
        cheats = cheats with { ForgottenClaim = claim };
        byte[] proof = Subject.Prove(values, cheats, statement);
        Verdict forgetful = new PartialVerifier(Subject) { ForgottenClaim = claim }.Verify(statement, proof);
        Assert.True(forgetful.IsValid, $"the forgery did not reach the claim: {forgetful.Reason} {forgetful.Detail}");
        Refusal.Expect(RejectReason.OpeningConstraint, Subject.Verify(statement, proof));
        byte[] complete = Subject.Prove(values, cheats with { ForgottenClaim = -1 }, statement);
        Refusal.Expect(RejectReason.OpeningConstraint, Subject.Verify(statement, complete));
    }

    /// <summary>A false statement or witness whose only false claim is a given one.</summary>
    private static (int[][] Values, ArgumentCheats Cheats, Statement Statement) Forge(int claim)
    {
        int[][] wrong = ForgedWitnesses.Solve("wrong activation");
        int[][] recommitted = EveryRelationWitness.Solve(1, (step, tensors) =>
        {
            if (step == EveryRelationCircuit.Flat) tensors[step][1] += 1;
        });
        Statement honest = Subject.StatementOf(Subject.Values), ofWrong = Subject.StatementOf(wrong);
        return claim switch
        {
            Numerators => (wrong, LookupCheats.IntoNumerators, ofWrong),
            Denominators => (wrong, LookupCheats.IntoDenominators(Layers), ofWrong),
            Left => (wrong, LookupCheats.IntoLeftOperand(Layers), ofWrong),
            Right => (wrong, LookupCheats.IntoRightOperand(Layers), ofWrong),
            Constraint => (recommitted, new(), Subject.StatementOf(recommitted)),
            Bias => (Subject.Values, new(), honest with { PublicValues = [[5, -5], honest.PublicValues[1]] }),
            Output => (Subject.Values, new(), honest with { PublicValues = [honest.PublicValues[0], [5, 5]] }),
            _ => throw new ArgumentOutOfRangeException(nameof(claim)),
        };
    }

    private static BatchedClaims RealClaims(Statement statement, byte[] proof)
    {
        var transcript = new VerifierTranscript(Protocol.Domain, proof);
        transcript.Absorb("statement", statement.Encode());
        transcript.ReceiveDigests("witness cap", Subject.Key.Parameters.WitnessTree.CapLength);
        transcript.Harden(Subject.Key.HardeningBytes, 4096);
        Verifier.Commitments.OpeningVerifier.CommitOutOfDomain(Subject.Key.Parameters, transcript);
        return ArgumentVerifier.VerifyRelations(Subject.Key, statement, new(transcript));
    }
}
