using Prover.Proving;
using Prover.Proving.Commitments;
using Prover.Verifier;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Refresh;
using Prover.Verifier.Soundness;

namespace Prover.Soundness.Tests.Refresh;

/// <summary>Refresh proofs (SPEC §8.10): honest ones, and every way to claim equal weights of two ids that do not have them.</summary>
public class MaliciousRefreshTests
{
    private static VerificationKey Old => RefreshCase.Old.Verification;

    private static VerificationKey New => RefreshCase.New.Verification;

    [Fact]
    public void Another_commitment_of_the_same_weights_is_accepted()
    {
        RefreshArtefact proof = RefreshCase.Honest;
        Assert.NotEqual(Old.ModelId, New.ModelId);
        Verdict verdict = RefreshCase.Verify(Old, New, proof);
        Assert.True(verdict.IsValid, verdict.Detail);
        Assert.Equal(RefreshVerifier.Soundness(Old).WholeBits, verdict.SecurityBits);
        Assert.True(RefreshVerifier.Verify(Old.Write(), New.Write(), proof.Write(), new() { ModelId = New.ModelId }).IsValid);
    }

    [Fact]
    public void The_profile_of_128_bits_is_accepted_too()
    {
        using ProvingKey old = RefreshCase.Key(1, profile: SecurityProfile.P128);
        using ProvingKey renewed = RefreshCase.Key(2, profile: SecurityProfile.P128);
        Verdict verdict = RefreshVerifier.Verify(
            old.Verification, renewed.Verification, RefreshCase.Prove(old, renewed).Write(), new() { MinimumSecurityBits = 128 });
        Assert.True(verdict.IsValid, verdict.Detail);
    }

