using Prover.Verifier.Circuits;
using Prover.Verifier.Fields;

namespace Prover.Soundness.Tests.Uniqueness;

/// <summary>
/// A circuit written out element by element as SPEC §4 reads, with the model's elements put in: what a prover must satisfy. It shares no
/// code with the prover or the verifier.
/// </summary>
internal sealed class CircuitRelations
{
    private readonly Circuit circuit;
    private readonly int[][] model;
    private readonly int[] first;

    /// <summary>Writes out a circuit.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="model">The values of the model's tensors; those of the witness are not read.</param>
    public CircuitRelations(Circuit circuit, int[][] model)
    {
        this.circuit = circuit;
        this.model = model;
        first = new int[circuit.Tensors.Length];
        for (int tensor = 0; tensor < first.Length; tensor++)
        {
            first[tensor] = Count;
            if (circuit.Tensors[tensor].Vector == CommittedVector.Witness) Count += (int)circuit.Tensors[tensor].Count;
        }
        Tables = new List<long[]>[circuit.Rows.Max(rows => rows.Table) + 1];
        for (int table = 0; table < Tables.Length; table++) Tables[table] = [];
        foreach (LookupRows rows in circuit.Rows)
        {
            foreach (Polynomial[] columns in Rows(rows))
            {
                if (rows.IsTable) Tables[rows.Table].Add([.. columns.Select(column => Centre(column.Constant))]);
                else Lookups.Add(new(rows.Name, rows.Table, columns));
            }
        }
        foreach (LinearConstraint constraint in circuit.Constraints) AddEntries(constraint);
    }

    /// <summary>The number of elements of the witness.</summary>
    public int Count { get; }

    /// <summary>The rows of each table, integers between -p/2 and p/2.</summary>
    public List<long[]>[] Tables { get; }

    /// <summary>All lookups.</summary>
    public List<Lookup> Lookups { get; } = [];

    /// <summary>All entries of constraints.</summary>
    public List<Equation> Equations { get; } = [];

    /// <summary>The elements of a tensor of the witness.</summary>
    public IEnumerable<int> Elements(int tensor) => Enumerable.Range(first[tensor], (int)circuit.Tensors[tensor].Count);

    /// <summary>The integer between -p/2 and p/2 of a residue class.</summary>
    public static long Centre(long value)
    {
        long rest = ((value % KoalaBear.Order) + KoalaBear.Order) % KoalaBear.Order;
        return rest > KoalaBear.Order / 2 ? rest - KoalaBear.Order : rest;
    }

    private static IEnumerable<int[]> Points(int[] sizes)
    {
        var at = new int[sizes.Length];
        while (true)
        {
            yield return [.. at];
            int axis = sizes.Length - 1;
            while (axis >= 0 && ++at[axis] == sizes[axis]) at[axis--] = 0;
            if (axis < 0) yield break;
        }
    }

    private IEnumerable<Polynomial[]> Rows(LookupRows rows) =>
        Points(rows.Axes).Select(row => rows.Columns.Select(column => Column(column, row)).ToArray());

    private Polynomial Column(ColumnTerm[] terms, int[] row)
    {
        var sum = new Polynomial();
        foreach (ColumnTerm term in terms)
        {
            if (term.Source == ColumnSource.One) sum.Add(term.Factor);
            else if (term.Source == ColumnSource.Index) sum.Add(term.Factor * row[term.Axis]);
            else if (term.Source == ColumnSource.Read) AddProduct(sum, term.Factor, Resolve(term.Read!, row), (1, -1));
            else
            {
                InnerProduct product = term.Product!;
                foreach (int[] inner in Points(product.InnerSizes))
                {
                    int[] at = [.. row, .. inner];
                    AddProduct(sum, term.Factor, Resolve(product.Left, at), Resolve(product.Right, at));
                }
            }
        }
        return sum;
    }

    private static void AddProduct(Polynomial sum, long factor, (long Value, int Element) left, (long Value, int Element) right)
    {
        if (left.Element >= 0 && right.Element >= 0) sum.Add(left.Element, right.Element, factor);
        else if (left.Element >= 0) sum.Add(left.Element, factor * right.Value);
        else if (right.Element >= 0) sum.Add(right.Element, factor * left.Value);
        else sum.Add(factor * left.Value * right.Value);
    }

    /// <summary>What a read sees: an integer, or an element of the witness.</summary>
    private (long Value, int Element) Resolve(TensorRead read, int[] at)
    {
        CommittedTensor tensor = circuit.Tensors[read.Tensor];
        long position = 0;
        for (int axis = 0; axis < tensor.Shape.Length; axis++)
        {
            long index = read.Indices[axis].Shift;
            foreach (IndexTerm term in read.Indices[axis].Terms) index += (long)term.Stride * at[term.Variable];
            if (index < 0 || index >= tensor.Shape[axis]) return (0, -1);
            position = (position * tensor.Shape[axis]) + index;
        }
        return tensor.Vector == CommittedVector.Model ? (model[read.Tensor][position], -1) : (0, first[read.Tensor] + (int)position);
    }

    private void AddEntries(LinearConstraint constraint)
    {
        var entries = new SortedDictionary<long, Polynomial>();
        foreach (ConstraintTerm term in constraint.Terms)
        {
            foreach (int[] at in Points(term.Axes))
            {
                long number = at.Zip(term.Strides).Sum(pair => pair.First * pair.Second);
                if (!entries.TryGetValue(number, out Polynomial? sum)) entries.Add(number, sum = new());
                AddProduct(sum, term.Factor, Resolve(term.Read, at), (1, -1));
            }
        }
        Equations.AddRange(entries.Values.Select(sum => new Equation(constraint.Name, sum)));
    }
}
