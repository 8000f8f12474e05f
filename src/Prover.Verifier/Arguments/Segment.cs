using Prover.Verifier.Circuits;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Forms;
using Prover.Verifier.Layouts;

namespace Prover.Verifier.Arguments;

/// <summary>
/// The accumulators of one leaf block, weighted by the lookup point, as an inner product of two short vectors (SPEC §5.3). Its
/// entries are numbered by the kept variables: shared row axes first, then the summed variables, each padded to a power of two.
/// </summary>
internal sealed class Segment
{
    /// <summary>A segment, not yet placed.</summary>
    /// <param name="weight">The factor of its sum.</param>
    /// <param name="product">The accumulator.</param>
    /// <param name="leaf">The weights of the row axes at the lookup point.</param>
    /// <param name="chunks">The chunks of the row axes that the leaf block stores.</param>
    public Segment(KoalaBear5 weight, InnerProduct product, VariableWeights[] leaf, AxisChunk[] chunks)
    {
        Weight = weight;
        Product = product;
        Leaf = leaf;
        int axes = chunks.Length;
        KeptVariables = [.. product.Shared, .. Enumerable.Range(axes, product.InnerSizes.Length)];
        Kept = new AxisChunk[KeptVariables.Length];
        for (int i = 0; i < Kept.Length; i++)
        {
            int variable = KeptVariables[i];
            int size = variable < axes ? 0 : product.InnerSizes[variable - axes];
            Kept[i] = variable < axes ? chunks[variable] : new(0, AxisChunk.CeilingLog2(size), size);
        }
        Bits = Kept.Sum(chunk => chunk.Bits);
    }

    /// <summary>The factor of the segment's sum; it belongs to the left operand.</summary>
    public KoalaBear5 Weight { get; }

    /// <summary>The accumulator.</summary>
    public InnerProduct Product { get; }

    /// <summary>The weights of the row axes.</summary>
    public VariableWeights[] Leaf { get; }

    /// <summary>The variables that stay open, outermost first.</summary>
    public int[] KeptVariables { get; }

    /// <summary>The range of each kept variable.</summary>
    public AxisChunk[] Kept { get; }

    /// <summary>log2 of the segment's length.</summary>
    public int Bits { get; }

    /// <summary>The segment's first entry in the operands, a multiple of its length.</summary>
    public long Offset { get; private set; }

    /// <summary>Lays segments end to end, largest first; returns log2 of the operands' length.</summary>
    public static int Place(IReadOnlyList<Segment> segments)
    {
        long end = 0;
        foreach (Segment segment in segments.OrderByDescending(segment => segment.Bits))
        {
            segment.Offset = end;
            end += 1L << segment.Bits;
        }
        return AxisChunk.CeilingLog2(end);
    }

    /// <summary>
    /// The weights under which the left operand is read: leaf weights on the row axes, and <paramref name="kept"/> on the kept
    /// variables. A shared axis carries both on the left and only the latter on the right, so that the product has degree 2.
    /// </summary>
    public VariableWeights[]?[] Weights(bool left, VariableWeights[] kept)
    {
        var weights = new VariableWeights[]?[Leaf.Length + Product.InnerSizes.Length];
        for (int axis = 0; axis < Leaf.Length; axis++) weights[axis] = [Leaf[axis]];
        for (int i = 0; i < KeptVariables.Length; i++)
        {
            int variable = KeptVariables[i];
            weights[variable] = left && variable < Leaf.Length ? [Leaf[variable], kept[i]] : [kept[i]];
        }
        return weights;
    }

    /// <summary>Adds this segment's share of both operands' extensions at the point of <paramref name="rho"/>, as linear forms.</summary>
    public void AddForms(EqualityPool rho, Block[][] tensorBlocks, LinearForm left, LinearForm right)
    {
        KoalaBear5 here = MultilinearExtension.EqualityAt(rho.Point[..^Bits], Offset >> Bits);
        int fromEnd = Bits;
        var kept = new VariableWeights[Kept.Length];
        for (int i = 0; i < kept.Length; i++)
        {
            kept[i] = rho.Of(fromEnd, Kept[i]);
            fromEnd -= Kept[i].Bits;
        }
        left.AddRead(here * Weight, Product.Left, tensorBlocks[Product.Left.Tensor], Weights(true, kept));
        right.AddRead(here, Product.Right, tensorBlocks[Product.Right.Tensor], Weights(false, kept));
    }
}
