using Prover.Soundness.Tests.Circuits;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Hashing;

namespace Prover.Soundness.Tests.Arguments;

/// <summary>Valid proofs presented for something else than they prove.</summary>
public abstract class StatementTests(bool hiding)
{
    private const int Input = 0, Output = 1;
    private byte[]? proof;

    private ArgumentCase Subject { get; } = hiding ? ArgumentCase.EveryRelationHiding : ArgumentCase.EveryRelation;

    private Statement True => Subject.StatementOf(Subject.Values);

    private byte[] Proof => proof ??= Subject.Prove(Subject.Values);

    public sealed class Open() : StatementTests(false);

    public sealed class Hidden() : StatementTests(true);

    [Fact]
    public void The_true_statement_is_accepted() => Assert.True(Subject.Verify(True, Proof).IsValid);

    [Theory]
    [InlineData(Input, 0)]
    [InlineData(Input, 1)]
    [InlineData(Output, 0)]
    [InlineData(Output, 1)]
    [Refuses(RejectReason.FractionLayer)]
    public void Another_public_value_is_refused(int tensor, int element)
    {
        int[][] values = CircuitSolver.Copy(True.PublicValues);
        values[tensor][element] += values[tensor][element] == 7 ? -1 : 1;
        Refusal.ExpectOtherChallenges(hiding, Subject.Verify(True with { PublicValues = values }, Proof));
    }

    [Theory]
    [InlineData(Input)]
    [InlineData(Output)]
    [Refuses(RejectReason.OpeningConstraint)]
    public void A_proof_made_for_another_public_value_is_refused(int tensor)
    {
        // The prover follows the protocol; only the claim about the public tensor is false.
        int[][] values = CircuitSolver.Copy(True.PublicValues);
        values[tensor][0] += values[tensor][0] == 7 ? -1 : 1;
        Refusal.Expect(RejectReason.OpeningConstraint, Subject.Try(Subject.Values, statement: True with { PublicValues = values }));
    }

    [Fact]
    [Refuses(RejectReason.PublicValues)]
    public void A_public_value_that_stands_for_the_same_field_element_is_refused()
    {
        int[][] values = CircuitSolver.Copy(True.PublicValues);
        values[Input][0] = (int)(values[Input][0] + 7L - Prover.Verifier.Fields.KoalaBear.Order);
        Refusal.Expect(RejectReason.PublicValues, Subject.Try(Subject.Values, statement: True with { PublicValues = values }));
    }

    [Fact]
    [Refuses(RejectReason.PublicValues)]
    public void Public_values_of_the_wrong_number_are_refused()
    {
        int[][] all = True.PublicValues;
        int[][][] mutations = [[all[0]], [.. all, all[0]], [all[1], all[0][..1]], [[.. all[0], 0], all[1]], []];
        foreach (int[][] values in mutations)
        {
            Refusal.Expect(RejectReason.PublicValues, Subject.Verify(True with { PublicValues = values }, Proof));
        }
    }

    [Fact]
    [Refuses(RejectReason.WrongModel)]
    public void Another_model_is_refused()
    {
        Statement other = True with { ModelId = Blake3.Hash("other"u8) };
        Refusal.Expect(RejectReason.WrongModel, Subject.Verify(other, Proof));
        Refusal.Expect(RejectReason.WrongModel, Subject.Verify(True, Proof, new() { ModelId = other.ModelId }));
        // A key with the same circuit and another model's cap.
        Digest[] cap = Subject.ModelCap;
        (cap[0], cap[1]) = (cap[1], cap[0]);
        ProofVerifier verifier = ProofVerifier.Prepare(new(100, Subject.Circuit, cap));
        Refusal.Expect(RejectReason.WrongModel, verifier.Verify(new ProofArtefact(Protocol.Version, True, Proof).Write(), new()));
    }

    [Fact]
    [Refuses(RejectReason.WrongModel)]
    public void A_key_that_gives_the_integers_another_meaning_is_another_model()
    {
        var other = new VerificationKey(100, Subject.Circuit, Subject.ModelCap, "another interface"u8.ToArray());
        byte[] file = new ProofArtefact(Protocol.Version, True, Proof).Write();
        Refusal.Expect(RejectReason.WrongModel, ProofVerifier.Verify(other.Write(), file, new() { ModelId = True.ModelId }));
    }

    [Fact]
    [Refuses(RejectReason.FractionLayer)]
    public void A_proof_relabelled_for_another_model_is_refused()
    {
        // Same circuit, another weight: the statement is changed to fit the other key.
        int[][] values = EveryRelationWitness.Solve(1, (step, tensors) =>
        {
            if (step == EveryRelationCircuit.Image) tensors[EveryRelationCircuit.DenseFlat][0]++;
        });
        var other = new ArgumentCase(Subject.Circuit, values);
        Assert.NotEqual(Subject.Verification.ModelId, other.Verification.ModelId);
        Refusal.ExpectOtherChallenges(hiding, other.Verify(True with { ModelId = other.Verification.ModelId }, Proof));
    }

    [Fact]
    [Refuses(RejectReason.WrongCircuit)]
    public void Another_circuit_is_refused() => Refusal.Expect(
        RejectReason.WrongCircuit, Subject.Verify(True with { CircuitDigest = Blake3.Hash("other"u8) }, Proof));

    [Fact]
    [Refuses(RejectReason.WrongCircuit)]
    public void A_statement_that_says_otherwise_whether_it_hides_is_refused()
    {
        Refusal.Expect(RejectReason.WrongCircuit, Subject.Verify(True with { Hiding = !hiding }, Proof));
        // The same relations with the other mark are another circuit.
        ArgumentCase other = hiding ? ArgumentCase.EveryRelation : ArgumentCase.EveryRelationHiding;
        Assert.NotEqual(Subject.Verification.CircuitDigest, other.Verification.CircuitDigest);
        Refusal.Expect(RejectReason.WrongCircuit, other.Verify(True, Proof));
    }

    [Fact]
    [Refuses(RejectReason.WrongProfile)]
    public void Another_profile_is_refused() => Refusal.Expect(
        RejectReason.WrongProfile, Subject.Verify(True with { Profile = 128 }, Proof));

    [Fact]
    [Refuses(RejectReason.SecurityTooLow)]
    public void Less_security_than_demanded_is_refused() => Refusal.Expect(
        RejectReason.SecurityTooLow, Subject.Verify(True, Proof, new() { MinimumSecurityBits = 128 }));

    [Fact]
    [Refuses(RejectReason.WrongContext)]
    public void Another_context_than_demanded_is_refused()
    {
        Refusal.Expect(RejectReason.WrongContext, Subject.Verify(True, Proof, new() { Context = [7] }));
        Refusal.Expect(RejectReason.WrongContext, Subject.Verify(True, Proof, new() { Context = [] }));
    }

    [Fact]
    [Refuses(RejectReason.FractionLayer)]
    public void A_proof_moved_to_another_context_is_refused() =>
        Refusal.ExpectOtherChallenges(hiding, Subject.Verify(True with { Context = [8, 8] }, Proof, new() { Context = [8, 8] }));

    [Fact]
    [Refuses(RejectReason.MalformedProof)]
    public void Another_protocol_version_is_refused() => Refusal.Expect(
        RejectReason.MalformedProof, Subject.Verifier.Verify(new ProofArtefact(Protocol.Version - 1, True, Proof).Write(), new()));
}
