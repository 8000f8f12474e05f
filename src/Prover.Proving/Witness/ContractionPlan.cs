using Prover.Proving.Kernels;
using Prover.Proving.Kernels.Simd;
using Prover.Verifier.Circuits;

namespace Prover.Proving.Witness;

/// <summary>
/// An inner product prepared for evaluation over its rows: for every value of the shared variables a product of two matrices,
/// rows = variables that only the left operand reads, columns = the others. Operands of the model are packed once.
/// </summary>
internal sealed class ContractionPlan
{
    private readonly InnerProduct product;
    private readonly int factor;
    private readonly CommittedTensor[] tensors;
    private readonly int[] sharedSizes;
    private readonly int[] sharedOffsets;
    private readonly Operand left;
    private readonly Operand right;
    private readonly Lock packingLock = new();

    /// <summary>Prepares a multiple of an inner product over rows of the given axes.</summary>
    public ContractionPlan(Circuit circuit, int[] axes, InnerProduct product, long factor)
    {
        this.product = product;
        this.factor = unchecked((int)factor); // sums are modulo 2^32
        tensors = circuit.Tensors;
        var strides = new int[axes.Length];
        for (int axis = axes.Length - 1, stride = 1; axis >= 0; stride *= axes[axis--]) strides[axis] = stride;
        int[] all = [.. Enumerable.Range(0, axes.Length)];
        int[] shared = [.. all.Where(axis => product.Left.Uses(axis) && product.Right.Uses(axis))];
        int[] rows = [.. all.Where(axis => product.Left.Uses(axis) && !product.Right.Uses(axis))];
        int[] columns = [.. all.Where(axis => !product.Left.Uses(axis))];
        sharedSizes = [.. shared.Select(axis => axes[axis])];
        sharedOffsets = Offsets(shared, axes, strides);
        left = MakeOperand(product.Left, shared, rows, axes, strides);
        right = MakeOperand(product.Right, shared, columns, axes, strides);
        // Vector lanes run along the longer side: dense layers of few positions exchange the operands.
        if (right.Count < PanelProduct.Columns && left.Count > right.Count) (left, right) = (right, left);
    }

    /// <summary>Adds the multiples of the inner products to the sums of the rows, row-major.</summary>
    public void AddTo(int[] sums, int[][] values, int threads)
    {
        int[] counts = sharedSizes;
        int total = sharedOffsets.Length;
        if (total >= threads && total > 1)
        {
            ThreadedLoop.RunRanges(threads, total, 1, (from, to) =>
            {
                for (long index = from; index < to; index++) AddShared(sums, values, (int)index, Unravel((int)index, counts), 1);
            });
            return;
        }
        for (int index = 0; index < total; index++) AddShared(sums, values, index, Unravel(index, counts), threads);
    }

    private void AddShared(int[] sums, int[][] values, int index, int[] shared, int threads)
    {
        PairPacking? a = Pack(left, values, index, shared, PanelProduct.Rows, threads);
        PairPacking? b = Pack(right, values, index, shared, PanelProduct.Columns, threads);
        if (a is null || b is null)
        {
            AddUnpacked(sums, values, shared, sharedOffsets[index], threads);
            return;
        }
        int offset = sharedOffsets[index];
        // Threads take panels of columns, and where these are few, panels of rows.
        bool byColumns = b.Panels >= a.Panels;
        ThreadedLoop.RunRanges(threads, byColumns ? b.Panels : a.Panels, 1, (from, to) =>
        {
            Span<int> block = stackalloc int[PanelProduct.Rows * PanelProduct.Columns];
            (int aFrom, int aTo, int bFrom, int bTo) = byColumns ? (0, a.Panels, (int)from, (int)to) : ((int)from, (int)to, 0, b.Panels);
            for (int column = bFrom; column < bTo; column++)
            {
                for (int row = aFrom; row < aTo; row++)
                {
                    int rows = Math.Min(PanelProduct.Rows, a.Count - (row * PanelProduct.Rows));
                    PanelProduct.Multiply(InstructionSets.Best, a.Panel(row), b.Panel(column), block, rows);
                    Scatter(sums, block, offset, row * PanelProduct.Rows, column * PanelProduct.Columns);
                }
            }
        });
    }

