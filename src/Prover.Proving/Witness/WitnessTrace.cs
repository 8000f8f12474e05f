namespace Prover.Proving.Witness;

/// <summary>A complete assignment of a circuit's tensors, as the prover uses it.</summary>
public sealed class WitnessTrace
{
    internal WitnessTrace(int[][] values) => Values = values;

    /// <summary>The values of every tensor of the circuit, model tensors included, row-major.</summary>
    public int[][] Values { get; }

    /// <summary>
    /// The values of a column of lookup or table rows, row-major over the row axes, each the integer nearest to 0 of its residue
    /// class. It may be the tensor's own array: do not write to it.
    /// </summary>
    public int[] ColumnValues(int rows, int column) => throw new NotImplementedException();
}
