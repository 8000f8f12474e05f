using Prover.Soundness.Tests.Circuits;
using Prover.Verifier;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Circuits;
using Prover.Verifier.Fields;

namespace Prover.Soundness.Tests.Arguments;

/// <summary>Multiplicities that make a wrong lookup look balanced.</summary>
public abstract class ForgedMultiplicityTests(bool hiding)
{
    private ArgumentCase Subject { get; } = hiding ? ArgumentCase.EveryRelationHiding : ArgumentCase.EveryRelation;

    public sealed class Open() : ForgedMultiplicityTests(false);

    public sealed class Hidden() : ForgedMultiplicityTests(true);

    public static TheoryData<int> Counters => new(EveryRelationCircuit.ImageCounts, EveryRelationCircuit.IntervalCounts,
        EveryRelationCircuit.NarrowCounts, EveryRelationCircuit.WideCounts, EveryRelationCircuit.UnaryCounts,
        EveryRelationCircuit.MaximumCounts, EveryRelationCircuit.PairCounts, EveryRelationCircuit.ZeroCounts);

    [Theory]
    [MemberData(nameof(Counters))]
    [Refuses(RejectReason.LookupSum)]
    [Refuses(RejectReason.OpeningConstraint)]
    public void A_multiplicity_off_by_one_is_refused(int tensor)
    {
        foreach (int step in (int[])[1, -1])
        {
            int[][] values = CircuitSolver.Copy(Subject.Values);
            values[tensor][0] += step;
            Refusal.Expect(RejectReason.LookupSum, Subject.Try(values));
            Refusal.Expect(RejectReason.OpeningConstraint, Subject.Try(values, LookupCheats.IntoNumerators));
        }
    }

    [Fact]
    public void A_multiplicity_and_itself_minus_p_are_one_witness()
    {
        // Only the residue counts, so lookups of a missing tuple cancel only if there are p of them, more than leaves.
        int[][] values = CircuitSolver.Copy(Subject.Values);
        values[EveryRelationCircuit.ImageCounts][2] -= (int)KoalaBear.Order;
        Assert.Equal(Subject.Prove(Subject.Values), Subject.Prove(values));
        Assert.True(CircuitLimits.Size < KoalaBear.Order);
    }

    [Fact]
    [Refuses(RejectReason.LookupSum)]
    public void A_lookup_counted_in_another_table_is_refused()
    {
        // Logit 0 is off by 3, which table 6 does not contain but table 0, of the same width, does.
        int[][] values = EveryRelationWitness.Solve(1, (step, tensors) =>
        {
            if (step == EveryRelationCircuit.Output) tensors[step][0] -= 3;
            if (step == EveryRelationCircuit.ImageCounts) tensors[step][3]++;
        });
        Assert.Equal(1, values[EveryRelationCircuit.ZeroCounts][0]);
        Refusal.Expect(RejectReason.LookupSum, Subject.Try(values));
    }

    [Fact]
    [Refuses(RejectReason.LookupSum)]
    public void A_tuple_split_over_two_tables_is_refused()
    {
        // A remainder beyond the narrow range: half of its fraction from the narrow table, half from the wide one.
        int[][] values = ForgedWitnesses.Solve("remainder equal to the span");
        int half = (int)((KoalaBear.Order + 1) / 2) - (int)KoalaBear.Order;
        values[EveryRelationCircuit.NarrowCounts][0] += half;
        values[EveryRelationCircuit.WideCounts][EveryRelationCircuit.Narrow] += half;
        Refusal.Expect(RejectReason.LookupSum, Subject.Try(values));
    }

    [Fact]
    [Refuses(RejectReason.LookupSum)]
    public void A_multiplicity_moved_to_another_row_is_refused()
    {
        int[][] values = CircuitSolver.Copy(Subject.Values);
        int[] counts = values[EveryRelationCircuit.IntervalCounts];
        int from = Array.FindIndex(counts, count => count > 0);
        counts[from]--;
        counts[(from + 8) % counts.Length]++;
        Refusal.Expect(RejectReason.LookupSum, Subject.Try(values));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_table_whose_rows_have_different_widths_is_no_circuit(int columns)
    {
        // (v) and (v, 0) would have one fingerprint.
        Circuit circuit = EveryRelationCircuit.Build();
        int remainder = Array.FindIndex(circuit.Rows, rows => rows.Name == "wide");
        ColumnTerm[][] widened = [.. circuit.Rows[remainder].Columns, [ColumnTerm.Constant(0)]];
        circuit.Rows[remainder] = circuit.Rows[remainder] with { Columns = widened[..columns] };
        Assert.Throws<MalformedArtefactException>(() => CircuitReader.Read(CircuitWriter.Write(circuit)));
    }
}
