using Prover.Verifier.Circuits;
using Prover.Verifier.Layouts;

namespace Prover.Onnx.Planning;

/// <summary>Counts the inner products' operands and the linear forms that a circuit's reads become (SPEC §5.2, §5.3).</summary>
internal sealed class ReadCounter
{
    private readonly Circuit circuit;
    private readonly CircuitLayout layout;

    /// <summary>Counts all reads of a circuit.</summary>
    internal ReadCounter(Circuit circuit, CircuitLayout layout)
    {
        this.circuit = circuit;
        this.layout = layout;
        long operands = 0;
        for (int box = 0; box < circuit.Rows.Length; box++)
        {
            LookupRows rows = circuit.Rows[box];
            foreach (Block block in layout.RowBlocks[box])
            {
                if (rows.IsTable) CountForm(rows.Multiplicity);
                foreach (ColumnTerm term in rows.Columns.SelectMany(static column => column))
                {
                    operands += Count(term, block);
                }
            }
        }

        OperandVariables = AxisChunk.CeilingLog2(operands);
    }

    /// <summary>log2 of the length of the inner product's operands.</summary>
    internal int OperandVariables { get; }

    /// <summary>Elements that the operands are contracted from.</summary>
    internal long OperandElements { get; private set; }

    /// <summary>Terms of linear forms.</summary>
    internal long FormTerms { get; private set; }

    /// <summary>Elements that these terms cover.</summary>
    internal long FormElements { get; private set; }

    /// <summary>Counts a summand of a column; returns the length of its segment of the operands.</summary>
    private long Count(ColumnTerm term, Block block)
    {
        if (term.Source == ColumnSource.Read) CountForm(term.Read!.Tensor);
        if (term.Source != ColumnSource.InnerProduct) return 0;
        InnerProduct product = term.Product!;
        foreach (TensorRead read in (TensorRead[])[product.Left, product.Right])
        {
            OperandElements += circuit.Tensors[read.Tensor].Count;
            CountForm(read.Tensor);
        }

        int bits = product.Shared.Sum(axis => block.Chunks[axis].Bits)
            + product.InnerSizes.Sum(static size => AxisChunk.CeilingLog2(size));
        return 1L << bits;
    }

    private void CountForm(int tensor)
    {
        FormTerms += layout.TensorBlocks[tensor].Length;
        FormElements += layout.TensorBlocks[tensor].Sum(static block => 1L << block.Bits);
    }
}
