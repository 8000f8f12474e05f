using Prover.Verifier.Arguments;
using Prover.Verifier.Circuits;
using Prover.Verifier.Hiding;

namespace Prover.Verifier.Layouts;

/// <summary>
/// Where everything lies (SPEC §4.1, §6.1): tensors in blocks of the joint vector, lookup rows in blocks of the leaf vector. A
/// pure function of the circuit, computed alike by both sides.
/// </summary>
public sealed class CircuitLayout
{
    /// <summary>Least and greatest log2 of the rows of the commitments' matrices.</summary>
    public const int LeastLogRows = 8, GreatestLogRows = 22;

    /// <summary>Least log2 of the rows where the opening hides (SPEC §6.9).</summary>
    public const int LeastHidingLogRows = 10;

    /// <summary>Rows per proof that hides the model: its tail, a row per query, is then at most a third as long as the data.</summary>
    public const int RowsPerModelProof = 512;

    /// <summary>log2 of the number of columns aimed at.</summary>
    private const int TargetLogColumns = 6;

    /// <summary>Lays out a circuit.</summary>
    public CircuitLayout(Circuit circuit)
    {
        TensorBlocks = [.. circuit.Tensors.Select(tensor => Block.OfBox(tensor.Shape))];
        RowBlocks = [.. circuit.Rows.Select(rows => Block.OfBox(rows.Axes))];
        LeafCount = Block.Place(RowBlocks.SelectMany(blocks => blocks), 0);
        ActiveLeaves = LeafCount + (circuit.Hiding ? 1 : 0);
        LogLeaves = AxisChunk.CeilingLog2(ActiveLeaves);
        Pads = circuit.Hiding ? new(LogLeaves, InnerProductVariables(circuit)) : PadPlan.None;
        PadBlocks = circuit.Hiding ? Block.OfBox([Fields.KoalaBear5.Degree, Pads.Count]) : [];

        Block[] model = BlocksOf(circuit, CommittedVector.Model), witness = [.. BlocksOf(circuit, CommittedVector.Witness), .. PadBlocks];
        long modelSize = model.Sum(block => 1L << block.Bits), witnessSize = witness.Sum(block => 1L << block.Bits);
        int bits = AxisChunk.CeilingLog2(Math.Max(1, modelSize + witnessSize));
        int least = circuit.Hiding ? LeastHidingLogRows : LeastLogRows;
        if (circuit.ModelProofs > 0) least = Math.Max(least, AxisChunk.CeilingLog2((long)circuit.ModelProofs * RowsPerModelProof));
        LogRows = Math.Clamp(bits - TargetLogColumns, least, GreatestLogRows);
        ModelColumns = Columns(modelSize);
        WitnessColumns = Columns(witnessSize);
        LogColumns = AxisChunk.CeilingLog2(ModelColumns + WitnessColumns);
        // From both ends towards the middle: each end is aligned for every block, so nothing is lost between the vectors.
        long end = 1L << Variables;
        bool modelFirst = modelSize >= witnessSize;
        Block.Place(modelFirst ? model : witness, 0);
        Block.PlaceDown(modelFirst ? witness : model, end);
        if (modelFirst) WitnessStart = end - ((long)WitnessColumns << LogRows);
        else ModelStart = end - ((long)ModelColumns << LogRows);
    }

    /// <summary>The blocks of each tensor, at addresses of the joint vector.</summary>
    public Block[][] TensorBlocks { get; }

    /// <summary>The blocks of each box of lookup rows, at addresses of the leaf vector.</summary>
    public Block[][] RowBlocks { get; }

    /// <summary>Leaves of rows; a hiding circuit has the dummy leaf after them (SPEC §11.3).</summary>
    public long LeafCount { get; }

    /// <summary>Leaves in use; the rest are fractions 0/1.</summary>
    public long ActiveLeaves { get; }

    /// <summary>The pads of a proof.</summary>
    public PadPlan Pads { get; }

    /// <summary>The blocks of the box [5, pads], slots of elements of E times pads, after all tensors of the witness.</summary>
    public Block[] PadBlocks { get; }

    /// <summary>log2 of the number of leaves.</summary>
    public int LogLeaves { get; }

    /// <summary>log2 of the rows of both matrices, mu.</summary>
    public int LogRows { get; }

    /// <summary>log2 of the columns of the joint matrix, k0; columns that belong to neither commitment are 0.</summary>
    public int LogColumns { get; }

    /// <summary>Variables of the joint vector, m = mu + k0.</summary>
    public int Variables => LogRows + LogColumns;

    /// <summary>Columns committed at setup, 1 or more.</summary>
    public int ModelColumns { get; }

    /// <summary>Columns committed by each proof, 1 or more.</summary>
    public int WitnessColumns { get; }

    /// <summary>The address of the model's first column, a multiple of 2^mu.</summary>
    public long ModelStart { get; }

    /// <summary>The address of the witness' first column, a multiple of 2^mu.</summary>
    public long WitnessStart { get; }

    /// <summary>log2 of the operands' length: a segment's size does not depend on any challenge.</summary>
    private int InnerProductVariables(Circuit circuit)
    {
        var segments = new List<Segment>();
        for (int i = 0; i < circuit.Rows.Length; i++)
        {
            foreach (ColumnTerm term in circuit.Rows[i].Columns.SelectMany(column => column))
            {
                if (term.Source != ColumnSource.InnerProduct) continue;
                segments.AddRange(RowBlocks[i].Select(block => new Segment(default, term.Product!, [], block.Chunks)));
            }
        }
        return Segment.Place(segments);
    }

    private int Columns(long size) => (int)Math.Max(1, (size + (1L << LogRows) - 1) >> LogRows);

    private Block[] BlocksOf(Circuit circuit, CommittedVector vector) =>
        [.. circuit.Tensors.Zip(TensorBlocks).Where(pair => pair.First.Vector == vector).SelectMany(pair => pair.Second)];
}
