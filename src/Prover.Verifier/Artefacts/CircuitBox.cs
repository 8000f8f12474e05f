using Prover.Verifier.Circuits;

namespace Prover.Verifier.Artefacts;

/// <summary>A box of index variables, and the rules for reading a tensor over it (SPEC §4.2).</summary>
internal sealed class CircuitBox
{
    private const int GreatestShift = 1 << 30;
    private readonly Circuit circuit;
    private readonly string where;

    /// <summary>A box.</summary>
    /// <param name="circuit">The circuit whose tensors are read.</param>
    /// <param name="rowAxes">Sizes of the variables that are cut into chunks as stored axes are.</param>
    /// <param name="innerSizes">Sizes of the variables after them, which are padded whole.</param>
    /// <param name="where">What to call the box in messages.</param>
    public CircuitBox(Circuit circuit, int[] rowAxes, int[] innerSizes, string where)
    {
        this.circuit = circuit;
        this.where = where;
        RowAxes = rowAxes;
        InnerSizes = innerSizes;
    }

    /// <summary>Sizes of the variables that are cut into chunks.</summary>
    public int[] RowAxes { get; }

    /// <summary>Sizes of the summed variables.</summary>
    public int[] InnerSizes { get; }

    /// <summary>The number of variables.</summary>
    public int Variables => RowAxes.Length + InnerSizes.Length;

    /// <summary>The size of a variable.</summary>
    public int SizeOf(int variable) => variable < RowAxes.Length ? RowAxes[variable] : InnerSizes[variable - RowAxes.Length];

    /// <summary>The shape of the tensor that is read.</summary>
    public int[] ShapeOf(TensorRead read) => circuit.Tensors[read.Tensor].Shape;

    /// <summary>Demands few axes, each of size 1 or more, and a product within the limit.</summary>
    public static void CheckAxes(int[] axes, string where)
    {
        if (axes.Length > CircuitLimits.Rank) throw Fault(where, $"{axes.Length} axes are more than {CircuitLimits.Rank}");
        long product = 1;
        foreach (int size in axes)
        {
            if (size < 1) throw Fault(where, $"an axis has size {size}");
            product *= size;
            if (product > CircuitLimits.Size) throw Fault(where, $"more than {CircuitLimits.Size} entries");
        }
    }

    /// <summary>Demands that a read is of an existing tensor and that each variable occurs at most once in all its expressions.</summary>
    public void CheckRead(TensorRead read)
    {
        if (read.Tensor < 0 || read.Tensor >= circuit.Tensors.Length) throw Fault(where, $"tensor {read.Tensor} does not exist");
        int rank = circuit.Tensors[read.Tensor].Shape.Length;
        if (read.Indices.Length != rank) throw Fault(where, $"a tensor of {rank} axes is read with {read.Indices.Length} indices");
        var seen = new bool[Variables];
        foreach (AffineIndex index in read.Indices)
        {
            if (index.Shift is < -GreatestShift or > GreatestShift) throw Fault(where, $"shift {index.Shift} is too far");
            foreach (IndexTerm term in index.Terms)
            {
                if (term.Variable < 0 || term.Variable >= seen.Length) throw Fault(where, $"variable {term.Variable} does not exist");
                // The linear forms are products over axes: a variable in two of them would be summed twice, not once.
                if (seen[term.Variable]) throw Fault(where, $"variable {term.Variable} occurs twice in a read");
                if (term.Stride == 0 || term.Stride is < -GreatestShift or > GreatestShift)
                {
                    throw Fault(where, $"stride {term.Stride} is 0 or too large");
                }
                seen[term.Variable] = true;
            }
        }
    }

    private static MalformedArtefactException Fault(string where, string message) =>
        new(ArtefactFault.Malformed, $"{where}: {message}");
}