    /// <summary>
    /// For operands beyond 16 bits, such as accumulators that were committed as they are: modulo 2^32 like all sums, so that terms may
    /// be larger than their total.
    /// </summary>
    private void AddUnpacked(int[] sums, int[][] values, int[] shared, int offset, int threads)
    {
        int depth = product.InnerSizes.Aggregate(1, (count, size) => count * size);
        int[] a = Elements(left, values, shared, depth), b = Elements(right, values, shared, depth);
        ThreadedLoop.RunRanges(threads, left.Count, 64, (from, to) =>
        {
            for (int row = (int)from; row < to; row++)
            {
                int start = offset + left.Offsets[row];
                for (int column = 0; column < right.Count; column++)
                {
                    int sum = 0;
                    for (int k = 0; k < depth; k++) sum += a[(row * depth) + k] * b[(column * depth) + k];
                    sums[start + right.Offsets[column]] += factor * sum;
                }
            }
        });
    }

    /// <summary>An operand as a matrix of outer by inner indices.</summary>
    private static int[] Elements(Operand operand, int[][] values, int[] shared, int depth)
    {
        var elements = new int[operand.Count * depth];
        operand.Plan.Fill(values[operand.Tensor], shared, elements);
        if (operand.Packed is not null || depth == 1) return elements;
        var transposed = new int[elements.Length];
        for (int i = 0; i < elements.Length; i++) transposed[(i % operand.Count * depth) + (i / operand.Count)] = elements[i];
        return transposed;
    }

    private void Scatter(int[] sums, ReadOnlySpan<int> block, int offset, int firstRow, int firstColumn)
    {
        int rows = Math.Min(PanelProduct.Rows, left.Count - firstRow);
        ReadOnlySpan<int> columns = right.Offsets.AsSpan(firstColumn, Math.Min(PanelProduct.Columns, right.Count - firstColumn));
        for (int row = 0; row < rows; row++)
        {
            int start = offset + left.Offsets[firstRow + row];
            ReadOnlySpan<int> products = block.Slice(row * PanelProduct.Columns, columns.Length);
            for (int column = 0; column < columns.Length; column++) sums[start + columns[column]] += factor * products[column];
        }
    }

    private PairPacking? Pack(Operand operand, int[][] values, int index, int[] shared, int width, int threads)
    {
        int[] source = values[operand.Tensor];
        if (operand.Packed is not PairPacking?[] packed)
        {
            return PairPacking.AlongOuter(source, operand.Plan, shared, product.InnerSizes, operand.Count, width, threads);
        }
        lock (packingLock)
        {
            return packed[index] ??= PairPacking.AlongInner(
                source, operand.Plan, shared, product.InnerSizes, operand.OuterSizes, width, threads);
        }
    }

    private Operand MakeOperand(TensorRead read, int[] shared, int[] outer, int[] axes, int[] strides)
    {
        int[] inner = [.. product.InnerSizes.Select((_, i) => axes.Length + i)];
        int[] outerSizes = [.. outer.Select(axis => axes[axis])];
        // Weights are read along the inner variables, activations along the outer ones: as they lie in memory.
        bool isModel = tensors[read.Tensor].Vector == CommittedVector.Model;
        int[] variables = isModel ? [.. shared, .. outer, .. inner] : [.. shared, .. inner, .. outer];
        int[] sizes = isModel
            ? [.. sharedSizes, .. outerSizes, .. product.InnerSizes]
            : [.. sharedSizes, .. product.InnerSizes, .. outerSizes];
        var plan = new ReadPlan(read, tensors[read.Tensor].Shape, variables, sizes);
        PairPacking?[]? packed = isModel ? new PairPacking?[sharedOffsets.Length] : null;
        return new(read.Tensor, plan, outerSizes, Offsets(outer, axes, strides), packed);
    }

    /// <summary>Where the rows of each combination of some axes lie, relative to the others being 0.</summary>
    private static int[] Offsets(int[] chosen, int[] axes, int[] strides)
    {
        int[] offsets = [0];
        foreach (int axis in chosen)
        {
            offsets = [.. offsets.SelectMany(offset => Enumerable.Range(0, axes[axis]).Select(i => offset + (i * strides[axis])))];
        }
        return offsets;
    }

    private static int[] Unravel(int index, int[] sizes)
    {
        var at = new int[sizes.Length];
        for (int i = sizes.Length - 1; i >= 0; index /= sizes[i--]) at[i] = index % sizes[i];
        return at;
    }

    /// <summary>One operand: how it is read, where its outer indices go, and its packings when it is part of the model.</summary>
    private sealed record Operand(int Tensor, ReadPlan Plan, int[] OuterSizes, int[] Offsets, PairPacking?[]? Packed)
    {
        public int Count => Offsets.Length;
    }
}
