using Prover.Soundness.Tests.Circuits;
using Prover.Verifier;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Circuits;
using Prover.Verifier.Fields;

namespace Prover.Soundness.Tests.Arguments;

/// <summary>Multiplicities that make a wrong lookup look balanced.</summary>
public class ForgedMultiplicityTests
{
    public static TheoryData<int> Counters => new(EveryRelationCircuit.ImageCounts, EveryRelationCircuit.IntervalCounts,
        EveryRelationCircuit.NarrowCounts, EveryRelationCircuit.WideCounts, EveryRelationCircuit.UnaryCounts,
        EveryRelationCircuit.MaximumCounts, EveryRelationCircuit.PairCounts, EveryRelationCircuit.ZeroCounts);

    [Theory]
    [InEveryVisibility(Member = nameof(Counters))]
    [Refuses(RejectReason.LookupSum)]
    [Refuses(RejectReason.OpeningConstraint)]
    public void A_multiplicity_off_by_one_is_refused(Visibility visibility, int tensor)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        foreach (int step in (int[])[1, -1])
        {
            int[][] values = CircuitSolver.Copy(subject.Values);
            values[tensor][0] += step;
            Refusal.Expect(RejectReason.LookupSum, subject.Try(values));
            Refusal.Expect(RejectReason.OpeningConstraint, subject.Try(values, LookupCheats.IntoNumerators));
        }
    }

    [Theory]
    [InEveryVisibility]
    public void A_multiplicity_and_itself_minus_p_are_one_witness(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        // Only the residue counts, so lookups of a missing tuple cancel only if there are p of them, more than leaves.
        int[][] values = CircuitSolver.Copy(subject.Values);
        values[EveryRelationCircuit.ImageCounts][2] -= (int)KoalaBear.Order;
        Assert.Equal(subject.Prove(subject.Values), subject.Prove(values));
        Assert.True(CircuitLimits.Size < KoalaBear.Order);
    }

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.LookupSum)]
    public void A_lookup_counted_in_another_table_is_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        // Logit 0 is off by 3, which table 6 does not contain but table 0, of the same width, does.
        int[][] values = EveryRelationWitness.Solve(1, (step, tensors) =>
        {
            if (step == EveryRelationCircuit.Output) tensors[step][0] -= 3;
            if (step == EveryRelationCircuit.ImageCounts) tensors[step][3]++;
        });
        Assert.Equal(1, values[EveryRelationCircuit.ZeroCounts][0]);
        Refusal.Expect(RejectReason.LookupSum, subject.Try(values));
    }

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.LookupSum)]
    public void A_tuple_split_over_two_tables_is_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        // A remainder beyond the narrow range: half of its fraction from the narrow table, half from the wide one.
        int[][] values = ForgedWitnesses.Solve("remainder equal to the span");
        int half = (int)((KoalaBear.Order + 1) / 2) - (int)KoalaBear.Order;
        values[EveryRelationCircuit.NarrowCounts][0] += half;
        values[EveryRelationCircuit.WideCounts][EveryRelationCircuit.Narrow] += half;
        Refusal.Expect(RejectReason.LookupSum, subject.Try(values));
    }

    [Theory]
    [InEveryVisibility]
    [Refuses(RejectReason.LookupSum)]
    public void A_multiplicity_moved_to_another_row_is_refused(Visibility visibility)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        int[][] values = CircuitSolver.Copy(subject.Values);
        int[] counts = values[EveryRelationCircuit.IntervalCounts];
        int from = Array.FindIndex(counts, count => count > 0);
        counts[from]--;
        counts[(from + 8) % counts.Length]++;
        Refusal.Expect(RejectReason.LookupSum, subject.Try(values));
    }

    [Theory]
    [InEveryVisibility(1, 3)]
    public void A_table_whose_rows_have_different_widths_is_no_circuit(Visibility visibility, int columns)
    {
        ArgumentCase subject = ArgumentCase.EveryRelationIn(visibility);
        // (v) and (v, 0) would have one fingerprint.
        Circuit circuit = EveryRelationCircuit.Build();
        int remainder = Array.FindIndex(circuit.Rows, rows => rows.Name == "wide");
        ColumnTerm[][] widened = [.. circuit.Rows[remainder].Columns, [ColumnTerm.Constant(0)]];
        circuit.Rows[remainder] = circuit.Rows[remainder] with { Columns = widened[..columns] };
        Assert.Throws<MalformedArtefactException>(() => CircuitReader.Read(CircuitWriter.Write(circuit)));
    }
}
