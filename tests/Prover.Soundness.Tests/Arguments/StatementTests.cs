using Prover.Soundness.Tests.Circuits;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;

namespace Prover.Soundness.Tests.Arguments;

/// <summary>Valid proofs presented for something else than they prove.</summary>
public class StatementTests
{
    private const int Input = 0, Output = 1;

    [Theory]
    [InEveryVisibility]
    public void The_true_statement_is_accepted(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        Assert.True(subject.Verify(subject.Honest, subject.Proof).IsValid);
    }

    [Theory]
    [InEveryVisibility(Input, Output, IfValuesAreSeen = true)]
    [Refuses(RejectReason.FractionLayer)]
    public void Another_public_value_is_refused(Visibility visibility, int tensor)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        for (int element = 0; element < subject.Honest.PublicValues[tensor].Length; element++)
        {
            int[][] values = CircuitSolver.Copy(subject.Honest.PublicValues);
            values[tensor][element] += values[tensor][element] == 7 ? -1 : 1;
            Statement other = subject.Honest with { PublicValues = values };
            Refusal.ExpectOtherChallenges(subject.Circuit.Hiding, subject.Verify(other, subject.Proof));
        }
    }

    [Theory]
    [InEveryVisibility(Input, Output, IfValuesAreSeen = true)]
    [Refuses(RejectReason.OpeningConstraint)]
    public void A_proof_made_for_another_public_value_is_refused(Visibility visibility, int tensor)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        // The prover follows the protocol; only the claim about the public tensor is false.
        int[][] values = CircuitSolver.Copy(subject.Honest.PublicValues);
        values[tensor][0] += values[tensor][0] == 7 ? -1 : 1;
        Statement other = subject.Honest with { PublicValues = values };
        Refusal.Expect(RejectReason.OpeningConstraint, subject.Try(subject.Values, statement: other));
    }

    [Theory]
    [InEveryVisibility(IfValuesAreSeen = true)]
    [Refuses(RejectReason.PublicValues)]
    public void A_public_value_that_stands_for_the_same_field_element_is_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        int[][] values = CircuitSolver.Copy(subject.Honest.PublicValues);
        values[Input][0] = (int)(values[Input][0] + 7L - Prover.Verifier.Fields.KoalaBear.Order);
        Refusal.Expect(RejectReason.PublicValues, subject.Try(subject.Values, statement: subject.Honest with { PublicValues = values }));
    }

    [Theory]
    [InEveryVisibility(IfValuesAreSeen = true)]
    [Refuses(RejectReason.PublicValues)]
    public void Public_values_of_the_wrong_number_are_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        int[][] all = subject.Honest.PublicValues;
        int[][][] mutations = [[all[0]], [.. all, all[0]], [all[1], all[0][..1]], [[.. all[0], 0], all[1]], []];
        foreach (int[][] values in mutations)
        {
            Refusal.Expect(RejectReason.PublicValues, subject.Verify(subject.Honest with { PublicValues = values }, subject.Proof));
        }
    }

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.WrongModel)]
    public void Another_model_is_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        Statement other = subject.Honest with { ModelId = Blake3.Hash("other"u8) };
        Refusal.Expect(RejectReason.WrongModel, subject.Verify(other, subject.Proof));
        VerifierOptions demands = subject.Options with { ModelId = other.ModelId };
        Refusal.Expect(RejectReason.WrongModel, subject.Verify(subject.Honest, subject.Proof, demands));
        // A key with the same circuit and another model's cap.
        Digest[] cap = subject.ModelCap;
        (cap[0], cap[1]) = (cap[1], cap[0]);
        ProofVerifier verifier = ProofVerifier.Prepare(new(100, subject.Circuit, cap, null, subject.Verification.Seal));
        byte[] file = new ProofArtefact(Protocol.Version, subject.Honest, subject.Proof).Write();
        Refusal.Expect(RejectReason.WrongModel, verifier.Verify(file, subject.Options));
    }

    [Theory]
    [InlineData(Visibility.PrivateWeights)]
    [InlineData(Visibility.AuditedHashedAndPrivateWeights)]
    [Refuses(RejectReason.OpeningConstraint)]
    public void A_key_whose_seal_is_not_the_models_accepts_no_proof(Visibility visibility)
    {
        // The owner's key says that the tree is sealed with another value: his proofs name it, but the model does not have it.
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        KoalaBear5 seal = subject.Verification.Seal!.Value;
        foreach (KoalaBear5 other in (KoalaBear5[])[KoalaBear5.Zero, seal + KoalaBear5.One, -seal])
        {
            var key = new VerificationKey(100, subject.Circuit, subject.ModelCap, subject.Verification.Interface, other);
            Statement statement = subject.Honest with { ModelId = key.ModelId };
            byte[] file = new ProofArtefact(Protocol.Version, statement, subject.ProveFast(subject.Values, statement)).Write();
            Refusal.Expect(RejectReason.OpeningConstraint, ProofVerifier.Prepare(key).Verify(file, subject.Options));
            Refusal.Expect(RejectReason.WrongModel, subject.Verify(statement, subject.Proof));
        }
    }

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.WrongModel)]
    public void A_key_that_gives_the_integers_another_meaning_is_another_model(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        var other = new VerificationKey(100, subject.Circuit, subject.ModelCap, "another interface"u8.ToArray(), subject.Verification.Seal);
        byte[] file = new ProofArtefact(Protocol.Version, subject.Honest, subject.Proof).Write();
        VerifierOptions demands = subject.Options with { ModelId = subject.Honest.ModelId };
        Refusal.Expect(RejectReason.WrongModel, ProofVerifier.Verify(other.Write(), file, demands));
    }

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.FractionLayer)]
    public void A_proof_relabelled_for_another_model_is_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        // Same circuit, another weight: the statement is changed to fit the other key.
        int[][] values = EveryRelationWitness.Solve(1, (step, tensors) =>
        {
            if (step == EveryRelationCircuit.Image) tensors[EveryRelationCircuit.DenseFlat][0]++;
        });
        var other = new ArgumentCase(EveryRelationCircuit.In(visibility), values);
        Assert.NotEqual(subject.Verification.ModelId, other.Verification.ModelId);
        Statement relabelled = subject.Honest with { ModelId = other.Verification.ModelId };
        Refusal.ExpectOtherChallenges(subject.Circuit.Hiding, other.Verify(relabelled, subject.Proof));
    }

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.WrongCircuit)]
    public void Another_circuit_is_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        Statement other = subject.Honest with { CircuitDigest = Blake3.Hash("other"u8) };
        Refusal.Expect(RejectReason.WrongCircuit, subject.Verify(other, subject.Proof));
        VerifierOptions demands = subject.Options with { CircuitDigest = other.CircuitDigest };
        Refusal.Expect(RejectReason.WrongCircuit, subject.Verify(subject.Honest, subject.Proof, demands));
    }

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.WrongCircuit)]
    public void A_statement_that_says_otherwise_whether_it_hides_is_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        Refusal.Expect(RejectReason.WrongCircuit, subject.Verify(subject.Honest with { Hiding = !subject.Circuit.Hiding }, subject.Proof));
        // The same relations with the other mark are another circuit.
        ArgumentCase other = ArgumentCase.EveryRelationIn(visibility == Visibility.Open ? Visibility.Public : Visibility.Open);
        Assert.NotEqual(subject.Verification.CircuitDigest, other.Verification.CircuitDigest);
        Refusal.Expect(RejectReason.WrongCircuit, other.Verify(subject.Honest, subject.Proof));
    }

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.WrongProfile)]
    public void Another_profile_is_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        Refusal.Expect(RejectReason.WrongProfile, subject.Verify(subject.Honest with { Profile = 128 }, subject.Proof));
    }

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.SecurityTooLow)]
    public void Less_security_than_demanded_is_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        VerifierOptions demands = subject.Options with { MinimumSecurityBits = 128 };
        Refusal.Expect(RejectReason.SecurityTooLow, subject.Verify(subject.Honest, subject.Proof, demands));
    }

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.WrongContext)]
    public void Another_context_than_demanded_is_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        Refusal.Expect(RejectReason.WrongContext, subject.Verify(subject.Honest, subject.Proof, subject.Options with { Context = [7] }));
        Refusal.Expect(RejectReason.WrongContext, subject.Verify(subject.Honest, subject.Proof, subject.Options with { Context = [] }));
    }

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.FractionLayer)]
    public void A_proof_moved_to_another_context_is_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        VerifierOptions demands = subject.Options with { Context = [8, 8] };
        Verdict verdict = subject.Verify(subject.Honest with { Context = [8, 8] }, subject.Proof, demands);
        Refusal.ExpectOtherChallenges(subject.Circuit.Hiding, verdict);
    }

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.MalformedProof)]
    public void Another_protocol_version_is_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        byte[] file = new ProofArtefact(Protocol.Version - 1, subject.Honest, subject.Proof).Write();
        Refusal.Expect(RejectReason.MalformedProof, subject.Verifier.Verify(file, subject.Options));
    }
}
