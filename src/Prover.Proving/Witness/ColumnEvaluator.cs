using System.Numerics;
using Prover.Proving.Kernels;
using Prover.Verifier.Circuits;
using Prover.Verifier.Fields;

namespace Prover.Proving.Witness;

/// <summary>Evaluates columns of lookup rows from tensors and accumulators.</summary>
internal static class ColumnEvaluator
{
    /// <summary>Rows below which a column is not worth a second thread.</summary>
    private const int Grain = 1 << 14;

    /// <summary>The tensor that a column is, element by element, or -1 when it is anything else.</summary>
    public static int IdentityTensor(Circuit circuit, LookupRows rows, ColumnTerm[] column)
    {
        if (column is not [{ Source: ColumnSource.Read, Factor: 1 } term]) return -1;
        int[] axes = rows.Axes;
        var plan = new ReadPlan(term.Read!, circuit.Tensors[term.Read!.Tensor].Shape, [.. Enumerable.Range(0, axes.Length)], axes);
        return plan.IsIdentity && circuit.Tensors[term.Read.Tensor].Count == rows.Count ? term.Read.Tensor : -1;
    }

    /// <summary>
    /// The values of a column, row-major, modulo 2^32: right for honest witnesses, whose columns are below 2^31. A column that is a
    /// tensor is that tensor's array.
    /// </summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="column">Terms of a column, or some of them.</param>
    /// <param name="values">The tensors.</param>
    /// <param name="sums">The sum of all inner products of the rows, when the terms contain any.</param>
    /// <param name="threads">The greatest number of threads.</param>
    public static int[] Evaluate(Circuit circuit, LookupRows rows, ColumnTerm[] column, int[][] values, int[]? sums, int threads)
    {
        int identity = IdentityTensor(circuit, rows, column);
        if (identity >= 0) return values[identity];
        if (column.Length > 0 && column.All(term => term.Source == ColumnSource.InnerProduct)) return sums!;
        int[] axes = rows.Axes;
        int[] variables = [.. Enumerable.Range(0, axes.Length)];
        var result = new int[rows.Count];
        bool hasSums = column.Any(term => term.Source == ColumnSource.InnerProduct);
        ReadPlan Plan(TensorRead read) => new(read, circuit.Tensors[read.Tensor].Shape, variables, axes);
        (long Factor, ReadPlan Plan, int[] Source)[] reads = [.. column.Where(term => term.Source == ColumnSource.Read)
            .Select(term => (term.Factor, Plan(term.Read!), values[term.Read!.Tensor]))];
        long constant = column.Where(term => term.Source == ColumnSource.One).Sum(term => term.Factor);
        ColumnTerm[] indices = [.. column.Where(term => term.Source == ColumnSource.Index)];

        // Pieces of the leading axes, so that a piece stays in the cache while terms are added.
        int depth = 0;
        long pieces = 1;
        while (depth < axes.Length - 1 && rows.Count / pieces > Grain) pieces *= axes[depth++];
        int size = (int)(rows.Count / pieces);
        ThreadedLoop.RunRanges(threads, pieces, Math.Max(1, Grain / size), (from, to) =>
        {
            var scratch = new int[size];
            for (long piece = from; piece < to; piece++)
            {
                int[] at = Unravel(piece, axes.AsSpan(0, depth));
                int start = (int)(piece * size);
                Span<int> target = result.AsSpan(start, size);
                target.Fill((int)constant);
                foreach (ColumnTerm index in indices) AddIndex(target, axes, at, index);
                if (hasSums) Add(target, sums.AsSpan(start, size), 1);
                foreach ((long factor, ReadPlan plan, int[] source) in reads)
                {
                    plan.Fill(source, at, scratch);
                    Add(target, scratch, (int)factor);
                }
            }
        });
        return result;
    }

    /// <summary>
    /// The values of a column modulo p, in [0, p), however large the tensors' values are: the reference, and what forged witnesses need.
    /// </summary>
    public static long[] EvaluateExactly(Circuit circuit, LookupRows rows, ColumnTerm[] column, int[][] values)
    {
        var result = new long[rows.Count];
        var environment = new int[rows.Axes.Length];
        for (long row = 0; row < result.Length; row++)
        {
            result[row] = ReferenceEvaluation.Column(circuit, rows, column, environment, values);
            ReferenceEvaluation.Advance(environment, rows.Axes);
        }
        return result;
    }

    /// <summary>The representative of a residue in (-p/2, p/2).</summary>
    public static int Centre(long residue) => (int)(residue > KoalaBear.Order / 2 ? residue - KoalaBear.Order : residue);

    private static void Add(Span<int> target, ReadOnlySpan<int> source, int factor)
    {
        var factors = new Vector<int>(factor);
        int i = 0;
        for (; i <= target.Length - Vector<int>.Count; i += Vector<int>.Count)
        {
            Span<int> lanes = target.Slice(i, Vector<int>.Count);
            (new Vector<int>(lanes) + (factors * new Vector<int>(source.Slice(i, Vector<int>.Count)))).CopyTo(lanes);
        }
        for (; i < target.Length; i++) target[i] += factor * source[i];
    }

    private static void AddIndex(Span<int> target, int[] axes, int[] at, ColumnTerm index)
    {
        int factor = (int)index.Factor;
        if (index.Axis < at.Length)
        {
            int value = factor * at[index.Axis];
            for (int i = 0; i < target.Length; i++) target[i] += value;
            return;
        }
        int inner = 1;
        for (int axis = index.Axis + 1; axis < axes.Length; axis++) inner *= axes[axis];
        for (int i = 0; i < target.Length; i++) target[i] += factor * (i / inner % axes[index.Axis]);
    }

    private static int[] Unravel(long index, ReadOnlySpan<int> sizes)
    {
        var at = new int[sizes.Length];
        for (int i = sizes.Length - 1; i >= 0; index /= sizes[i--]) at[i] = (int)(index % sizes[i]);
        return at;
    }
}
