using Prover.Verifier.Circuits;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Forms;
using Prover.Verifier.Layouts;

namespace Prover.Verifier.Tests.Arguments;

/// <summary>The circuit's semantics written as plainly as SPEC §4 reads: the oracle for forms, segments and layouts.</summary>
internal sealed class NaiveCircuit(Circuit circuit, CircuitLayout layout, int[][] values)
{
    /// <summary>All index tuples of a box, row-major.</summary>
    public static IEnumerable<int[]> Indices(int[] shape)
    {
        int[] at = new int[shape.Length];
        while (true)
        {
            yield return [.. at];
            int axis = shape.Length - 1;
            while (axis >= 0 && ++at[axis] == shape[axis]) at[axis--] = 0;
            if (axis < 0) yield break;
        }
    }

    public long Read(TensorRead read, int[] variables)
    {
        int[] shape = circuit.Tensors[read.Tensor].Shape;
        long address = 0;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            int index = read.Indices[axis].Shift + read.Indices[axis].Terms.Sum(term => term.Stride * variables[term.Variable]);
            if (index < 0 || index >= shape[axis]) return 0;
            address = (address * shape[axis]) + index;
        }
        return values[read.Tensor][address];
    }

    public long Accumulate(InnerProduct product, int[] row) =>
        Indices(product.InnerSizes).Sum(inner => Read(product.Left, [.. row, .. inner]) * Read(product.Right, [.. row, .. inner]));

    public long Column(ColumnTerm[] column, int[] row) => column.Sum(term => term.Factor * term.Source switch
    {
        ColumnSource.One => 1,
        ColumnSource.Index => row[term.Axis],
        ColumnSource.Read => Read(term.Read!, row),
        _ => Accumulate(term.Product!, row),
    });

    /// <summary>The address of an element of a box in its blocks.</summary>
    public static long Address(Block[] blocks, int[] index)
    {
        foreach (Block block in blocks)
        {
            if (!index.Zip(block.Chunks).All(pair => pair.First >= pair.Second.Start && pair.First < pair.Second.Start + pair.Second.Count))
            {
                continue;
            }
            long inner = 0;
            foreach (int axis in block.Order) inner = (inner << block.Chunks[axis].Bits) + index[axis] - block.Chunks[axis].Start;
            return block.Offset + inner;
        }
        throw new InvalidOperationException("no block holds this index");
    }

    /// <summary>The joint vector; padding holds garbage on purpose, since no form may read it.</summary>
    public KoalaBear5[] JointVector(Random random)
    {
        var joint = new KoalaBear5[1L << layout.Variables];
        for (int i = 0; i < joint.Length; i++) joint[i] = KoalaBear5.FromInteger(random.Next());
        for (int t = 0; t < circuit.Tensors.Length; t++)
        {
            int position = 0;
            foreach (int[] index in Indices(circuit.Tensors[t].Shape))
            {
                joint[Address(layout.TensorBlocks[t], index)] = KoalaBear5.FromInteger(values[t][position++]);
            }
        }
        return joint;
    }

    public (KoalaBear5[] Numerators, KoalaBear5[] Denominators) Leaves(KoalaBear5 alpha, KoalaBear5 beta)
    {
        var numerators = new KoalaBear5[1L << layout.LogLeaves];
        var denominators = new KoalaBear5[numerators.Length];
        Array.Fill(denominators, KoalaBear5.One);
        for (int r = 0; r < circuit.Rows.Length; r++)
        {
            LookupRows rows = circuit.Rows[r];
            foreach (int[] row in Indices(rows.Axes))
            {
                KoalaBear5 fingerprint = KoalaBear5.FromInteger(rows.Table), power = KoalaBear5.One;
                foreach (ColumnTerm[] column in rows.Columns)
                {
                    power *= beta;
                    fingerprint += power * KoalaBear5.FromInteger(Column(column, row));
                }
                long address = Address(layout.RowBlocks[r], row);
                denominators[address] = alpha - fingerprint;
                numerators[address] = rows.IsTable
                    ? -KoalaBear5.FromInteger(Read(TensorRead.Identity(rows.Multiplicity, row.Length), row))
                    : KoalaBear5.One;
            }
        }
        return (numerators, denominators);
    }

    /// <summary>The value of a form on the joint vector, entry by entry.</summary>
    public static KoalaBear5 Value(LinearForm form, KoalaBear5[] joint)
    {
        KoalaBear5 total = form.Constant;
        foreach (FormTerm term in form.Terms)
        {
            KoalaBear5[][] entries = [.. term.Axes.Select(axis => axis.Entries())];
            for (long inner = 0; inner < 1L << term.Block.Bits; inner++)
            {
                KoalaBear5 entry = term.Scale;
                long rest = inner;
                foreach (int axis in term.Block.Order.Reverse())
                {
                    entry *= entries[axis][rest & ((1L << term.Block.Chunks[axis].Bits) - 1)];
                    rest >>= term.Block.Chunks[axis].Bits;
                }
                total += entry * joint[term.Block.Offset + inner];
            }
        }
        return total;
    }

    /// <summary>The multilinear extension of a vector.</summary>
    public static KoalaBear5 Extension(KoalaBear5[] vector, KoalaBear5[] point)
    {
        KoalaBear5 total = default;
        for (long i = 0; i < vector.Length; i++) total += vector[i] * MultilinearExtension.EqualityAt(point, i);
        return total;
    }
}
