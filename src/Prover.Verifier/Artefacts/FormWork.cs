using Prover.Verifier.Circuits;
using Prover.Verifier.Forms;
using Prover.Verifier.Layouts;

namespace Prover.Verifier.Artefacts;

/// <summary>
/// Adds up what the linear forms cost the verifier, in multiplications, against <see cref="CircuitLimits.FormWork"/>: a term for
/// each pair of a block of rows and a block of the tensor read, and in it, for each axis, either a few multiplications per bit or,
/// for windows, strides and shifts, one per entry (SPEC §5.9).
/// </summary>
internal sealed class FormWork
{
    /// <summary>Multiplications per pair of blocks apart from explicit vectors: eq of the rest of the point, interval sums.</summary>
    private const long PerPair = 256;

    /// <summary>Per partial sum of an expression, which is kept in a dictionary.</summary>
    private const long PerPartialSum = 64;

    /// <summary>Per value that an expression takes, and per stored entry of the vector it gives.</summary>
    private const long PerValue = 4, PerEntry = 8;

    private readonly SizeBudget segments = new("entries of inner products");
    private double total;

    /// <summary>Starts with the cost of laying out a circuit.</summary>
    public FormWork(Circuit circuit)
    {
        total = PerPair * ((double)circuit.Tensors.Length + circuit.Rows.Length);
        if (circuit.Hiding) total += PerEntry * Hiding.PadPlan.GreatestCount;
    }

    /// <summary>
    /// Adds the terms of a box of rows apart from what they read: in each block a factor per axis that a term leaves out.
    /// </summary>
    public void AddTerms(int[] axes, long terms)
    {
        double blocks = 1;
        foreach (int axis in axes) blocks *= AxisChunk.Cut(axis).Length;
        total += blocks * terms * (axes.Length + 2);
        CheckTotal();
    }

    /// <summary>Adds a read over a box.</summary>
    public void Add(CircuitBox box, TensorRead read)
    {
        AxisChunk[][] variables = [.. box.RowAxes.Select(AxisChunk.Cut), .. box.InnerSizes.Select(Whole)];
        AxisChunk[][] axes = [.. box.ShapeOf(read).Select(AxisChunk.Cut)];
        double rowBlocks = 1, tensorBlocks = 1;
        foreach (AxisChunk[] chunks in variables) rowBlocks *= chunks.Length;
        foreach (AxisChunk[] chunks in axes) tensorBlocks *= chunks.Length;
        total += PerPair * rowBlocks * tensorBlocks;
        for (int axis = 0; axis < axes.Length; axis++)
        {
            AffineIndex index = read.Indices[axis];
            double combinations = 1;
            foreach (IndexTerm term in index.Terms) combinations *= variables[term.Variable].Length;
            double cost = index.PlainVariable >= 0
                ? PlainCost(variables[index.PlainVariable], axes[axis])
                : ExplicitCost(index, box, variables, combinations, axes[axis]);
            total += cost * (rowBlocks / combinations) * (tensorBlocks / axes[axis].Length);
        }
        CheckTotal();
    }

    /// <summary>Adds a read whose innermost axis is weighted by a sum of powers at up to 128 points (SPEC §5.10).</summary>
    public void AddPowerSum(CircuitBox box, TensorRead read)
    {
        const double Points = 128, PerPoint = 64;
        Add(box, read);
        total += Points * PerPoint;
        CheckTotal();
    }

    /// <summary>Adds the sum of known values weighted with powers.</summary>
    public void AddValues(long count)
    {
        total += count;
        CheckTotal();
    }

    /// <summary>Adds the two reads and the segments of an accumulator.</summary>
    public void Add(CircuitBox box, InnerProduct product)
    {
        Add(box, product.Left);
        Add(box, product.Right);
        long size = 1;
        foreach (int inner in product.InnerSizes) size = Math.Min(size << AxisChunk.CeilingLog2(inner), CircuitLimits.Size + 1);
        for (int axis = 0; axis < box.RowAxes.Length; axis++)
        {
            long stored = 0;
            AxisChunk[] chunks = AxisChunk.Cut(box.RowAxes[axis]);
            foreach (AxisChunk chunk in chunks) stored += product.Shared.Contains(axis) ? 1L << chunk.Bits : 1;
            size = Math.Min(size * stored, CircuitLimits.Size + 1);
        }
        segments.AddPadded(size);
    }

    /// <summary>Demands that the work is within the limit.</summary>
    public void CheckTotal() => MalformedArtefactException.ThrowIf(
        !(total <= CircuitLimits.FormWork), $"the linear forms would cost more than {CircuitLimits.FormWork} multiplications");

    private static AxisChunk[] Whole(int size) => [new(0, AxisChunk.CeilingLog2(size), size)];

    /// <summary>One variable as it is: logarithmic where the chunks are aligned, nothing where they are apart.</summary>
    private static double PlainCost(AxisChunk[] variable, AxisChunk[] axis)
    {
        double cost = 0;
        foreach (AxisChunk stored in axis)
        {
            foreach (AxisChunk chunk in variable)
            {
                int skip = stored.Start - chunk.Start;
                bool aligned = chunk.Bits >= stored.Bits && skip >= 0 && (skip & ((1 << stored.Bits) - 1)) == 0;
                if (aligned || !AxisBinding.Overlap(stored, chunk.Start, chunk.Count)) continue;
                cost += (PerValue * (double)chunk.Count) + (PerEntry * (1L << stored.Bits));
            }
        }
        return cost;
    }

    /// <summary>
    /// The vector is made for each chunk of the axis and each choice of chunks of the variables. One variable after another is added to the
    /// sums of those before it, also a variable of one value.
    /// </summary>
    private static double ExplicitCost(
        AffineIndex index, CircuitBox box, AxisChunk[][] variables, double combinations, AxisChunk[] axis)
    {
        double values = 1, partialSums = 1;
        for (int i = 0; i < index.Terms.Length; i++)
        {
            int variable = index.Terms[i].Variable;
            partialSums *= variables[variable].Length;
            values *= box.SizeOf(variable);
            if (i < index.Terms.Length - 1) partialSums += values; // the last one goes straight to the entries
        }
        double stored = 0;
        foreach (AxisChunk chunk in axis) stored += 1L << chunk.Bits;
        return (((PerPartialSum * partialSums) + (PerValue * values)) * axis.Length) + (combinations * PerEntry * stored);
    }
}
