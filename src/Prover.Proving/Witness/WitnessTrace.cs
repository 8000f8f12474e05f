using Prover.Verifier.Circuits;

namespace Prover.Proving.Witness;

/// <summary>A complete assignment of a circuit's tensors, as the prover uses it.</summary>
public sealed class WitnessTrace
{
    private readonly Circuit circuit;
    private readonly int[]?[] sums;
    private readonly bool isForged;

    internal WitnessTrace(Circuit circuit, int[][] values, int[]?[] sums, bool isForged)
    {
        this.circuit = circuit;
        this.sums = sums;
        this.isForged = isForged;
        Values = values;
    }

    /// <summary>The values of every tensor of the circuit, model tensors included, row-major.</summary>
    public int[][] Values { get; }

    /// <summary>
    /// The sum of the inner products of each row, row-major, for rows that have an accumulator; null for others.
    /// </summary>
    /// <param name="rows">Number of the box of rows.</param>
    public int[]? Accumulators(int rows) => sums[rows];

    /// <summary>
    /// The values of a column of lookup or table rows, row-major over the row axes, as integers congruent to the column. It may be
    /// the tensor's own array: do not write to it.
    /// </summary>
    /// <param name="rows">Number of the box of rows.</param>
    /// <param name="column">Number of the column.</param>
    /// <param name="threads">The greatest number of threads.</param>
    public int[] ColumnValues(int rows, int column, int threads = 1)
    {
        LookupRows box = circuit.Rows[rows];
        return isForged
            ? [.. ColumnEvaluator.EvaluateExactly(circuit, box, box.Columns[column], Values).Select(ColumnEvaluator.Centre)]
            : ColumnEvaluator.Evaluate(circuit, box, box.Columns[column], Values, sums[rows], threads);
    }
}