    [Fact]
    [Refuses(RejectReason.OpeningConstraint)]
    public void One_changed_weight_is_refused()
    {
        using ProvingKey changed = RefreshCase.Key(2, changed: 1);
        Assert.Equal(Old.CircuitDigest, changed.Verification.CircuitDigest);
        RefreshArtefact proof = RefreshCase.Forge(
            RefreshCase.StatementOf(Old, changed.Verification), RefreshCase.Old.Model, changed.Model);
        Refusal.Expect(RejectReason.OpeningConstraint, RefreshCase.Verify(Old, changed.Verification, proof));
        Assert.Throws<ArgumentException>(() => RefreshCase.Prove(RefreshCase.Old, changed));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    [InlineData(-1)]
    public void A_change_anywhere_in_the_columns_is_refused(int place)
    {
        // The last element is padding: the whole matrix is compared.
        ExpectRefusedColumns(columns => columns[place < 0 ? columns.Length + place : place] ^= 1);
    }

    [Fact]
    public void Two_exchanged_weights_are_refused() => ExpectRefusedColumns(columns =>
    {
        int other = Array.FindIndex(columns, word => word != columns[0]);
        (columns[0], columns[other]) = (columns[other], columns[0]);
    });

    [Fact]
    public void The_negated_model_is_refused() => ExpectRefusedColumns(columns =>
    {
        for (int i = 0; i < columns.Length; i++) columns[i] = (-new KoalaBear(columns[i])).Representative;
    });

    [Fact]
    public void Other_tails_and_salts_of_the_same_columns_are_accepted()
    {
        using CommittedMatrix other = RefreshCase.Commit(77, _ => { });
        VerificationKey key = RefreshCase.KeyOf(other);
        RefreshArtefact proof = RefreshCase.Forge(RefreshCase.StatementOf(Old, key), RefreshCase.Old.Model, other);
        Assert.True(RefreshCase.Verify(Old, key, proof).IsValid);
    }

    [Fact]
    [Refuses(RejectReason.WrongModel)]
    public void Exchanged_ids_are_refused()
    {
        RefreshArtefact proof = RefreshCase.Honest;
        Refusal.Expect(RejectReason.WrongModel, RefreshCase.Verify(New, Old, proof));
        RefreshArtefact renamed = proof with { Statement = RefreshCase.StatementOf(New, Old) };
        ExpectOtherChallenges(RefreshCase.Verify(New, Old, renamed));
    }

    [Fact]
    [Refuses(RejectReason.WrongModel)]
    public void A_proof_for_another_new_id_is_refused()
    {
        VerificationKey third = RefreshCase.Third.Verification;
        RefreshArtefact proof = RefreshCase.Honest;
        Refusal.Expect(RejectReason.WrongModel, RefreshCase.Verify(Old, third, proof));
        Refusal.Expect(RejectReason.WrongModel, RefreshCase.Verify(third, New, proof));
        ExpectOtherChallenges(RefreshCase.Verify(Old, third, proof with { Statement = RefreshCase.StatementOf(Old, third) }));
        ExpectOtherChallenges(RefreshCase.Verify(third, New, proof with { Statement = RefreshCase.StatementOf(third, New) }));
        Verdict demanded = RefreshVerifier.Verify(Old, New, proof.Write(), new() { ModelId = third.ModelId });
        Refusal.Expect(RejectReason.WrongModel, demanded);
    }

    [Fact]
    [Refuses(RejectReason.MerklePath)]
    public void Rows_of_another_tree_than_the_ids_are_refused()
    {
        // The statement is true of two keys, but the rows are a third one's.
        RefreshArtefact proof = RefreshCase.Forge(RefreshCase.StatementOf(Old, New), RefreshCase.Old.Model, RefreshCase.Third.Model);
        Refusal.Expect(RejectReason.MerklePath, RefreshCase.Verify(Old, New, proof));
    }

    [Fact]
    [Refuses(RejectReason.WrongModel)]
    public void One_id_twice_and_another_interface_are_refused()
    {
        RefreshArtefact same = RefreshCase.Forge(RefreshCase.StatementOf(Old, Old), RefreshCase.Old.Model, RefreshCase.Old.Model);
        Refusal.Expect(RejectReason.WrongModel, RefreshCase.Verify(Old, Old, same));
        using ProvingKey other = RefreshCase.Key(2, words: "other scales");
        RefreshArtefact proof = RefreshCase.Forge(
            RefreshCase.StatementOf(Old, other.Verification), RefreshCase.Old.Model, other.Model);
        Refusal.Expect(RejectReason.WrongModel, RefreshCase.Verify(Old, other.Verification, proof));
        Assert.Throws<ArgumentException>(() => RefreshCase.Prove(RefreshCase.Old, other));
        Assert.Throws<ArgumentException>(() => RefreshCase.Prove(RefreshCase.Old, RefreshCase.Old));
    }

    [Fact]
    [Refuses(RejectReason.WrongCircuit)]
    public void Another_circuit_is_refused()
    {
        using ProvingKey other = RefreshCase.Key(2, outputs: 2);
        RefreshArtefact proof = RefreshCase.Honest;
        Refusal.Expect(RejectReason.WrongCircuit, RefreshCase.Verify(Old, other.Verification, proof));
        RefreshStatement stated = proof.Statement with { CircuitDigest = other.Verification.CircuitDigest };
        Refusal.Expect(RejectReason.WrongCircuit, RefreshCase.Verify(Old, New, proof with { Statement = stated }));
        Assert.Throws<ArgumentException>(() => RefreshCase.Prove(RefreshCase.Old, other));
    }

    [Fact]
    [Refuses(RejectReason.WrongCircuit)]
    public void Public_weights_are_refused()
    {
        using ProvingKey open = RefreshCase.Key(1, hides: false), changed = RefreshCase.Key(1, changed: 1, hides: false);
        Assert.Throws<ArgumentException>(() => RefreshCase.Prove(open, open));
        RefreshArtefact proof = RefreshCase.Honest;
        Verdict verdict = RefreshCase.Verify(open.Verification, open.Verification, proof);
        Refusal.Expect(RejectReason.WrongCircuit, verdict);
        Assert.Contains("public", verdict.Detail, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => RefreshVerifier.Soundness(open.Verification));
    }

    [Fact]
    [Refuses(RejectReason.WrongProfile)]
    [Refuses(RejectReason.SecurityTooLow)]
    [Refuses(RejectReason.WrongContext)]
    public void Another_profile_and_demands_that_are_not_met_are_refused()
    {
        using ProvingKey stronger = RefreshCase.Key(2, profile: SecurityProfile.P128);
        RefreshArtefact proof = RefreshCase.Honest;
        Refusal.Expect(RejectReason.WrongProfile, RefreshCase.Verify(Old, stronger.Verification, proof));
        RefreshStatement stated = proof.Statement with { Profile = 128 };
        Refusal.Expect(RejectReason.WrongProfile, RefreshCase.Verify(Old, New, proof with { Statement = stated }));
        Refusal.Expect(
            RejectReason.SecurityTooLow, RefreshVerifier.Verify(Old, New, proof.Write(), new() { MinimumSecurityBits = 128 }));
        Refusal.Expect(RejectReason.WrongContext, RefreshVerifier.Verify(Old, New, proof.Write(), new() { Context = [1] }));
    }

    [Fact]
    public void Words_far_from_the_code_whose_difference_is_a_codeword_are_refused()
    {
        // Equal noise on two thirds of the positions cancels in the difference, but neither word then commits to weights.
        var kernels = new NoisyKernels(RefreshCase.Kernels.Codes);
        using CommittedMatrix old = RefreshCase.Commit(1, _ => { }, kernels), renewed = RefreshCase.Commit(2, _ => { }, kernels);
        VerificationKey first = RefreshCase.KeyOf(old), second = RefreshCase.KeyOf(renewed);
        RefreshArtefact proof = RefreshCase.Forge(RefreshCase.StatementOf(first, second), old, renewed);
        Refusal.Expect(RejectReason.OpeningConstraint, RefreshCase.Verify(first, second, proof));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [Refuses(RejectReason.OpeningConstraint)]
    public void A_seal_of_another_value_in_either_key_is_refused(int coefficient)
    {
        KoalaBear5 change = TailForm.Basis[coefficient];
        VerificationKey old = RefreshCase.KeyOf(RefreshCase.Old.Model, change), renewed = RefreshCase.KeyOf(RefreshCase.New.Model, change);
        Assert.NotEqual(Old.ModelId, old.ModelId);
        foreach ((VerificationKey first, VerificationKey second) in new[] { (old, New), (Old, renewed), (old, renewed) })
        {
            RefreshArtefact proof = RefreshCase.Forge(RefreshCase.StatementOf(first, second), RefreshCase.Old.Model, RefreshCase.New.Model);
            Refusal.Expect(RejectReason.OpeningConstraint, RefreshCase.Verify(first, second, proof));
        }
        RefreshArtefact honest = RefreshCase.Honest;
        Refusal.Expect(RejectReason.WrongModel, RefreshCase.Verify(old, New, honest));
    }

    private static void ExpectRefusedColumns(Action<uint[]> change)
    {
        using CommittedMatrix changed = RefreshCase.Commit(2, change);
        VerificationKey key = RefreshCase.KeyOf(changed);
        RefreshArtefact proof = RefreshCase.Forge(RefreshCase.StatementOf(Old, key), RefreshCase.Old.Model, changed);
        Refusal.Expect(RejectReason.OpeningConstraint, RefreshCase.Verify(Old, key, proof));
        RefreshArtefact reverse = RefreshCase.Forge(RefreshCase.StatementOf(key, Old), changed, RefreshCase.Old.Model);
        Refusal.Expect(RejectReason.OpeningConstraint, RefreshCase.Verify(key, Old, reverse));
    }

    private static void ExpectOtherChallenges(Verdict verdict)
    {
        RejectReason[] possible =
        [
            RejectReason.MerklePath, RejectReason.NonCanonicalElement, RejectReason.ProofTooShort, RejectReason.TrailingBytes,
        ];
        Assert.Contains(verdict.Reason!.Value, possible);
    }
}
