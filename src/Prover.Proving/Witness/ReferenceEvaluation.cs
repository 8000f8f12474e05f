using Prover.Verifier.Circuits;
using Prover.Verifier.Fields;

namespace Prover.Proving.Witness;

/// <summary>The plain meaning of reads, accumulators and columns (SPEC §4.2 to §4.4), one element at a time, modulo p.</summary>
internal static class ReferenceEvaluation
{
    /// <summary>The value of a read, 0 outside the tensor.</summary>
    public static int Read(Circuit circuit, TensorRead read, ReadOnlySpan<int> environment, int[][] values)
    {
        int[] shape = circuit.Tensors[read.Tensor].Shape;
        long position = 0;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            long index = read.Indices[axis].Shift;
            foreach (IndexTerm term in read.Indices[axis].Terms) index += (long)term.Stride * environment[term.Variable];
            if (index < 0 || index >= shape[axis]) return 0;
            position = (position * shape[axis]) + index;
        }
        return values[read.Tensor][position];
    }

    /// <summary>An inner product at one row, in [0, p).</summary>
    public static long Product(Circuit circuit, InnerProduct product, ReadOnlySpan<int> row, int[][] values)
    {
        int[] environment = [.. row, .. new int[product.InnerSizes.Length]];
        long count = product.InnerSizes.Aggregate(1L, (n, size) => n * size), sum = 0;
        for (long i = 0; i < count; i++)
        {
            long term = (long)Read(circuit, product.Left, environment, values) * Read(circuit, product.Right, environment, values);
            sum = Reduce(sum + Reduce(term));
            Advance(environment.AsSpan(row.Length), product.InnerSizes);
        }
        return sum;
    }

    /// <summary>A column at one row, in [0, p).</summary>
    public static long Column(Circuit circuit, LookupRows rows, ColumnTerm[] column, ReadOnlySpan<int> row, int[][] values)
    {
        long sum = 0;
        foreach (ColumnTerm term in column)
        {
            long value = term.Source switch
            {
                ColumnSource.One => 1,
                ColumnSource.Index => row[term.Axis],
                ColumnSource.Read => Read(circuit, term.Read!, row, values),
                _ => Product(circuit, term.Product!, row, values),
            };
            sum = Reduce(sum + (Reduce(term.Factor) * Reduce(value) % KoalaBear.Order));
        }
        return sum;
    }

    /// <summary>The tuples of all rows, each the table's number and the columns in [0, p).</summary>
    public static IEnumerable<long[]> Tuples(Circuit circuit, LookupRows rows, int[][] values)
    {
        var row = new int[rows.Axes.Length];
        for (long i = 0; i < rows.Count; i++)
        {
            yield return [rows.Table, .. rows.Columns.Select(column => Column(circuit, rows, column, row, values))];
            Advance(row, rows.Axes);
        }
    }

    /// <summary>The next index of a box in row-major order; the first again after the last.</summary>
    public static void Advance(Span<int> at, int[] sizes)
    {
        for (int axis = sizes.Length - 1; axis >= 0 && ++at[axis] == sizes[axis]; axis--) at[axis] = 0;
    }

    /// <summary>The residue in [0, p).</summary>
    public static long Reduce(long value)
    {
        long rest = value % KoalaBear.Order;
        return rest < 0 ? rest + KoalaBear.Order : rest;
    }
}
