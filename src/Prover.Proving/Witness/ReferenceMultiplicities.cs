using Prover.Verifier.Circuits;

namespace Prover.Proving.Witness;

/// <summary>Multiplicities from the tuples themselves: the reference, and what forged witnesses need.</summary>
internal static class ReferenceMultiplicities
{
    /// <summary>Counts each table row's lookups; of equal rows the first one takes all. Lookups of no row are not counted.</summary>
    public static void Count(Circuit circuit, int[][] values)
    {
        var wanted = new Dictionary<long[], int>(new TupleComparer());
        foreach (LookupRows rows in circuit.Rows.Where(rows => !rows.IsTable))
        {
            foreach (long[] tuple in ReferenceEvaluation.Tuples(circuit, rows, values))
            {
                wanted[tuple] = wanted.GetValueOrDefault(tuple) + 1;
            }
        }
        foreach (LookupRows rows in circuit.Rows.Where(rows => rows.IsTable))
        {
            var counts = new int[rows.Count];
            int row = 0;
            foreach (long[] tuple in ReferenceEvaluation.Tuples(circuit, rows, values))
            {
                if (wanted.Remove(tuple, out int count)) counts[row] = count;
                row++;
            }
            values[rows.Multiplicity] = counts;
        }
    }
}
