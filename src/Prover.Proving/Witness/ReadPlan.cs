using Prover.Verifier.Circuits;

namespace Prover.Proving.Witness;

/// <summary>
/// A tensor read prepared for evaluation over a box: values of the variables, row-major, with 0 where an index leaves the tensor.
/// Whole runs of the innermost variable are copied at once.
/// </summary>
internal sealed class ReadPlan
{
    private readonly int[] sizes;
    private readonly int flatShift;
    private readonly int[] flatSteps;
    private readonly int[] edgeSizes;
    private readonly int[] edgeShifts;
    private readonly int[][] edgeSteps;
    private readonly int[] edgeDepths;

    /// <summary>Prepares a read.</summary>
    /// <param name="read">The read.</param>
    /// <param name="shape">The shape of the tensor.</param>
    /// <param name="variables">The variables of the box, outermost first; others do not occur in the read.</param>
    /// <param name="sizes">Their sizes.</param>
    public ReadPlan(TensorRead read, int[] shape, int[] variables, int[] sizes)
    {
        this.sizes = sizes;
        flatSteps = new int[sizes.Length];
        var edges = new List<(int Size, int Shift, int[] Steps)>();
        for (int axis = shape.Length - 1, stride = 1; axis >= 0; stride *= shape[axis--])
        {
            AffineIndex index = read.Indices[axis];
            var steps = new int[sizes.Length];
            foreach (IndexTerm term in index.Terms) steps[Array.IndexOf(variables, term.Variable)] += term.Stride;
            flatShift += stride * index.Shift;
            long least = index.Shift, greatest = index.Shift;
            for (int i = 0; i < steps.Length; i++)
            {
                flatSteps[i] += stride * steps[i];
                least += Math.Min(0L, (long)steps[i] * (sizes[i] - 1));
                greatest += Math.Max(0L, (long)steps[i] * (sizes[i] - 1));
            }
            if (least < 0 || greatest >= shape[axis]) edges.Add((shape[axis], index.Shift, steps));
        }
        edgeSizes = [.. edges.Select(edge => edge.Size)];
        edgeShifts = [.. edges.Select(edge => edge.Shift)];
        edgeSteps = [.. edges.Select(edge => edge.Steps)];
        edgeDepths = [.. edges.Select(edge => Array.FindLastIndex(edge.Steps, step => step != 0))];
    }

    /// <summary>Whether the box is the tensor itself, element by element.</summary>
    public bool IsIdentity
    {
        get
        {
            int stride = 1;
            for (int i = sizes.Length - 1; i >= 0; stride *= sizes[i--])
            {
                if (sizes[i] > 1 && flatSteps[i] != stride) return false;
            }
            return flatShift == 0 && edgeSizes.Length == 0;
        }
    }

    /// <summary>Evaluates the box.</summary>
    /// <param name="source">The tensor.</param>
    /// <param name="fixedIndices">Values of the first variables; the box runs over the others.</param>
    /// <param name="output">One element per value of the others.</param>
    public void Fill(ReadOnlySpan<int> source, ReadOnlySpan<int> fixedIndices, Span<int> output)
    {
        Span<int> edges = stackalloc int[edgeSizes.Length];
        edgeShifts.CopyTo(edges);
        int flat = flatShift;
        for (int level = 0; level < fixedIndices.Length; level++)
        {
            flat += flatSteps[level] * fixedIndices[level];
            for (int edge = 0; edge < edges.Length; edge++) edges[edge] += edgeSteps[edge][level] * fixedIndices[level];
        }
        for (int edge = 0; edge < edges.Length; edge++)
        {
            if (edgeDepths[edge] < fixedIndices.Length && (uint)edges[edge] >= (uint)edgeSizes[edge])
            {
                output.Clear();
                return;
            }
        }
        if (fixedIndices.Length == sizes.Length)
        {
            output[0] = source[flat];
            return;
        }
        FillLevel(source, output, fixedIndices.Length, flat, edges);
    }

    private void FillLevel(ReadOnlySpan<int> source, Span<int> output, int level, int flat, Span<int> edges)
    {
        if (level == sizes.Length - 1)
        {
            FillRun(source, output, flat, edges);
            return;
        }
        int block = output.Length / sizes[level];
        Span<int> inner = stackalloc int[edges.Length];
        edges.CopyTo(inner);
        for (int i = 0; i < sizes[level]; i++)
        {
            Span<int> part = output.Slice(i * block, block);
            bool outside = false;
            for (int edge = 0; edge < edges.Length; edge++)
            {
                outside |= edgeDepths[edge] == level && (uint)inner[edge] >= (uint)edgeSizes[edge];
            }
            if (outside)
            {
                part.Clear();
            }
            else
            {
                FillLevel(source, part, level + 1, flat, inner);
            }
            flat += flatSteps[level];
            for (int edge = 0; edge < edges.Length; edge++) inner[edge] += edgeSteps[edge][level];
        }
    }

    /// <summary>The innermost variable: the part of the run inside the tensor is copied, the rest is 0.</summary>
    private void FillRun(ReadOnlySpan<int> source, Span<int> output, int flat, Span<int> edges)
    {
        int last = sizes.Length - 1, from = 0, to = output.Length;
        for (int edge = 0; edge < edges.Length; edge++)
        {
            int step = edgeSteps[edge][last];
            if (step == 0) continue;
            (int enter, int leave) = Inside(edges[edge], step, edgeSizes[edge]);
            from = Math.Max(from, enter);
            to = Math.Min(to, leave);
        }
        if (from >= to)
        {
            output.Clear();
            return;
        }
        output[..from].Clear();
        output[to..].Clear();
        int stride = flatSteps[last];
        int position = flat + (from * stride);
        if (stride == 1)
        {
            source.Slice(position, to - from).CopyTo(output[from..]);
        }
        else if (stride == 0)
        {
            output[from..to].Fill(source[position]);
        }
        else
        {
            for (int i = from; i < to; i++, position += stride) output[i] = source[position];
        }
    }

    /// <summary>The first t, and the first t after that, between which start + step·t lies in [0, size).</summary>
    private static (int Enter, int Leave) Inside(int start, int step, int size)
    {
        if (step < 0) (start, step) = (size - 1 - start, -step);
        int enter = start >= 0 ? 0 : (-start + step - 1) / step;
        int leave = start >= size ? 0 : (size - start + step - 1) / step;
        return (enter, leave);
    }
}
