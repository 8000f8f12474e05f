using Prover.Soundness.Tests.Circuits;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Circuits;

namespace Prover.Soundness.Tests.Arguments;

/// <summary>Audited proofs show the fixed tensors of a hidden model (SPEC §5.5) to a verifier who has their values.</summary>
public class AuditTests
{
    private static readonly ArgumentCase Ordinary = ArgumentCase.EveryRelationIn(Visibility.PrivateWeights);
    private static readonly ArgumentCase Audited = ArgumentCase.EveryRelationIn(Visibility.AuditedHashedAndPrivateWeights);

    /// <summary>The fixed tensors of the circuit with every relation, and what counts the uses of their rows.</summary>
    public static TheoryData<int, int> Fixed => new()
    {
        { EveryRelationCircuit.Bases, EveryRelationCircuit.IntervalCounts },
        { EveryRelationCircuit.Spans, EveryRelationCircuit.IntervalCounts },
        { EveryRelationCircuit.Step, EveryRelationCircuit.UnaryCounts },
        { EveryRelationCircuit.Relu, EveryRelationCircuit.MaximumCounts },
        { EveryRelationCircuit.Pair, EveryRelationCircuit.PairCounts },
    };

    [Fact]
    public void One_key_makes_proofs_of_both_kinds()
    {
        Assert.Equal(Fixed.Count, Ordinary.Tables!.Values.Count);
        Assert.True(Ordinary.Verify(Ordinary.Honest, Ordinary.Proof, new()).IsValid);
        Statement audit = Ordinary.Honest with { IsAudit = true };
        byte[] proof = Ordinary.Prove(Ordinary.Values, statement: audit);
        Assert.Equal(proof, Ordinary.ProveFast(Ordinary.Values, audit));
        Assert.True(Ordinary.Verify(audit, proof, new() { Tables = Ordinary.Tables }).IsValid);
        Assert.Equal(Ordinary.Proof.Length, proof.Length, tolerance: 4000); // it is the same messages; paths differ in length
    }

    [Fact]
    [Refuses(RejectReason.WrongAudit)]
    public void An_audited_proof_without_tables_is_refused() =>
        Refusal.Expect(RejectReason.WrongAudit, Audited.Verify(Audited.Honest, Audited.Proof, new()));

    [Fact]
    [Refuses(RejectReason.WrongAudit)]
    public void Tables_with_a_proof_that_is_not_audited_are_refused() => Refusal.Expect(
        RejectReason.WrongAudit, Ordinary.Verify(Ordinary.Honest, Ordinary.Proof, new() { Tables = Ordinary.Tables }));

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.WrongAudit)]
    public void A_proof_with_the_other_mark_is_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        Statement other = subject.Honest with { IsAudit = !subject.Honest.IsAudit };
        Refusal.Expect(RejectReason.WrongAudit, subject.Verify(other, subject.Proof, subject.Options));
        if (subject.Tables is null) return;
        // With what the mark demands, the challenges are others.
        var options = new VerifierOptions { Tables = other.IsAudit ? subject.Tables : null };
        Refusal.ExpectOtherChallenges(hiding: true, subject.Verify(other, subject.Proof, options));
    }

    [Fact]
    [Refuses(RejectReason.WrongTables)]
    public void Tables_of_another_network_are_refused()
    {
        int[][] tables = [.. Audited.Tables!.Values];
        int[] changed = [.. tables[4]];
        changed[^1]++;
        int[][][] others =
        [
            [.. tables[..4], changed], tables[..4], [.. tables, [1]], [tables[1], tables[0], .. tables[2..]], [],
            [[.. tables.SelectMany(table => table)]], [.. tables[..4], tables[4][..^1]],
        ];
        foreach (int[][] other in others)
        {
            var options = new VerifierOptions { Tables = new(other) };
            Refusal.Expect(RejectReason.WrongTables, Audited.Verify(Audited.Honest, Audited.Proof, options));
            Refusal.Expect(RejectReason.WrongTables, Ordinary.Verify(Ordinary.Honest, Ordinary.Proof, options));
        }
        ArgumentCase open = ArgumentCase.Smallest;
        Refusal.Expect(RejectReason.WrongTables, open.Verify(open.Honest, open.Proof, new() { Tables = Audited.Tables }));
    }

    /// <summary>The circuit of a key is not trusted: it can name tables that do not fit its tensors.</summary>
    [Theory]
    [InlineData(new[] { 9, -3, 5 })]
    [InlineData(new[] { 9, -3, 5, 100, 0 })]
    [InlineData(new[] { 9, -3, 5, 1065353216 })]
    [InlineData(new[] { 9, -3, 5, -1065353216 })]
    [InlineData(new[] { 9, -3, 5, int.MinValue })]
    [Refuses(RejectReason.WrongTables)]
    public void Tables_that_do_not_fit_the_tensors_are_refused(int[] values)
    {
        Refusal.Expect(RejectReason.WrongTables, Verdict([values]));
        Refusal.Expect(RejectReason.WrongTables, Verdict([[9, -3, 5, 100], values]));
        Refusal.Expect(RejectReason.WrongTables, Verdict([]));

        static Verdict Verdict(int[][] values)
        {
            var tables = new FixedTables(values);
            ArgumentCase honest = ArgumentCase.SmallestIn(Visibility.AuditedHashedAndPrivateWeights);
            VerificationKey key = honest.Verification;
            Circuit circuit = key.Circuit with { Tables = tables.Digest };
            var hostile = new ArgumentCase(new VisibleCircuit(circuit, [SmallestCircuit.Input, SmallestCircuit.Output]), honest.Values);
            Statement statement = hostile.Honest with { IsAudit = true };
            return hostile.Verify(statement, honest.Proof, new() { Tables = tables });
        }
    }

    [Theory]
    [MemberData(nameof(Fixed))]
    [Refuses(RejectReason.OpeningConstraint)]
    public void A_committed_table_that_differs_in_a_value_is_refused_in_an_audit(int table, int counts)
    {
        // Rows that the witness does not use, so that nothing else is false.
        int[] unused = [.. Enumerable.Range(0, Audited.Values[table].Length).Where(row => Audited.Values[counts][row] == 0)];
        foreach (int row in (int[])[unused[0], unused[unused.Length / 2], unused[^1]])
        {
            int[][] values = CircuitSolver.Copy(Audited.Values);
            values[table][row]++;
            var owner = new ArgumentCase(EveryRelationCircuit.In(Visibility.PrivateWeights), values);
            byte[] ordinary = owner.ProveFast(values, owner.Honest);
            Assert.True(owner.Verify(owner.Honest, ordinary).IsValid);
            Statement audit = owner.Honest with { IsAudit = true };
            byte[] proof = owner.ProveFast(values, audit);
            Refusal.Expect(RejectReason.OpeningConstraint, owner.Verify(audit, proof, new() { Tables = owner.Tables }));
            // Nor does it help that the prover claims what he has committed.
            proof = owner.ProveFast(values, audit, tables: FixedTables.Of(owner.Circuit, values));
            Refusal.Expect(RejectReason.OpeningConstraint, owner.Verify(audit, proof, new() { Tables = owner.Tables }));
        }
    }
}
