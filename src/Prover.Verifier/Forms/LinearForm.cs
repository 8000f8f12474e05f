using Prover.Verifier.Circuits;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Layouts;

namespace Prover.Verifier.Forms;

/// <summary>A term of a linear form: scale times a tensor product of axis vectors on a block of the joint vector.</summary>
/// <param name="Scale">The scalar factor.</param>
/// <param name="Block">The block.</param>
/// <param name="Axes">One vector per axis of the block's box, in the box's order of axes.</param>
internal sealed record FormTerm(KoalaBear5 Scale, Block Block, AxisVector[] Axes);

/// <summary>
/// An affine form on the joint vector (SPEC §5.9): a constant plus terms. The prover accumulates its entries, the verifier
/// evaluates its multilinear extension at one point.
/// </summary>
internal sealed class LinearForm
{
    private readonly AxisBinder binder;
    private readonly List<FormTerm> terms = [];

    /// <summary>An empty form; forms that share a binder share equal axis vectors.</summary>
    public LinearForm(AxisBinder? binder = null) => this.binder = binder ?? new();

    /// <summary>The terms.</summary>
    public IReadOnlyList<FormTerm> Terms => terms;

    /// <summary>The constant.</summary>
    public KoalaBear5 Constant { get; private set; }

    /// <summary>Adds to the constant.</summary>
    public void Add(KoalaBear5 value) => Constant += value;

    /// <summary>Adds the tensor product of axis vectors on a block.</summary>
    public void Add(Block block, AxisVector[] axes) => Add(KoalaBear5.One, block, axes);

    /// <summary>Adds scale times the tensor product of axis vectors on a block.</summary>
    public void Add(KoalaBear5 scale, Block block, AxisVector[] axes) => terms.Add(new(scale, block, axes));

    /// <summary>Adds another form times a factor.</summary>
    public void Add(LinearForm other, KoalaBear5 factor)
    {
        Constant += other.Constant * factor;
        foreach (FormTerm term in other.terms) terms.Add(term with { Scale = term.Scale * factor });
    }

    /// <summary>
    /// Adds scale times the weighted sum of a read over all values of its variables.
    /// </summary>
    /// <param name="scale">The scalar factor.</param>
    /// <param name="read">The read.</param>
    /// <param name="blocks">The blocks of the tensor that is read.</param>
    /// <param name="weights">For each variable its weights.</param>
    public void AddRead(KoalaBear5 scale, TensorRead read, Block[] blocks, VariableWeights[]?[] weights)
    {
        foreach (Block block in blocks)
        {
            KoalaBear5 blockScale = scale;
            var axes = new AxisVector[read.Indices.Length];
            bool vanishes = false;
            for (int axis = 0; axis < axes.Length && !vanishes; axis++)
            {
                if (binder.Bind(read.Indices[axis], block.Chunks[axis], weights) is not var (factor, vector))
                {
                    vanishes = true;
                    continue;
                }
                blockScale *= factor;
                axes[axis] = vector;
            }
            if (!vanishes) terms.Add(new(blockScale, block, axes));
        }
    }

    /// <summary>The multilinear extension of the terms at a point of the joint vector's variables; the constant is left out.</summary>
    public KoalaBear5 Extension(ReadOnlySpan<KoalaBear5> point)
    {
        KoalaBear5 total = default;
        var extensions = new Dictionary<(AxisVector Vector, int FromEnd), KoalaBear5>();
        foreach (FormTerm term in terms)
        {
            Block block = term.Block;
            KoalaBear5 value = term.Scale * MultilinearExtension.EqualityAt(point[..^block.Bits], block.Offset >> block.Bits);
            (int Start, int Count)[] coordinates = block.Coordinates;
            for (int axis = 0; axis < coordinates.Length; axis++)
            {
                // Terms of equal shape share vectors and coordinates: each such pair is evaluated once.
                int fromEnd = block.Bits - coordinates[axis].Start;
                if (!extensions.TryGetValue((term.Axes[axis], fromEnd), out KoalaBear5 extension))
                {
                    extension = term.Axes[axis].Extension(point.Slice(point.Length - fromEnd, coordinates[axis].Count));
                    extensions.Add((term.Axes[axis], fromEnd), extension);
                }
                value *= extension;
            }
            total += value;
        }
        return total;
    }
}
