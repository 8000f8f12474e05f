using Prover.Verifier.Circuits;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Forms;
using Prover.Verifier.Hiding;
using Prover.Verifier.Layouts;

namespace Prover.Verifier.Arguments;

/// <summary>
/// The extensions of leaf numerators and denominators at the lookup point as linear forms on the committed vectors, plus the
/// segments whose sum is the accumulators' share of the denominators (SPEC §5.2). Both sides call this one decomposition.
/// </summary>
internal sealed class LeafClaims
{
    private readonly CircuitLayout layout;
    private readonly KoalaBear5 alpha;
    private readonly KoalaBear5 beta;
    private readonly List<Segment> segments = [];
    private readonly EqualityPool pool;

    /// <summary>Decomposes the leaves of a circuit at a point.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="layout">Its layout.</param>
    /// <param name="point">The lookup point, one coordinate per bit of a leaf's address.</param>
    /// <param name="alpha">The lookup challenge.</param>
    /// <param name="beta">The tuple challenge: column i weighs beta^i, the table's number being column 0.</param>
    public LeafClaims(Circuit circuit, CircuitLayout layout, KoalaBear5[] point, KoalaBear5 alpha, KoalaBear5 beta)
    {
        this.layout = layout;
        this.alpha = alpha;
        this.beta = beta;
        pool = new(point);
        Numerator = new(Binder);
        Denominator = new(Binder);
        Denominator.Add(KoalaBear5.One); // leaves outside every box are 0/1
        for (int i = 0; i < circuit.Rows.Length; i++)
        {
            foreach (Block block in layout.RowBlocks[i]) AddBlock(circuit.Rows[i], block);
        }
        Variables = Segment.Place(segments);
        // The dummy leaf is 0/s, not 0/1.
        DummyLeaf = layout.Pads.IsHiding
            ? MultilinearExtension.EqualityAt(point, layout.LeafCount) * (HiddenValue.Pad(layout.Pads.DummyLeaf) - KoalaBear5.One)
            : KoalaBear5.Zero;
    }

    /// <summary>The form of the numerators.</summary>
    public LinearForm Numerator { get; }

    /// <summary>The form of the denominators without the accumulators.</summary>
    public LinearForm Denominator { get; }

    /// <summary>What the dummy leaf adds to the denominators (SPEC §11.3).</summary>
    public HiddenValue DummyLeaf { get; }

    /// <summary>Shares axis vectors between all forms of one proof.</summary>
    public AxisBinder Binder { get; } = new();

    /// <summary>The segments, placed.</summary>
    public IReadOnlyList<Segment> Segments => segments;

    /// <summary>log2 of the length of the inner product's operands.</summary>
    public int Variables { get; }

    private void AddBlock(LookupRows rows, Block block)
    {
        KoalaBear5 prefix = MultilinearExtension.EqualityAt(pool.Point[..^block.Bits], block.Offset >> block.Bits);
        var leaf = new VariableWeights[rows.Axes.Length];
        var sums = new (KoalaBear5 Sum, KoalaBear5 Moment)[leaf.Length];
        KoalaBear5 valid = prefix;
        for (int axis = 0; axis < leaf.Length; axis++)
        {
            leaf[axis] = pool.Of(block.Bits - block.Coordinates[axis].Start, block.Chunks[axis]);
            sums[axis] = leaf[axis].Interval();
            valid *= sums[axis].Sum;
        }
        VariableWeights[]?[] weights = [.. leaf.Select(weight => (VariableWeights[]?)[weight])];
        if (rows.IsTable)
        {
            TensorRead read = TensorRead.Identity(rows.Multiplicity, leaf.Length);
            Numerator.AddRead(-prefix, read, layout.TensorBlocks[rows.Multiplicity], weights);
        }
        else
        {
            Numerator.Add(valid);
        }
        // In the block a denominator is alpha - sum of beta^i column_i instead of the 1 outside.
        Denominator.Add(valid * (alpha - KoalaBear5.One - KoalaBear5.FromInteger(rows.Table)));
        KoalaBear5 power = -prefix;
        foreach (ColumnTerm[] column in rows.Columns)
        {
            power *= beta;
            foreach (ColumnTerm term in column) AddTerm(term, power, block.Chunks, leaf, sums, weights);
        }
    }

    private void AddTerm(
        ColumnTerm term,
        KoalaBear5 power,
        AxisChunk[] chunks,
        VariableWeights[] leaf,
        (KoalaBear5 Sum, KoalaBear5 Moment)[] sums,
        VariableWeights[]?[] weights)
    {
        // A term that does not read an axis is constant along it, but not into the padding.
        KoalaBear5 scale = power * KoalaBear.FromInteger(term.Factor);
        for (int axis = 0; axis < leaf.Length; axis++)
        {
            if (!term.Uses(axis)) scale *= sums[axis].Sum;
        }
        switch (term.Source)
        {
            case ColumnSource.One:
                Denominator.Add(scale);
                break;
            case ColumnSource.Index:
                (KoalaBear5 sum, KoalaBear5 moment) = sums[term.Axis];
                Denominator.Add(scale * (moment + (sum * KoalaBear.FromInteger(chunks[term.Axis].Start))));
                break;
            case ColumnSource.Read:
                Denominator.AddRead(scale, term.Read!, layout.TensorBlocks[term.Read!.Tensor], weights);
                break;
            default:
                segments.Add(new(scale, term.Product!, leaf, chunks));
                break;
        }
    }
}
